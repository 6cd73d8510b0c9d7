-- What this store knows of releases. The target's own history is the truth (docs/decisions/0010-release-folder.md); these rows
-- answer "where is this version released?" without visiting every target.
CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL,       -- the target's own id, from its marker
    number INTEGER NOT NULL,    -- of the entry in the target's history
    environment TEXT NOT NULL,
    project TEXT NOT NULL,
    place TEXT NOT NULL,        -- where the target was when it was released to
    action TEXT NOT NULL CHECK (action IN ('deploy', 'rollback')),
    release TEXT NOT NULL,      -- "churn-3-1a2b3c4d5e6f"
    model TEXT NOT NULL,        -- the name at that time; the version may be deleted later
    version INTEGER NOT NULL,
    digest TEXT NOT NULL,
    time INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,       -- of an override
    UNIQUE (target, number)
) STRICT;
CREATE INDEX releases_by_version ON releases (model, version);
CREATE INDEX releases_by_environment ON releases (environment, time);
