// The model registry: models, immutable versions made of parts by digest, aliases, gates; with MLflow's words where
// MLflow has them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/config/project.hpp"
#include "core/tracking/store.hpp"

namespace mlp::store {
class Store;
}

namespace mlp::registry {

using base::Json;
using base::Millis;
using tracking::Page;
using tracking::Search;
using tracking::Tag;

/// One file of a version. The content is an object of the object store.
struct Part {
    std::string path;    ///< relative inside the version: "model.pkl", "schema.json"
    std::string digest;  ///< "sha256:…"
    std::uint64_t size = 0;
    bool executable = false;
    bool operator==(const Part&) const = default;
};

/// The verdict of one gate on one version: kept as data, with what it saw.
struct GateResult {
    std::string gate;  ///< as written
    std::string metric;
    bool passed = false;
    std::optional<double> value;      ///< found
    std::optional<double> threshold;  ///< compared with
    std::optional<std::int64_t> champion_version;
    std::string reason;  ///< one sentence
    Millis time = 0;
};

struct ModelVersion {
    std::string model;
    std::int64_t version = 0;  ///< 1, 2, 3 …
    std::string description;
    Millis creation_time = 0;
    Millis last_updated_time = 0;
    std::string user_id;
    std::string source;  ///< MLflow's field; "mlp:<digest>" for our own
    std::string run_id;  ///< may be empty
    std::string run_link;
    std::string status = "READY";
    std::string status_message;
    std::string stage = "None";  ///< None, Staging, Production, Archived
    std::string model_id;        ///< logged model; may be empty
    std::vector<Tag> tags;
    std::vector<std::string> aliases;
    std::string digest;  ///< of the manifest: canonical JSON of parts and provenance; empty for MLflow-made versions
    std::uint64_t files = 0;  ///< number of parts
    std::uint64_t size = 0;   ///< bytes of all parts
    std::vector<Part>
        parts;        ///< by path; only filled in by find_version, resolve and create_version (lists leave it out)
    Json provenance;  ///< run, commit, dirty, parameters, metrics, data digests, stages, project, host
    std::vector<GateResult> gates;  ///< of the newest evaluation
};

struct RegisteredModel {
    std::string name;
    std::string description;
    Millis creation_time = 0;
    Millis last_updated_time = 0;
    std::vector<Tag> tags;
    std::vector<std::pair<std::string, std::int64_t>> aliases;
    std::vector<ModelVersion> latest_versions;  ///< highest version of each stage present
};

struct NewVersion {
    std::string model;
    std::string description;
    std::string user_id;
    std::string source;
    std::string run_id;
    std::string run_link;
    std::string model_id;
    std::vector<Tag> tags;
    std::vector<Part> parts;  ///< objects are durable already
    Json provenance;
    std::string status = "READY";  ///< another one for versions that are imported or still uploaded
    std::string status_message = {};
};

/// Every change is one transaction with one audit event. Unknown model or version: Error{missing}.
class ModelRegistry {
public:
    virtual ~ModelRegistry() = default;

    virtual RegisteredModel create_model(const std::string& name, const std::vector<Tag>& tags,
                                         const std::string& description) = 0;
    virtual std::optional<RegisteredModel> find_model(const std::string& name) = 0;
    virtual Page<RegisteredModel> search_models(const Search& search) = 0;
    virtual void rename_model(const std::string& name, const std::string& new_name) = 0;
    virtual void describe_model(const std::string& name, const std::string& description) = 0;
    virtual void delete_model(const std::string& name) = 0;
    virtual void set_model_tag(const std::string& name, const Tag& tag) = 0;
    virtual void delete_model_tag(const std::string& name, const std::string& key) = 0;

    /// Makes the model when it is new. The same manifest digest again gives the existing version (`made` false).
    struct Made {
        ModelVersion version;
        bool made = true;
    };
    virtual Made create_version(const NewVersion& version) = 0;
    virtual std::optional<ModelVersion> find_version(const std::string& name, std::int64_t version) = 0;
    /// The version with this manifest digest.
    virtual std::optional<ModelVersion> find_content(const std::string& name, const std::string& digest) = 0;
    virtual Page<ModelVersion> search_versions(const Search& search) = 0;
    virtual void describe_version(const std::string& name, std::int64_t version, const std::string& description) = 0;
    virtual void delete_version(const std::string& name, std::int64_t version) = 0;
    virtual void transition_stage(const std::string& name, std::int64_t version, const std::string& stage,
                                  bool archive_existing) = 0;
    virtual void set_version_tag(const std::string& name, std::int64_t version, const Tag& tag) = 0;
    virtual void delete_version_tag(const std::string& name, std::int64_t version, const std::string& key) = 0;
    virtual void put_gate_results(const std::string& name, std::int64_t version,
                                  const std::vector<GateResult>& results) = 0;

    virtual void set_alias(const std::string& name, const std::string& alias, std::int64_t version) = 0;
    virtual void delete_alias(const std::string& name, const std::string& alias) = 0;
    virtual std::optional<std::int64_t> find_alias(const std::string& name, const std::string& alias) = 0;
    /// "churn" (highest version), "churn:3", "churn@champion". Error{missing} with what there is.
    virtual ModelVersion resolve(const std::string& reference) = 0;
};

std::unique_ptr<ModelRegistry> open_registry(store::Store& store);

/// Evaluates gates against metrics named "stage.key" ("evaluate.auc") and the champion's metrics of the same names.
/// A missing metric fails the gate with a reason; no champion yet: champion gates pass and say so.
std::vector<GateResult> evaluate_gates(const std::vector<config::Gate>& gates,
                                       const std::map<std::string, double>& metrics,
                                       const std::optional<ModelVersion>& champion, Millis now);

}  // namespace mlp::registry
