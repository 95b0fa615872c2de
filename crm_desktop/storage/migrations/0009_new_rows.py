"""A step of very many new rows: the journal keeps the ranges of their ids, and the rows only while they are undone."""

SCRIPT = """
-- JSON: [[table, first id, last id, number of rows], ...]
ALTER TABLE operation ADD COLUMN new_rows TEXT CHECK (json_valid(new_rows));
-- The rows themselves, packed, from undo to redo.
ALTER TABLE operation ADD COLUMN taken BLOB;
"""
