// The embedded registry: ModelRegistry on the store's database. One class, its methods grouped by noun in models.cpp,
// versions.cpp, version_changes.cpp and aliases.cpp.
#pragma once

#include <optional>
#include <string>

#include "core/base/sqlite.hpp"
#include "core/registry/registry.hpp"
#include "core/store/store.hpp"

namespace mlp::registry {

class SqliteRegistry final : public ModelRegistry {
public:
    explicit SqliteRegistry(store::Store& store) : store_(store) {}

    RegisteredModel create_model(const std::string& name, const std::vector<Tag>& tags,
                                 const std::string& description) override;
    std::optional<RegisteredModel> find_model(const std::string& name) override;
    Page<RegisteredModel> search_models(const Search& search) override;
    void rename_model(const std::string& name, const std::string& new_name) override;
    void describe_model(const std::string& name, const std::string& description) override;
    void delete_model(const std::string& name) override;
    void set_model_tag(const std::string& name, const Tag& tag) override;
    void delete_model_tag(const std::string& name, const std::string& key) override;

    Made create_version(const NewVersion& version) override;
    std::optional<ModelVersion> find_version(const std::string& name, std::int64_t version) override;
    std::optional<ModelVersion> find_content(const std::string& name, const std::string& digest) override;
    Page<ModelVersion> search_versions(const Search& search) override;
    void describe_version(const std::string& name, std::int64_t version, const std::string& description) override;
    void delete_version(const std::string& name, std::int64_t version) override;
    void transition_stage(const std::string& name, std::int64_t version, const std::string& stage,
                          bool archive_existing) override;
    void set_version_tag(const std::string& name, std::int64_t version, const Tag& tag) override;
    void delete_version_tag(const std::string& name, std::int64_t version, const std::string& key) override;
    void put_gate_results(const std::string& name, std::int64_t version,
                          const std::vector<GateResult>& results) override;

    void set_alias(const std::string& name, const std::string& alias, std::int64_t version) override;
    void delete_alias(const std::string& name, const std::string& alias) override;
    std::optional<std::int64_t> find_alias(const std::string& name, const std::string& alias) override;
    ModelVersion resolve(const std::string& reference) override;

private:
    base::Db& db() { return store_.db(); }
    Millis now() const { return store_.env().now(); }
    std::optional<std::int64_t> find_id(const std::string& name);
    std::int64_t id_of(const std::string& name);  ///< absent: Error{missing} with the nearest name
    std::int64_t insert_model(const std::string& name, const std::string& description);
    RegisteredModel load_model(std::int64_t id, const std::string& name);
    std::vector<ModelVersion> latest_versions(std::int64_t id, const std::string& name);
    /// One version; parts too when asked for.
    std::optional<ModelVersion> load_version(std::int64_t id, const std::string& name, std::int64_t version,
                                             bool with_parts);
    std::vector<GateResult> load_gates(std::int64_t version_id);
    void load_parts(std::int64_t version_id, ModelVersion& version);
    std::int64_t insert_version(std::int64_t id, const NewVersion& version, const std::string& digest);
    void insert_parts(std::int64_t version_id, const std::vector<Part>& parts);
    /// The row of a version; absent: Error{missing}.
    std::int64_t version_id_of(std::int64_t id, const std::string& name, std::int64_t version);
    void touch(std::int64_t id);
    void touch(std::int64_t id, std::int64_t version);  ///< the version and its model
    std::int64_t highest_version(std::int64_t id, const std::string& name);
    Error no_version(std::int64_t id, const std::string& name, std::int64_t version);
    Error no_alias(std::int64_t id, const std::string& name, const std::string& alias);

    store::Store& store_;
};

}  // namespace mlp::registry
