// A store of its own in a temporary folder, with a clock that counts, for tests of registry and releases.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/io.hpp"
#include "core/data/object_store.hpp"
#include "core/registry/registry.hpp"
#include "core/store/audit.hpp"
#include "core/store/store.hpp"

namespace mlp::test {

namespace fs = std::filesystem;

/// Memory where there is such a folder: tests that kill at every write would wait for the disk most of their time.
inline fs::path place() {
    std::error_code absent;
    return fs::is_directory("/dev/shm", absent) ? fs::path("/dev/shm") : fs::temp_directory_path();
}

struct Fixture {
    base::TemporaryFolder folder{place(), "mlp-unit"};
    std::shared_ptr<base::Millis> clock = std::make_shared<base::Millis>(1'700'000'000'000);
    base::Env env = make_env();
    store::Location location{folder.path() / "store.db", folder.path() / "objects", store::Location::Origin::variable};
    store::Store store = store::Store::open(location, env);
    data::ObjectStore objects{location.objects};
    std::unique_ptr<registry::ModelRegistry> registry = registry::open_registry(store);

    base::Env make_env() {
        base::Env made = base::Env::of_process();
        made.variable = [](std::string_view name) {
            return name == "MLP_ACTOR" ? std::optional<std::string>("ada@desk") : std::nullopt;
        };
        made.now = [time = clock] { return ++*time; };
        return made;
    }

    /// Content that is in the object store.
    registry::Part part(const std::string& path, const std::string& bytes, bool executable = false) {
        data::ObjectStore::Batch batch(objects);
        const auto digest = batch.put_bytes(bytes);
        batch.commit();
        return {path, digest.to_string(), bytes.size(), executable};
    }

    registry::NewVersion content(const std::string& model, const std::string& bytes) {
        registry::NewVersion version;
        version.model = model;
        version.parts = {part("model.bin", bytes)};
        version.provenance = {
            {"commit", "c0ffee"}, {"parameters", {{"lr", "0.1"}}}, {"metrics", {{"evaluate.auc", 0.9}}}};
        return version;
    }

    registry::ModelVersion push(const std::string& model, const std::string& bytes) {
        return registry->create_version(content(model, bytes)).version;
    }

    std::vector<std::string> actions() {
        std::vector<std::string> names;
        for (const auto& event : store::list_audit(store, {.limit = 10'000})) names.push_back(event.action);
        return names;
    }
};

inline void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    base::replace_file(path, text);
}

}  // namespace mlp::test
