"""What moves every day leaves the table of standings, so that a new day writes only the accounts that changed."""

SCRIPT = """
-- What lists of accounts show and filter by. The day of the last order instead of the silence since: it stays as it is.
DROP TABLE standing;
CREATE TABLE standing (
    account_id INTEGER PRIMARY KEY,
    tier TEXT NOT NULL,
    status INTEGER NOT NULL,
    revenue INTEGER NOT NULL,
    revenue_before INTEGER NOT NULL,
    usual_gap REAL,
    last_order INTEGER
) STRICT;

-- What could walk away, only of accounts of which that is anything.
CREATE TABLE stake (
    account_id INTEGER PRIMARY KEY,
    stake REAL NOT NULL
) STRICT;

-- What was touched and is to be read again: few accounts on one page, where each in its place would be a page.
CREATE TABLE touched (account_id INTEGER PRIMARY KEY) STRICT;

-- How sure we are stands in packed (services/kept_verdicts.py). All of it is worked out in the next whole pass.
DELETE FROM packed;
DELETE FROM shown WHERE key = 'model';
"""
