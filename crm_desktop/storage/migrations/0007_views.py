"""Views that a person saved: a name, the filters as JSON, and the place among the others.

A view that comes with the program has a row only once it was renamed, moved or taken away; ``builtin`` is its name.
"""

SCRIPT = """
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    filters TEXT NOT NULL CHECK (json_valid(filters)),
    position INTEGER NOT NULL DEFAULT 0,
    builtin TEXT NOT NULL DEFAULT '',
    deleted_at INTEGER
) STRICT;
"""
