-- What the pipeline keeps beside its tracked runs.

-- Lock entries of stages that are done, until mlp.lock has been written from them. A run that was killed leaves them
-- behind, and the next one takes them up. A store may be shared by several working copies: each has its own id.
CREATE TABLE lock_row (
    workspace TEXT NOT NULL,     -- 32 hex digits, kept in the working copy's .mlp/workspace
    stage     TEXT NOT NULL,
    base      TEXT NOT NULL,     -- digest of the mlp.lock that the run began with; '' when there was none
    entry     TEXT NOT NULL,     -- a lock file with this one stage
    time      INTEGER NOT NULL,  -- milliseconds UTC
    PRIMARY KEY (workspace, stage)
) STRICT, WITHOUT ROWID;

-- What a fingerprint made: outputs to restore instead of running. The newest good run of a fingerprint wins.
CREATE TABLE run_cache (
    fingerprint TEXT NOT NULL PRIMARY KEY,  -- 'sha256:…', see docs/formats/fingerprint.md
    stage       TEXT NOT NULL,              -- for people: which stage it was
    outputs     TEXT NOT NULL,              -- JSON: path → {kind, digest, size, files}
    run_id      TEXT,                       -- the tracked run that made it, if it still exists
    time        INTEGER NOT NULL            -- milliseconds UTC
) STRICT, WITHOUT ROWID;
