-- Tracking: experiments, runs and all that is logged to them (docs/formats/store.md explains the choices).
-- Times are milliseconds since the epoch, UTC. Inside the store rows are joined by small integers (`experiment`, `run`, `model`);
-- the ids that users and clients see stand in `id`.
--
-- Doubles: SQLite turns NaN into NULL and drops the sign of -0.0, so a metric value is a pair: `special` is 0 for an ordinary
-- value (infinities and denormals are ordinary), 1 for NaN and 2 for -0.0; `value` is 0 in the last two.

-- Ids count up and are never given twice (AUTOINCREMENT). 0 is `Default`. A deleted experiment keeps its name.
CREATE TABLE experiments (
    experiment        INTEGER PRIMARY KEY AUTOINCREMENT,
    name              TEXT NOT NULL UNIQUE,
    artifact_location TEXT NOT NULL,
    lifecycle         TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
    creation_time     INTEGER NOT NULL,
    last_update_time  INTEGER NOT NULL
) STRICT;
INSERT INTO experiments (experiment, name, artifact_location, creation_time, last_update_time)
VALUES (0, 'Default', 'mlflow-artifacts:/0', CAST(strftime('%s', 'now') AS INTEGER) * 1000,
        CAST(strftime('%s', 'now') AS INTEGER) * 1000);

CREATE TABLE experiment_tags (
    experiment INTEGER NOT NULL REFERENCES experiments ON DELETE CASCADE,
    key        TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (experiment, key)
) STRICT, WITHOUT ROWID;

-- `parent_id` mirrors the tag mlflow.parentRunId and `name` the tag mlflow.runName. A parent need not be in this store.
-- `deleted_with` says that the run went with its experiment or its parent ("experiment", or the parent's id) and comes back with it.
CREATE TABLE runs (
    run           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    experiment    INTEGER NOT NULL REFERENCES experiments,
    name          TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED')),
    start_time    INTEGER NOT NULL,
    end_time      INTEGER,
    artifact_uri  TEXT NOT NULL,
    lifecycle     TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
    deleted_time  INTEGER,
    deleted_with  TEXT,
    parent_id     TEXT
) STRICT;
-- The default order of every search, for one experiment and for all of them; status and name ride along, so that filters on them
-- never touch the table.
CREATE INDEX runs_of_experiment ON runs (experiment, lifecycle, start_time DESC, id, status, name);
CREATE INDEX runs_by_start ON runs (lifecycle, start_time DESC, id, status, name);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_of_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;

-- The process that a run lives with. When it is gone the run ends as KILLED. A pid alone is not enough: it is given again, so
-- `started` (clock ticks since boot), the boot and the pid namespace are compared too, and other hosts are left alone.
CREATE TABLE run_owners (
    run           INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    pid           INTEGER NOT NULL,
    started       INTEGER NOT NULL,
    boot_id       TEXT NOT NULL,
    pid_namespace TEXT NOT NULL,
    host          TEXT NOT NULL
) STRICT;

-- Written once per key.
CREATE TABLE params (
    run   INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX params_by_value ON params (key, value);

CREATE TABLE tags (
    run   INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_value ON tags (key, value);

-- Every point that was logged; an exact repeat is one row. `model_id`, `dataset_name` and `dataset_digest` are '' when not given.
-- The primary key is the order of the history: timestamp, step, value.
CREATE TABLE metrics (
    run            INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key            TEXT NOT NULL,
    timestamp      INTEGER NOT NULL,
    step           INTEGER NOT NULL,
    value          REAL NOT NULL,
    special        INTEGER NOT NULL DEFAULT 0 CHECK (special IN (0, 1, 2)),
    model_id       TEXT NOT NULL DEFAULT '',
    dataset_name   TEXT NOT NULL DEFAULT '',
    dataset_digest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run, key, timestamp, step, value, special, model_id, dataset_name, dataset_digest)
) STRICT, WITHOUT ROWID;
-- What belongs to a logged model.
CREATE INDEX metrics_of_model ON metrics (model_id, key) WHERE model_id <> '';

-- The point of each key with the greatest (step, timestamp, value), NaN below every number: what searches and lists look at.
CREATE TABLE latest_metrics (
    run            INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    key            TEXT NOT NULL,
    timestamp      INTEGER NOT NULL,
    step           INTEGER NOT NULL,
    value          REAL NOT NULL,
    special        INTEGER NOT NULL DEFAULT 0 CHECK (special IN (0, 1, 2)),
    model_id       TEXT NOT NULL DEFAULT '',
    dataset_name   TEXT NOT NULL DEFAULT '',
    dataset_digest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX latest_metrics_by_value ON latest_metrics (key, value, special);

-- Data that runs read. One row for each different description; runs share them.
CREATE TABLE datasets (
    dataset     INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    digest      TEXT NOT NULL,
    source_type TEXT NOT NULL,
    source      TEXT NOT NULL,
    schema      TEXT,
    profile     TEXT
) STRICT;
CREATE INDEX datasets_by_name ON datasets (name, digest);

CREATE TABLE inputs (
    input   INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    dataset INTEGER NOT NULL REFERENCES datasets,
    UNIQUE (run, dataset)
) STRICT;
CREATE INDEX inputs_of_dataset ON inputs (dataset);

-- "mlflow.data.context" says what the data was used for.
CREATE TABLE input_tags (
    input INTEGER NOT NULL REFERENCES inputs ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (input, key)
) STRICT, WITHOUT ROWID;

-- Logged models that a run read and made. They need not be in this store.
CREATE TABLE model_inputs (
    run      INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    model_id TEXT NOT NULL,
    PRIMARY KEY (run, model_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_outputs (
    run      INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    model_id TEXT NOT NULL,
    step     INTEGER NOT NULL,
    PRIMARY KEY (run, model_id, step)
) STRICT, WITHOUT ROWID;

-- Files of a run. The content is the object of that digest in the object store beside the database.
CREATE TABLE artifacts (
    run    INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    path   TEXT NOT NULL,
    size   INTEGER NOT NULL CHECK (size >= 0),
    digest TEXT NOT NULL,
    PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifacts_by_digest ON artifacts (digest);

-- JSON documents of mlp's own about a run, each replaced as a whole: "git", "diff", "host", "packages", "stages", "command".
CREATE TABLE documents (
    run   INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

-- Logged models (MLflow 3). Their metrics are the rows of `metrics` that name them.
CREATE TABLE logged_models (
    model             INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    experiment        INTEGER NOT NULL REFERENCES experiments,
    name              TEXT NOT NULL,
    creation_time     INTEGER NOT NULL,
    last_updated_time INTEGER NOT NULL,
    artifact_uri      TEXT NOT NULL,
    status            TEXT NOT NULL CHECK (status IN ('PENDING', 'READY', 'UPLOAD_FAILED')),
    model_type        TEXT NOT NULL,
    source_run_id     TEXT NOT NULL,
    lifecycle         TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
    deleted_time      INTEGER
) STRICT;
CREATE INDEX logged_models_of_experiment ON logged_models (experiment, lifecycle, creation_time DESC, id);
CREATE INDEX logged_models_of_run ON logged_models (source_run_id);

CREATE TABLE logged_model_params (
    model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_tags (
    model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

-- The latest point of each metric of a logged model, for searches: by the order of latest_metrics, over all runs.
CREATE VIEW logged_model_metrics (model, key, value, special) AS
SELECT model, key, value, special FROM (
    SELECT logged_models.model, metrics.key, metrics.value, metrics.special,
           row_number() OVER (PARTITION BY metrics.model_id, metrics.key
                              ORDER BY metrics.step DESC, metrics.timestamp DESC, metrics.special = 1, metrics.value DESC) AS place
    FROM metrics JOIN logged_models ON logged_models.id = metrics.model_id
    WHERE metrics.model_id <> '')
WHERE place = 1;

-- Which registered model versions were made of a logged model. The registry's tables (003_registry.sql) are the truth; this view is
-- all that tracking knows of them.
CREATE VIEW logged_model_registrations (model_id, name, version) AS
SELECT model_versions.logged_model_id, registered_models.name, model_versions.version
FROM model_versions JOIN registered_models ON registered_models.id = model_versions.model
WHERE model_versions.logged_model_id <> '';
