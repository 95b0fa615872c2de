"""Files kept with an account (their bytes lie beside the workspace, named by SHA-256), and which e-mail came in."""

SCRIPT = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    interaction_id INTEGER REFERENCES interaction (id),
    name TEXT NOT NULL CHECK (name <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    day INTEGER NOT NULL,
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX attachment_account ON attachment (account_id, day);
CREATE INDEX attachment_interaction ON attachment (interaction_id) WHERE interaction_id IS NOT NULL;
-- What tells one e-mail from another, so that the same one is not taken in twice; empty for all else.
ALTER TABLE interaction ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
CREATE INDEX interaction_message ON interaction (message_id) WHERE message_id <> '';
"""
