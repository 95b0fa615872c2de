"""Derived tables in the form that a new day can be worked out of without reading every event."""

SCRIPT = """
-- A record of every account, packed: what its signals and its money rest on (services/habits.py, services/figures.py).
CREATE TABLE packed (
    part TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    ids BLOB NOT NULL,
    records BLOB NOT NULL,
    PRIMARY KEY (part, first_id)
) STRICT;

-- How sure a finding is stands beside its words: nobody reads the words to order a list.
DROP TABLE finding;
CREATE TABLE finding (
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    signal TEXT NOT NULL,
    probability REAL NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (account_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_unread ON finding (first_day) WHERE signal = '';

-- The day of all rows is the model's; signals are worded for those who look, and noticed says that there are some.
DROP TABLE standing;
CREATE TABLE standing (
    account_id INTEGER PRIMARY KEY,
    tier TEXT NOT NULL,
    status INTEGER NOT NULL,
    probability REAL NOT NULL,
    revenue INTEGER NOT NULL,
    revenue_before INTEGER NOT NULL,
    stake REAL NOT NULL,
    usual_gap REAL,
    silence INTEGER,
    noticed INTEGER NOT NULL CHECK (noticed IN (0, 1)),
    rating REAL,
    rating_before REAL,
    last_contact INTEGER
) STRICT;
-- All of it is worked out in the next whole pass.
DELETE FROM shown WHERE key IN ('model', 'findings');
"""
