"""Signals of our own side and of product lines, kept with the days on which they hold."""

SCRIPT = """
CREATE TABLE finding (
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    signal TEXT NOT NULL,
    PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;
-- They are found in the next whole pass.
UPDATE shown SET value = 'true' WHERE key = 'stale';
"""
