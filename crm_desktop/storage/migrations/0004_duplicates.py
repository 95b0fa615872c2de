"""Pairs that are never the same, and which account or person another one was merged into."""

SCRIPT = """
ALTER TABLE account ADD COLUMN merged_into INTEGER REFERENCES account (id) CHECK (merged_into <> id);
CREATE INDEX account_merged ON account (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE contact ADD COLUMN merged_into INTEGER REFERENCES contact (id) CHECK (merged_into <> id);
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE never_same (
    id INTEGER PRIMARY KEY,
    low_id INTEGER NOT NULL REFERENCES account (id),
    high_id INTEGER NOT NULL REFERENCES account (id),
    noted_at INTEGER,
    deleted_at INTEGER,
    CHECK (low_id < high_id)
) STRICT;
CREATE INDEX never_same_pair ON never_same (low_id, high_id);
CREATE INDEX never_same_high ON never_same (high_id);

CREATE TABLE never_same_person (
    id INTEGER PRIMARY KEY,
    low_id INTEGER NOT NULL REFERENCES contact (id),
    high_id INTEGER NOT NULL REFERENCES contact (id),
    noted_at INTEGER,
    deleted_at INTEGER,
    CHECK (low_id < high_id)
) STRICT;
CREATE INDEX never_same_person_pair ON never_same_person (low_id, high_id);
CREATE INDEX never_same_person_high ON never_same_person (high_id);
"""
