#include "core/data/dvc/entry_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::data::dvc {

namespace {

using base::Yaml;

struct ContentKey {
    std::string_view name;
    bool (*fits)(const Yaml&);
    std::string_view wanted;
};

/// DVC took digests without quotes, some of which are numbers; nothing, or an empty text, is none.
bool is_checksum(const Yaml& node) {
    if (node.is_null()) return true;
    const bool has_type = node.is_string() || node.type() == Yaml::Type::integer;
    return has_type && (node.text().empty() || node.text().size() >= 3);
}

bool is_text(const Yaml& node) { return node.is_string(); }
bool is_count(const Yaml& node) { return node.type() == Yaml::Type::integer; }
bool is_flag(const Yaml& node) { return node.type() == Yaml::Type::boolean; }

constexpr std::string_view checksum = "a digest of at least three characters";

constexpr std::array<ContentKey, 8> content_types{{{"md5", is_checksum, checksum},
                                                   {"etag", is_checksum, checksum},
                                                   {"checksum", is_checksum, checksum},
                                                   {"size", is_count, "a whole number"},
                                                   {"nfiles", is_count, "a whole number"},
                                                   {"isexec", is_flag, "true or false"},
                                                   {"version_id", is_text, "a text"},
                                                   {"hash", is_text, "a text"}}};

[[noreturn]] void wrong(const Position& place, const std::string& what) {
    throw Error(Kind::invalid, what).at(place.to_string());
}

void want(bool fits, const Yaml& node, std::string_view key, std::string_view wanted) {
    if (!fits) wrong(node.begin(), fmt::format("'{}' is {}, not {}", base::printable(key), node.type_name(), wanted));
}

void check_content(const Yaml& map) {
    for (const ContentKey& key : content_types) {
        if (const Yaml* value = map.find(key.name)) want(key.fits(*value), *value, key.name, key.wanted);
    }
}

/// A map that says what content is, and nothing else but `also`.
void check_nested(const Yaml& map, std::string_view what, std::span<const std::string_view> also) {
    for (const Yaml::Entry& entry : map.entries()) {
        const bool known =
            entry.key != "hash" && std::any_of(content_types.begin(), content_types.end(),
                                               [&](const ContentKey& key) { return key.name == entry.key; });
        if (!known && std::find(also.begin(), also.end(), entry.key) == also.end())
            wrong(entry.key_place, fmt::format("{} has an unknown key '{}'", what, base::printable(entry.key)));
    }
    check_content(map);
}

/// `cloud`: what one remote knows of the content.
void check_cloud(const Yaml& cloud) {
    want(cloud.is_map(), cloud, "cloud", "a map");
    if (cloud.entries().size() > 1) wrong(cloud.entries()[1].key_place, "'cloud' names more than one remote");
    for (const Yaml::Entry& entry : cloud.entries()) {
        want(entry.value.is_map(), entry.value, entry.key, "a map");
        check_nested(entry.value, fmt::format("'{}'", base::printable(entry.key)), {});
    }
}

/// `files`: the members of a folder.
void check_files(const Yaml& files) {
    constexpr std::array<std::string_view, 2> member_keys{"relpath", "cloud"};
    want(files.is_list(), files, "files", "a list");
    for (const Yaml& file : files.items()) {
        want(file.is_map(), file, "files", "a list of maps");
        const Yaml* path = file.find("relpath");
        if (path == nullptr) wrong(file.begin(), "one of 'files' has no 'relpath'");
        want(path->is_string(), *path, "relpath", "a text");
        check_nested(file, "one of 'files'", member_keys);
        if (const Yaml* cloud = file.find("cloud")) check_cloud(*cloud);
    }
}

}  // namespace

void check_entry_types(const Yaml& entry) {
    check_content(entry);
    if (const Yaml* cloud = entry.find("cloud")) check_cloud(*cloud);
    if (const Yaml* files = entry.find("files")) check_files(*files);
    if (const Yaml* dataset = entry.find("dataset")) want(dataset->is_map(), *dataset, "dataset", "a map");
}

}  // namespace mlp::data::dvc
