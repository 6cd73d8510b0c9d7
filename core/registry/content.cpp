#include "core/registry/content.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/object_store.hpp"
#include "core/registry/manifest.hpp"
#include "core/store/store.hpp"

namespace mlp::registry {

namespace fs = std::filesystem;
using base::Digest;

namespace {

std::string repair_of(const fs::path& object) {
    return fmt::format(
        "remove '{}' and bring the content back: run the pipeline again and `mlp model push`, or copy the object "
        "from another store that holds it",
        object.string());
}

/// The file of the store that holds a part; Error{damaged} when it is gone.
fs::path object_of(const store::Store& store, const Part& part) {
    const data::ObjectStore objects(store.location().objects);
    const auto digest = Digest::parse(part.digest);
    if (!digest) throw Error(Kind::damaged, fmt::format("part '{}' has no valid digest: '{}'", part.path, part.digest));
    if (!objects.has(*digest)) {
        throw Error(Kind::damaged, fmt::format("the object store lacks {} (part '{}')", part.digest, part.path))
            .at(objects.path_of(*digest).string())
            .hint("run the pipeline again and `mlp model push`, or copy the object from another store that holds it");
    }
    return objects.path_of(*digest);
}

std::string hash_problem(const fs::path& object, const Digest& wanted, std::uint64_t size) {
    const base::HashedFile found = base::hash_file(object);
    if (found.digest == wanted) return {};
    if (found.size != size) return fmt::format("is damaged: {} bytes, expected {}", found.size, size);
    return fmt::format("is damaged: its content hashes to {}", found.digest.to_string());
}

/// What is wrong with one object, if anything.
void check_object(const data::ObjectStore& objects, const std::string& part, const std::string& digest,
                  std::uint64_t size, std::vector<Damage>& damages) {
    const auto wanted = Digest::parse(digest);
    if (!wanted) {
        damages.push_back({part, digest, "", "has no valid digest", "restore the store from a backup"});
        return;
    }
    const fs::path object = objects.path_of(*wanted);
    std::string problem;
    try {
        problem = objects.has(*wanted) ? hash_problem(object, *wanted, size) : "is missing";
    } catch (const Error& error) {
        problem = "cannot be read: " + error.message();
    }
    if (!problem.empty()) damages.push_back({part, digest, object.string(), problem, repair_of(object)});
}

}  // namespace

void write_part(const store::Store& store, const Part& part, const fs::path& to) {
    const fs::path object = object_of(store, part);
    const base::Fd out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, part.executable ? 0755 : 0644));
    if (!out) throw system_error("create", to.string(), errno);
    const base::HashedFile copied = base::hash_and_copy(object, out.get());
    if (copied.digest.to_string() != part.digest) {
        throw Error(Kind::damaged,
                    fmt::format("the stored content of part '{}' is damaged: expected {} ({} bytes), found {} "
                                "({} bytes)",
                                part.path, part.digest, part.size, copied.digest.to_string(), copied.size))
            .at(object.string())
            .hint(repair_of(object));
    }
}

void write_parts(const store::Store& store, const ModelVersion& version, const fs::path& folder) {
    if (version.parts.empty()) {
        throw Error(Kind::invalid, fmt::format("{}:{} has no content in this store", version.model, version.version))
            .hint(version.source.empty()
                      ? std::string("register it with `mlp model push`")
                      : fmt::format("it was registered from elsewhere: its source is '{}'", version.source));
    }
    check_parts(version.parts);
    for (const Part& part : version.parts) {
        const fs::path to = folder / part.path;
        if (to.parent_path() != folder) base::make_folders(to.parent_path());
        write_part(store, part, to);
    }
}

std::vector<Damage> verify_version(const store::Store& store, const ModelVersion& version) {
    std::vector<Damage> damages;
    if (version.digest.empty()) return damages;
    const data::ObjectStore objects(store.location().objects);
    // The manifest object was made under the name that the model had then, so the name is taken from it.
    const auto wanted = Digest::parse(version.digest);
    check_object(objects, "manifest", version.digest, wanted ? objects.size_of(*wanted).value_or(0) : 0, damages);
    if (damages.empty()) {
        const Json manifest = base::parse_json(objects.read(*wanted), "manifest");
        const std::string text = manifest_text(manifest.value("model", ""), version.parts, version.provenance);
        if (base::sha256(text) != *wanted) {
            damages.push_back({"record", version.digest, store.location().database.string(),
                               "does not match the manifest: parts or provenance were changed in the database",
                               "restore the store from a backup"});
        }
    }
    for (const Part& part : version.parts) check_object(objects, part.path, part.digest, part.size, damages);
    return damages;
}

void for_each_object(store::Store& store, const std::function<void(const std::string& digest)>& visit) {
    auto statement = store.db().prepare(
        "SELECT digest FROM model_versions WHERE digest <> '' UNION SELECT digest FROM model_parts ORDER BY 1");
    while (const auto row = statement.step()) visit(row->get<std::string>(0));
}

}  // namespace mlp::registry
