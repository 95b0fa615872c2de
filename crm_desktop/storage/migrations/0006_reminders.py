"""The time of day of a follow-up or a promise, who of us does it, and which reminders have been given."""

SCRIPT = """
ALTER TABLE follow_up ADD COLUMN due_minute INTEGER CHECK (due_minute BETWEEN 0 AND 1439);
ALTER TABLE follow_up ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE promise ADD COLUMN due_minute INTEGER CHECK (due_minute BETWEEN 0 AND 1439);

DROP INDEX follow_up_open;
CREATE INDEX follow_up_open ON follow_up (due, due_minute) WHERE done_on IS NULL AND deleted_at IS NULL;

-- Not recorded: that a reminder was given is nothing to take back. A follow-up that is moved is reminded of again,
-- so the day and the minute (-1 without a time) belong to the key; again_at is the moment it was put off to.
CREATE TABLE reminded (
    item_id INTEGER NOT NULL,
    due INTEGER NOT NULL,
    minute INTEGER NOT NULL CHECK (minute BETWEEN -1 AND 1439),
    given_at INTEGER NOT NULL,
    again_at INTEGER,
    PRIMARY KEY (item_id, due, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminded_again ON reminded (again_at) WHERE again_at IS NOT NULL;
"""
