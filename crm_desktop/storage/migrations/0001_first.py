"""The first schema: accounts, people, interactions, purchases, ratings, follow-ups and what is derived from them."""

SCRIPT = """
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    name_key TEXT NOT NULL,
    search TEXT NOT NULL,
    tier TEXT NOT NULL DEFAULT '' CHECK (tier IN ('', 'A', 'B', 'C')),
    tier_reason TEXT NOT NULL DEFAULT '',
    industry TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '',
    since INTEGER,
    notes TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
    deleted_at INTEGER
) STRICT;
CREATE INDEX account_name_key ON account (name_key, id, archived, deleted_at);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    name_key TEXT NOT NULL,
    search TEXT NOT NULL,
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    deleted_at INTEGER
) STRICT;

CREATE TABLE affiliation (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL DEFAULT '',
    since INTEGER,
    until INTEGER
) STRICT;
CREATE INDEX affiliation_account ON affiliation (account_id);
CREATE INDEX affiliation_contact ON affiliation (contact_id, until, account_id);
CREATE INDEX contact_deleted ON contact (id) WHERE deleted_at IS NOT NULL;

CREATE TABLE interaction (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    contact_id INTEGER REFERENCES contact (id),
    kind TEXT NOT NULL CHECK (kind IN ('call', 'visit', 'email', 'message', 'complaint', 'note')),
    direction TEXT NOT NULL DEFAULT '' CHECK (direction IN ('', 'in', 'out')),
    department TEXT NOT NULL DEFAULT '',
    day INTEGER NOT NULL,
    happened_at INTEGER,
    noted_at INTEGER,
    who TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    minutes INTEGER CHECK (minutes >= 0),
    deleted_at INTEGER
) STRICT;
CREATE INDEX interaction_account ON interaction (account_id, day, kind, deleted_at);
CREATE INDEX interaction_contact ON interaction (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE purchase (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    what TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    refund INTEGER NOT NULL DEFAULT 0 CHECK (refund IN (0, 1)),
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX purchase_account ON purchase (account_id, day, amount, currency, refund, deleted_at);

CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    contact_id INTEGER REFERENCES contact (id),
    day INTEGER NOT NULL,
    score REAL NOT NULL CHECK (score >= 0 AND score <= 10),
    touchpoint TEXT NOT NULL DEFAULT '',
    dimension TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX rating_account ON rating (account_id, day);
CREATE INDEX rating_contact ON rating (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE follow_up (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    contact_id INTEGER REFERENCES contact (id),
    what TEXT NOT NULL,
    due INTEGER NOT NULL,
    done_on INTEGER,
    repeat_days INTEGER CHECK (repeat_days > 0),
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX follow_up_account ON follow_up (account_id, due);
CREATE INDEX follow_up_contact ON follow_up (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX follow_up_open ON follow_up (due) WHERE done_on IS NULL AND deleted_at IS NULL;

CREATE TABLE snooze (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    set_on INTEGER NOT NULL,
    until INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('snoozed', 'done')),
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX snooze_account ON snooze (account_id, until);

CREATE TABLE promise (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    contact_id INTEGER REFERENCES contact (id),
    made_by TEXT NOT NULL CHECK (made_by IN ('us', 'them')),
    what TEXT NOT NULL,
    due INTEGER NOT NULL,
    first_due INTEGER NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'broken')),
    settled_on INTEGER,
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX promise_account ON promise (account_id, due);
CREATE INDEX promise_contact ON promise (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX promise_open ON promise (due) WHERE state = 'open' AND deleted_at IS NULL;

-- What a person told the detector about one account; each kind uses its own columns.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('pause', 'new_rhythm', 'left', 'not_slipping')),
    set_on INTEGER NOT NULL,
    from_day INTEGER,
    until_day INTEGER,
    first_month INTEGER CHECK (first_month BETWEEN 1 AND 12),
    last_month INTEGER CHECK (last_month BETWEEN 1 AND 12),
    noted_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX correction_account ON correction (account_id);

CREATE TABLE setting (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

-- The journal. A row of kind 'do' carries a changeset; 'undo' and 'redo' name the operation they apply.
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    target_id INTEGER REFERENCES operation (id),
    changeset BLOB
) STRICT;
CREATE INDEX operation_state ON operation (state, kind, id);

-- Derived: can be thrown away and computed again from the tables above.
CREATE TABLE rhythm (
    account_id INTEGER PRIMARY KEY,
    days BLOB NOT NULL,
    amounts BLOB NOT NULL,
    last_contact INTEGER,
    rating REAL,
    rating_before REAL,
    rating_day INTEGER
) STRICT;
CREATE TABLE standing (
    account_id INTEGER PRIMARY KEY,
    as_of INTEGER NOT NULL,
    tier TEXT NOT NULL,
    status INTEGER NOT NULL,
    probability REAL NOT NULL,
    revenue INTEGER NOT NULL,
    revenue_before INTEGER NOT NULL,
    stake REAL NOT NULL,
    usual_gap REAL,
    silence INTEGER,
    signals TEXT NOT NULL
) STRICT;
CREATE INDEX standing_stake ON standing (stake DESC) WHERE stake > 0;
CREATE TABLE shown (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE account_index USING fts5 (
    search, content = 'account', content_rowid = 'id', prefix = '1 2 3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER account_index_insert AFTER INSERT ON account BEGIN
    INSERT INTO account_index (rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER account_index_delete AFTER DELETE ON account BEGIN
    INSERT INTO account_index (account_index, rowid, search) VALUES ('delete', old.id, old.search);
END;
CREATE TRIGGER account_index_update AFTER UPDATE OF search ON account BEGIN
    INSERT INTO account_index (account_index, rowid, search) VALUES ('delete', old.id, old.search);
    INSERT INTO account_index (rowid, search) VALUES (new.id, new.search);
END;

CREATE VIRTUAL TABLE contact_index USING fts5 (
    search, content = 'contact', content_rowid = 'id', prefix = '1 2 3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER contact_index_insert AFTER INSERT ON contact BEGIN
    INSERT INTO contact_index (rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER contact_index_delete AFTER DELETE ON contact BEGIN
    INSERT INTO contact_index (contact_index, rowid, search) VALUES ('delete', old.id, old.search);
END;
CREATE TRIGGER contact_index_update AFTER UPDATE OF search ON contact BEGIN
    INSERT INTO contact_index (contact_index, rowid, search) VALUES ('delete', old.id, old.search);
    INSERT INTO contact_index (rowid, search) VALUES (new.id, new.search);
END;
"""
