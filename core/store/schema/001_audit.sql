-- The audit trail: one row for each change of models, gates, releases and deletions. Logging to runs writes none.
-- Rows are hash-chained (docs/formats/audit.md). AUTOINCREMENT keeps the highest number ever used in sqlite_sequence, so that
-- events cut off at the end are noticed too.
CREATE TABLE audit_events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT CHECK (sequence >= 1),
    time INTEGER NOT NULL,      -- milliseconds UTC
    actor TEXT NOT NULL,        -- user@host, or MLP_ACTOR
    action TEXT NOT NULL,       -- "model.version.create"
    subject TEXT NOT NULL,      -- "churn/3"
    before TEXT NOT NULL,       -- canonical JSON; 'null' when there was nothing
    after TEXT NOT NULL,        -- canonical JSON; 'null' when nothing is left
    reason TEXT NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX audit_by_subject ON audit_events (subject, sequence);
CREATE INDEX audit_by_action ON audit_events (action, sequence);

CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit events are never changed');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit events are never deleted');
END;
