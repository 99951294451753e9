-- The first schema. Instants are milliseconds since 1970, UTC; amounts are cents. A column named sealed_… holds
-- a value sealed under the key file, bound to its table, column and row.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- The highest message id given or reserved, by desk slot: second * 100 + count. A slot once used stays listed.
CREATE TABLE marks (
    slot    INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 99),
    ordinal INTEGER NOT NULL
) STRICT;

-- `at_rest` = 0 is the queue: what waits for the platform, a person or evidence.
CREATE TABLE stays (
    stay_no        TEXT PRIMARY KEY,
    status         TEXT NOT NULL,
    at_rest        INTEGER NOT NULL CHECK (at_rest IN (0, 1)),
    needs_person   INTEGER NOT NULL CHECK (needs_person IN (0, 1)),
    sealed_patient BLOB NOT NULL,
    total_cents    INTEGER,
    bill_digest    TEXT,
    waits_since_ms INTEGER,
    next_at_ms     INTEGER,
    opened_at_ms   INTEGER NOT NULL,
    changed_at_ms  INTEGER NOT NULL,
    sealed_state   BLOB NOT NULL
) STRICT;
CREATE INDEX stays_open ON stays (waits_since_ms, stay_no) WHERE at_rest = 0;
CREATE INDEX stays_changed ON stays (changed_at_ms DESC, stay_no);

CREATE TABLE bills (
    digest      TEXT PRIMARY KEY,
    stay_no     TEXT NOT NULL REFERENCES stays,
    version     INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL,
    sealed_bill BLOB NOT NULL,
    UNIQUE (stay_no, version)
) STRICT;

CREATE TABLE acts (
    stay_no       TEXT NOT NULL REFERENCES stays,
    act           INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    fate          TEXT NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (stay_no, act)
) STRICT, WITHOUT ROWID;

-- One message written to the socket at most once. `sealed_body` is emptied by the retention rule.
CREATE TABLE attempts (
    message_id   TEXT PRIMARY KEY CHECK (length(message_id) = 30),
    stay_no      TEXT NOT NULL,
    act          INTEGER NOT NULL,
    infno        TEXT NOT NULL,
    bill_digest  TEXT,
    opened_at_ms INTEGER NOT NULL,
    sealed_body  BLOB,
    FOREIGN KEY (stay_no, act) REFERENCES acts
) STRICT;
CREATE INDEX attempts_of_stay ON attempts (stay_no, opened_at_ms, message_id);

-- How an attempt ended: row 1. Rows after it are replies that came late, and move nothing.
CREATE TABLE ends (
    message_id   TEXT NOT NULL REFERENCES attempts,
    n            INTEGER NOT NULL CHECK (n >= 1),
    kind         TEXT NOT NULL CHECK (kind IN ('done', 'refused', 'not_sent', 'in_doubt')),
    ended_at_ms  INTEGER NOT NULL,
    sealed_words BLOB,
    reply_bytes  INTEGER NOT NULL,
    sealed_reply BLOB,
    PRIMARY KEY (message_id, n)
) STRICT;

CREATE TABLE receipts (
    settlement     TEXT PRIMARY KEY REFERENCES attempts (message_id),
    stay_no        TEXT NOT NULL REFERENCES stays,
    original_at_ms INTEGER NOT NULL,
    copies         INTEGER NOT NULL DEFAULT 0,
    voided_at_ms   INTEGER
) STRICT;

-- Money that changes hands at the desk: made once for (cause, n), whatever is pressed twice.
CREATE TABLE instructions (
    id                 TEXT PRIMARY KEY,
    stay_no            TEXT NOT NULL REFERENCES stays,
    cause              TEXT NOT NULL REFERENCES attempts (message_id),
    n                  INTEGER NOT NULL,
    kind               TEXT NOT NULL CHECK (kind IN ('refund', 'collect')),
    way                TEXT,
    deposit_no         TEXT,
    amount_cents       INTEGER NOT NULL CHECK (amount_cents > 0),
    made_at_ms         INTEGER NOT NULL,
    handed_over_at_ms  INTEGER,
    acknowledged_at_ms INTEGER,
    UNIQUE (cause, n)
) STRICT;
CREATE INDEX instructions_of_stay ON instructions (stay_no, made_at_ms, id);
CREATE INDEX instructions_unacknowledged ON instructions (made_at_ms, id) WHERE acknowledged_at_ms IS NULL;

CREATE TABLE sign_ins (
    operator        TEXT NOT NULL,
    day             TEXT NOT NULL,
    sign_no         TEXT NOT NULL,
    signed_in_at_ms INTEGER NOT NULL,
    PRIMARY KEY (operator, day)
) STRICT, WITHOUT ROWID;

-- Each line carries the hash of the one before it.
CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    what    TEXT NOT NULL,
    stay_no TEXT,
    detail  TEXT NOT NULL,
    prev    BLOB NOT NULL CHECK (length(prev) = 32),
    hash    BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_of_stay ON audit (stay_no, seq);
CREATE TRIGGER audit_is_never_edited BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END;
