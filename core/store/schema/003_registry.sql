-- The model registry. Holds what MLflow's registry holds (models, versions, stages, tags, aliases) and what mlp adds:
-- a version's content as parts by digest, its provenance, and the verdicts of its gates.
CREATE TABLE registered_models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    description TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_updated_time INTEGER NOT NULL,
    last_version INTEGER NOT NULL DEFAULT 0  -- highest number ever given, so that a deleted one never comes back
) STRICT;

CREATE TABLE registered_model_tags (
    model INTEGER NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX registered_model_tags_by_value ON registered_model_tags (key, value);

CREATE TABLE model_versions (
    version_id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES registered_models (id) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version >= 1),
    description TEXT NOT NULL,
    creation_time INTEGER NOT NULL,
    last_updated_time INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    source TEXT NOT NULL,
    run_id TEXT NOT NULL,
    run_link TEXT NOT NULL,
    status TEXT NOT NULL,
    status_message TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('None', 'Staging', 'Production', 'Archived')),
    logged_model_id TEXT NOT NULL,
    digest TEXT NOT NULL,      -- of the manifest (docs/formats/model-manifest.md); '' for versions without content of ours
    provenance TEXT NOT NULL,  -- canonical JSON
    files INTEGER NOT NULL CHECK (files >= 0),  -- number of parts
    size INTEGER NOT NULL CHECK (size >= 0),    -- bytes of all parts
    UNIQUE (model, version)
) STRICT;

-- The same content pushed twice is the same version, however many push at once.
CREATE UNIQUE INDEX model_versions_by_digest ON model_versions (model, digest) WHERE digest <> '';
CREATE INDEX model_versions_by_run ON model_versions (run_id) WHERE run_id <> '';
CREATE INDEX model_versions_by_update ON model_versions (last_updated_time DESC);

-- What MLflow's filters and orders may name.
CREATE VIEW searched_registered_models AS
SELECT id AS model, name, creation_time, last_updated_time FROM registered_models;

CREATE VIEW searched_model_versions AS
SELECT v.version_id, m.name, v.version, v.run_id, v.source, v.creation_time, v.last_updated_time
FROM model_versions v JOIN registered_models m ON m.id = v.model;

CREATE TABLE model_parts (
    version_id INTEGER NOT NULL REFERENCES model_versions (version_id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    executable INTEGER NOT NULL CHECK (executable IN (0, 1)),
    PRIMARY KEY (version_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_parts_by_digest ON model_parts (digest);

CREATE TABLE model_version_tags (
    version_id INTEGER NOT NULL REFERENCES model_versions (version_id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (version_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX model_version_tags_by_value ON model_version_tags (key, value);

CREATE TABLE model_aliases (
    model INTEGER NOT NULL,
    alias TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (model, alias),
    FOREIGN KEY (model, version) REFERENCES model_versions (model, version) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX model_aliases_by_version ON model_aliases (model, version);

-- Every evaluation is kept; the highest number is the one that counts. Numbers are texts, since a value may be NaN.
CREATE TABLE gate_results (
    version_id INTEGER NOT NULL REFERENCES model_versions (version_id) ON DELETE CASCADE,
    evaluation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    gate TEXT NOT NULL,
    metric TEXT NOT NULL,
    passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
    value TEXT,
    threshold TEXT,
    champion_version INTEGER,
    reason TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (version_id, evaluation, position)
) STRICT, WITHOUT ROWID;

-- What a version is made of and where it came from never changes; what people say about it may.
CREATE TRIGGER model_versions_are_immutable
BEFORE UPDATE OF version_id, model, version, creation_time, user_id, source, run_id, run_link, logged_model_id, digest, provenance, files, size
ON model_versions
BEGIN
    SELECT RAISE(ABORT, 'model versions are immutable');
END;

CREATE TRIGGER model_parts_are_immutable BEFORE UPDATE ON model_parts
BEGIN
    SELECT RAISE(ABORT, 'parts of a model version are immutable');
END;

-- Parts go only together with their version: by then its row is gone.
CREATE TRIGGER model_parts_stay BEFORE DELETE ON model_parts
WHEN EXISTS (SELECT 1 FROM model_versions WHERE version_id = OLD.version_id)
BEGIN
    SELECT RAISE(ABORT, 'parts of a model version are immutable');
END;

CREATE TRIGGER gate_results_are_immutable BEFORE UPDATE ON gate_results
BEGIN
    SELECT RAISE(ABORT, 'gate results are kept as they were');
END;
