// The files of a project as one typed value: stages, models, gates, environments, tests, data sets. Positions are kept
// for messages.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace mlp::config {

using base::Json;

/// A path of a stage, relative to the project's root, normal ("data/raw.csv"), '/' separators. Only dvc.yaml may also
/// name what lies outside: then it is absolute ("/data/raw.csv"), or a URL ("s3://…", "remote://…", "ds://…").
struct PathRef {
    std::string path;
    Position place;
    std::string written = {};  ///< DVC: as the file has it, templates resolved, which is what dvc.lock repeats

    bool is_url() const { return path.find("://") != std::string::npos; }
    bool is_inside() const { return !path.starts_with('/') && !is_url(); }
};

/// Parameters a stage reads: keys of one file ("train.lr"), or the whole file when there are no keys.
struct ParamRef {
    std::string file;  ///< relative to the root; "params.yaml" by default
    std::vector<std::string> keys;
    Position place;
    std::vector<Position> key_places = {};  ///< one for each of `keys`
    std::string written = {};               ///< as PathRef::written
};

struct Output {
    enum class Role { out, metric, plot };
    std::string path;
    Role role = Role::out;
    bool cache = true;     ///< kept in the object store
    bool persist = false;  ///< not removed before the stage runs
    Json options;          ///< plot options (x, y, title …) and desc, type, labels, meta, as written
    Position place;
    std::string written = {};  ///< as PathRef::written
    bool push = true;          ///< goes to remotes
    std::string remote = {};   ///< the remote it goes to; empty: the default one

    bool is_url() const { return path.find("://") != std::string::npos; }
    bool is_inside() const { return !path.starts_with('/') && !is_url(); }
};

struct Resources {
    double cpus = 0;                 ///< 0: not stated
    std::uint64_t memory_bytes = 0;  ///< 0: not stated
    double gpus = 0;
};

/// How a failed stage is tried again. Between attempts there is a pause that grows and has no chance in it: the first
/// is `delay`, each further one `backoff` times the one before, none longer than `longest_delay`.
struct Retries {
    static constexpr std::chrono::milliseconds longest_delay = std::chrono::minutes(5);
    int count = 0;
    std::chrono::milliseconds delay{1000};
    double backoff = 2;
    /// Before the attempt that follows the failed `attempt` (from 1).
    std::chrono::milliseconds pause_after(int attempt) const;
};

/// The kind of file a stage stands in decides how it is judged, locked and stored (docs/decisions/0014).
enum class Origin {
    mlp,   ///< mlp.yaml: mlp.lock, SHA-256, .mlp/objects
    dvc,   ///< a dvc.yaml: the dvc.lock beside it, MD5, DVC's cache
    data,  ///< a .dvc file: data that is only tracked, or imported; it is its own lock and has no commands
};

/// One stage as it will run: templates resolved, foreach and matrix expanded.
struct Stage {
    /// Its address, unique in the project: "train" or "train@fold1" in the root's file, "sub/dvc.yaml:train" in
    /// another, "data/raw.csv.dvc" for a .dvc file.
    std::string name;
    Origin origin = Origin::mlp;
    std::string file = "mlp.yaml";      ///< where it stands, relative to the root
    std::string local_name = {};        ///< its name inside of `file`, where that is not `name`; "" for a .dvc file
    std::vector<std::string> commands;  ///< each its own shell call, in order, stop at the first failure
    /// DVC: the whole text where `cmd` is one, which may be several lines; nothing where it is a list. Its lock repeats
    /// the form.
    std::optional<std::string> command_text = {};
    std::string shell = "/bin/sh";  ///< called as `<shell> -c COMMAND`; "bash" etc. allowed
    std::string wdir = ".";         ///< relative to the root
    std::vector<PathRef> deps;
    std::vector<ParamRef> params;
    std::vector<Output> outs;                ///< outs, metrics and plots, in order of the file
    std::map<std::string, std::string> env;  ///< declared variables, part of the fingerprint
    std::optional<PathRef> python_lock;      ///< env.python: a requirements.lock
    std::optional<std::chrono::milliseconds> timeout;
    Retries retries;
    bool frozen = false;
    bool always_changed = false;
    Resources resources;
    std::string executor = "local";
    std::string description;
    Json meta;
    Position place;  ///< of the stage's key

    /// Judged, locked and stored as DVC does it: of a dvc.yaml or a .dvc file.
    bool is_of_dvc() const { return origin != Origin::mlp; }
};

/// "evaluate.auc >= 0.80", "evaluate.auc >= champion - 0.01", "evaluate.loss <= champion".
struct Gate {
    enum class Op { less, less_equal, equal, not_equal, greater_equal, greater };
    std::string text;    ///< as written
    std::string metric;  ///< "stage.key"
    Op op = Op::greater_equal;
    bool champion = false;  ///< compared with the champion's value of the same metric plus `value`
    double value = 0;
    Position place;
};

struct Model {
    std::string name;
    std::string path;  ///< file or folder, relative to the root; usually an output
    std::string description;
    std::string card;                ///< MODEL_CARD.md, may be empty
    std::vector<std::string> files;  ///< further files that belong to a version (schema, encoder …)
    std::vector<Gate> gates;
    std::string champion = "champion";  ///< the alias whose version is the one to beat
    Position place;
    Position path_place = {};
    Position card_place = {};
    std::vector<Position> file_places = {};  ///< one for each of `files`
};

struct Environment {
    std::string name;
    std::string target = "folder";
    std::string path;                  ///< of the target, relative to the root or absolute, as written
    std::optional<std::string> model;  ///< the default when the project has several
    std::optional<std::string> alias;  ///< alias that a release here moves to its version, e.g. "champion"
    int keep = 10;                     ///< releases kept in the target
    Position place;
    Position model_place = {};
};

struct TestCommand {
    std::string name;
    std::string command;
    std::optional<std::chrono::milliseconds> timeout;
    std::map<std::string, std::string> env;
    std::optional<PathRef> python_lock;
    Position place;
};

struct Dataset {
    std::string name;
    std::string path;                 ///< file or glob, relative to the root
    std::optional<PathRef> contract;  ///< *.odcs.yaml
    std::string owner;
    std::string description;
    Position place;
    Position path_place = {};
    std::string purpose = {};      ///< what it may be used for
    std::string source = {};       ///< where it comes from
    std::string deprecated = {};   ///< "2026-12-31": until when it may still be used; empty: it is not to go
    std::string replacement = {};  ///< the data set to use instead
};

/// What a dvc.yaml says beside its stages.
struct DvcYaml {
    std::string file;             ///< relative to the root
    std::vector<PathRef> params;  ///< files that `params diff` and the like look at
    std::vector<PathRef> metrics;
    Json plots = Json::array();  ///< items as written, templates resolved: a path, or {id: properties or null}
    Json artifacts = Json::object();
    Json datasets = Json::array();
};

struct Project {
    std::filesystem::path root;  ///< absolute
    std::string file;            ///< the one that stands for the project: "mlp.yaml", or "dvc.yaml" where there is none
    std::string name;            ///< a project of DVC alone has the name of its folder
    std::string owner;
    std::vector<Stage> stages;  ///< in file order: mlp.yaml, the root's dvc.yaml and .dvc files, those of each folder
    std::vector<DvcYaml> dvc_files;
    std::vector<Model> models;
    std::vector<Environment> environments;
    std::vector<TestCommand> tests;
    std::vector<Dataset> datasets;
    std::optional<std::string> store;  ///< `store:`, see store::locate
    /// Files read to make this value (mlp.yaml, dvc.yaml, params.yaml, vars files), relative to the root.
    std::vector<std::string> inputs;
    /// Folders that were searched for dvc.yaml and .dvc files; a new one changes the time of its folder.
    std::vector<std::string> folders;

    const Stage* find_stage(std::string_view stage_name) const;
    const Model* find_model(std::string_view model_name) const;
    const Environment* find_environment(std::string_view environment_name) const;
};

/// Nearest mlp.yaml upwards from `start`, then nearest .dvc folder, then the topmost dvc.yaml. MLP_PROJECT is the
/// caller's business.
std::optional<std::filesystem::path> find_root(const std::filesystem::path& start);

/// What loading gives: the project as far as it could be read, and everything that is wrong with it.
struct Loaded {
    Project project;
    std::vector<Problem> problems;  ///< schema and semantics, in order of the file
    bool ok() const;                ///< no errors (warnings are fine)
};

/// Reads and checks mlp.yaml and the files of DVC in and below `root`. Never throws for what is wrong inside of them;
/// Error{missing} without any.
Loaded load_project(const std::filesystem::path& root);

/// As load_project, but errors are thrown: Error{invalid} with the first one and how many more there are.
Project load_project_or_throw(const std::filesystem::path& root);

// --- one parameter file (YAML, JSON, TOML, Python) ------------------------------------------------------------------

/// Values of the asked keys ("train.lr", list indexes as "layers.0") as they are now. A key that is absent is left out.
/// No keys: the whole file under "". File absent: nothing.
std::optional<std::map<std::string, Json>> read_params(const std::filesystem::path& file,
                                                       const std::vector<std::string>& keys);
struct DvcParams {
    std::map<std::string, Json> values;
    std::map<std::string, std::string> aliases;  ///< base::aliases_in
};
/// As read_params, but as DVC's lock has them: YAML by the rules of DVC's reader (base::python_value), each dot of a
/// key one level down. No keys: those at the top of the file.
std::optional<DvcParams> read_dvc_params(const std::filesystem::path& file, const std::vector<std::string>& keys);
/// Numbers of a metrics file (JSON or YAML) with nested keys joined by '.'; texts, lists and nulls are dropped.
std::map<std::string, double> read_metrics(const std::filesystem::path& file);
/// Sets `key` in a YAML or JSON parameter file, keeping comments, order and layout. Unknown key: Error{missing} with a
/// suggestion. `value` is YAML ("0.1", "[1, 2]", "text").
void set_param(const std::filesystem::path& file, std::string_view key, std::string_view value);

}  // namespace mlp::config
