#include "core/pipeline/dvc_datasets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/pipeline/dvc_lock.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;

namespace {

using base::Json;

constexpr std::string_view scheme = "ds://";

const Json* find_named(const Json& list, const std::string& name) {
    if (!list.is_array()) return nullptr;
    const auto found = std::find_if(list.begin(), list.end(), [&](const Json& item) {
        return item.is_object() && item.value("name", Json()) == Json(name);
    });
    return found == list.end() ? nullptr : &*found;
}

/// DVC leaves out what says nothing.
Json without_empty(const Json& locked) {
    Json kept = Json::object();
    for (const auto& [key, value] : locked.items()) {
        const bool is_empty = value.is_null() || value == Json("") || (value.is_array() && value.empty());
        if (!is_empty) kept[key] = value;
    }
    return kept;
}

/// Whether the lock's entry was made for what dvc.yaml declares.
bool fits(const Json& declared, const Json& locked) {
    constexpr std::array<const char*, 5> keys{"name", "url", "type", "path", "rev"};
    const auto value = [](const Json& of, const char* key) {
        const auto found = of.find(key);
        return found == of.end() || *found == Json("") ? Json() : *found;
    };
    return std::all_of(keys.begin(), keys.end(),
                       [&](const char* key) { return value(declared, key) == value(locked, key); });
}

}  // namespace

bool is_dvc_dataset(std::string_view path) { return path.starts_with(scheme); }

data::Content content_of_dataset(const Json& locked) {
    data::Content content;
    content.digest = base::md5(base::canonical_json(without_empty(locked)));
    return content;
}

DvcDatasets::DvcDatasets(const config::Project& project) {
    for (const config::DvcYaml& file : project.dvc_files) {
        if (!file.datasets.is_array() || file.datasets.empty()) continue;
        const std::string name = (fs::path(file.file).parent_path() / "dvc.lock").generic_string();
        const auto text = base::read_file_if_exists(project.root / name);
        const Json locks = text ? parse_dvc_lock(*text, name).datasets : Json();
        for (const Json& declared : file.datasets) {
            if (!declared.is_object() || !declared.contains("name") || !declared["name"].is_string()) continue;
            const auto own = declared["name"].get<std::string>();
            const Json* locked = find_named(locks, own);
            entries_.insert_or_assign(own, Entry{declared, locked == nullptr ? Json() : without_empty(*locked)});
        }
    }
}

const Json& DvcDatasets::locked(const config::PathRef& dep) const {
    const std::string_view name = std::string_view(dep.path).substr(scheme.size());
    const std::string shown = base::printable(name);
    const auto found = entries_.find(name);
    if (found == entries_.end()) {
        throw Error(Kind::missing, fmt::format("there is no data set '{}'", shown))
            .at(dep.place.to_string())
            .hint("declare it in `datasets` of a dvc.yaml, as `dvc ds add` does");
    }
    const auto& [declared, locked] = found->second;
    if (locked.is_null() || !fits(declared, locked)) {
        throw Error(Kind::missing, locked.is_null()
                                       ? fmt::format("dvc.lock says nothing of the data set '{}'", shown)
                                       : fmt::format("the data set '{}' was changed since dvc.lock took it up", shown))
            .at(dep.place.to_string())
            .hint(fmt::format("`dvc ds update {}` looks it up and writes what it found into dvc.lock", shown));
    }
    return locked;
}

}  // namespace mlp::pipeline
