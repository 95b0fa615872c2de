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
CREATE INDEX finding_unread ON finding (first_day) WHERE signal = '';
-- They are found in the next whole pass.
UPDATE shown SET value = 'true' WHERE key = 'stale';
"""
