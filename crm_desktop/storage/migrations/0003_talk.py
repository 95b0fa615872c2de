"""Words of conversations for the palette, who did a step, and how often one wants to talk with one account."""

SCRIPT = """
ALTER TABLE account ADD COLUMN contact_every INTEGER CHECK (contact_every >= 0);
ALTER TABLE operation ADD COLUMN made_by TEXT NOT NULL DEFAULT '';

-- For counting: the rows themselves are long.
CREATE INDEX contact_present ON contact (id) WHERE deleted_at IS NULL;

-- The index of conversations is filled a little later, in pieces: a logged call or an import only notes the row.
CREATE VIRTUAL TABLE interaction_index USING fts5 (
    search, content = '', contentless_delete = 1, prefix = '3 4 5', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TABLE interaction_unread (id INTEGER PRIMARY KEY) STRICT;
INSERT INTO interaction_unread SELECT id FROM interaction WHERE subject <> '' OR notes <> '';
CREATE TRIGGER interaction_unread_insert AFTER INSERT ON interaction WHEN new.subject <> '' OR new.notes <> '' BEGIN
    INSERT OR IGNORE INTO interaction_unread VALUES (new.id);
END;
CREATE TRIGGER interaction_unread_update AFTER UPDATE OF subject, notes ON interaction BEGIN
    INSERT OR IGNORE INTO interaction_unread VALUES (new.id);
END;
"""
