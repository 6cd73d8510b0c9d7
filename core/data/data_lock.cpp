#include "core/data/data_lock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/merge_conflict.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

using base::Yaml;

constexpr std::string_view head = "# What `mlp data add` recorded: commit it, do not edit it.\nversion: 1\n";

[[noreturn]] void wrong(const std::string& place, const std::string& what) {
    throw Error(Kind::invalid, fmt::format("data.lock is damaged: {}", what))
        .at(place)
        .hint("take the file back from git (`git checkout data.lock`), or add the data again");
}

[[noreturn]] void wrong(const Yaml& at, const std::string& what) { wrong(at.begin().to_string(), what); }

const Yaml& need(const Yaml& map, std::string_view key) {
    const Yaml* found = map.find(key);
    if (found == nullptr) wrong(map, fmt::format("'{}' is missing", key));
    return *found;
}

ContentKind kind_of(const Yaml& node) {
    using enum ContentKind;
    for (const ContentKind kind : {file, executable, link, tree}) {
        if (node.is_string() && node.text() == kind_name(kind)) return kind;
    }
    wrong(node, "a kind is none of file, exec, link, tree");
}

std::uint64_t number_of(const Yaml& node) {
    if (node.type() != Yaml::Type::integer || node.as_integer() < 0) wrong(node, "a number of 0 or more is expected");
    return static_cast<std::uint64_t>(node.as_integer());
}

void know_keys(const Yaml& map, std::initializer_list<std::string_view> known) {
    for (const Yaml::Entry& entry : map.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) == known.end())
            wrong(entry.key_place.to_string(), fmt::format("unknown key '{}'", base::printable(entry.key)));
    }
}

Content content_of(const Yaml& node) {
    Content content{.kind = kind_of(need(node, "kind")), .digest = {}, .size = number_of(need(node, "size"))};
    const Yaml& digest = need(node, "digest");
    const auto parsed = digest.is_string() ? Digest::parse(digest.text()) : std::nullopt;
    if (!parsed) wrong(digest, "a digest is \"sha256:\" and 64 digits");
    content.digest = *parsed;
    const bool counts = content.kind == ContentKind::tree;
    if (counts != (node.find("files") != nullptr)) wrong(node, "'files' stands with a tree, and only there");
    if (counts) content.files = number_of(*node.find("files"));
    return content;
}

std::string word_of(const Yaml& map, std::string_view key) {
    const Yaml* found = map.find(key);
    if (found == nullptr) return {};
    if (!found->is_string() || found->text().empty()) wrong(*found, fmt::format("'{}' is not a text", key));
    return std::string(found->text());
}

DataSource source_of(const Yaml& node) {
    if (!node.is_map()) wrong(node, fmt::format("'source' is {}, not a map", node.type_name()));
    know_keys(node, {"url", "path", "rev", "commit", "state"});
    static_cast<void>(need(node, "url"));
    DataSource source{word_of(node, "url"), word_of(node, "path"), word_of(node, "rev"), word_of(node, "commit"),
                      word_of(node, "state")};
    if (source.path.empty() != source.commit.empty()) wrong(node, "'path' and 'commit' stand together, of a repository");
    return source;
}

DataEntry entry_of(const Yaml& node) {
    if (!node.is_map()) wrong(node, fmt::format("a path's entry is {}, not a map", node.type_name()));
    know_keys(node, {"kind", "size", "files", "digest", "source"});
    DataEntry entry{.content = content_of(node)};
    if (const Yaml* source = node.find("source")) entry.source = source_of(*source);
    return entry;
}

/// `, source: {url: …}`
std::string source_text(const DataSource& source) {
    std::string text = ", source: {url: " + base::yaml_scalar(base::Json(source.url));
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) text += fmt::format(", {}: {}", key, base::yaml_scalar(base::Json(value)));
    };
    add("path", source.path);
    add("rev", source.rev);
    add("commit", source.commit);
    add("state", source.state);
    return text + "}";
}

/// Paths are used to restore and to remove: none may lead out of the project or into its state.
void check_path(const Yaml::Entry& entry) {
    const auto normal = base::normal_relative(entry.key);
    const bool own = base::is_within(entry.key, ".mlp") || base::is_within(entry.key, ".git");
    if (normal != entry.key || own || entry.key == ".")
        wrong(entry.key_place.to_string(),
              fmt::format("'{}' is not a path inside the project", base::printable(entry.key)));
}

}  // namespace

std::optional<std::string> path_around(const DataLock& lock, const std::string& path) {
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        if (const auto found = lock.find(path.substr(0, slash)); found != lock.end()) return found->first;
    }
    return std::nullopt;
}

DataLock parse_data_lock(std::string_view text, std::string_view file) {
    base::refuse_conflict(text, file, "data.lock",
                          "both sides changed the same data: keep the line of the side whose data is wanted, then "
                          "`mlp data pull`");
    const Yaml top = base::parse_yaml_or_throw(text, file);
    if (top.is_null()) wrong(std::string(file), "it is empty");
    if (!top.is_map()) wrong(top, fmt::format("it is {}, not a map", top.type_name()));
    const Yaml& version = need(top, "version");
    if (version.type() != Yaml::Type::integer || version.as_integer() != 1) {
        throw Error(Kind::invalid, "data.lock has another version than 1")
            .at(version.begin().to_string())
            .hint("a newer mlp wrote it: update mlp");
    }
    DataLock lock;
    for (const Yaml::Entry& entry : top.entries()) {
        if (entry.key != "version" && entry.key != "data")
            wrong(entry.key_place.to_string(), fmt::format("unknown key '{}'", base::printable(entry.key)));
    }
    const Yaml& data = need(top, "data");
    if (!data.is_map()) wrong(data, fmt::format("'data' is {}, not a map", data.type_name()));
    for (const Yaml::Entry& entry : data.entries()) {
        check_path(entry);
        lock[entry.key] = entry_of(entry.value);
    }
    for (const auto& [path, entry] : lock) {
        if (const auto around = path_around(lock, path))
            wrong(std::string(file), fmt::format("'{}' lies below '{}'", path, *around));
    }
    return lock;
}

std::string data_lock_line(const std::string& path, const DataEntry& entry) {
    const Content& content = entry.content;
    const bool counts = content.kind == ContentKind::tree;
    return fmt::format("  {}: {{kind: {}, size: {}, {}digest: \"{}\"{}}}\n", base::yaml_scalar(base::Json(path)),
                       kind_name(content.kind), content.size, counts ? fmt::format("files: {}, ", content.files) : "",
                       content.digest.to_string(), entry.source ? source_text(*entry.source) : "");
}

std::string_view data_lock_head() { return head; }

std::string data_lock_text(const DataLock& lock) {
    if (lock.empty()) return std::string(head) + "data: {}\n";
    std::string text = std::string(head) + "data:\n";
    for (const auto& [path, entry] : lock) text += data_lock_line(path, entry);
    return text;
}

DataLock read_data_lock(const fs::path& root) {
    const auto text = base::read_file_if_exists(root / data_lock_file, 1ULL << 30);
    return text ? parse_data_lock(*text) : DataLock();
}

void write_data_lock(const fs::path& root, const DataLock& lock) {
    const std::string text = data_lock_text(lock);
    if (base::read_file_if_exists(root / data_lock_file, 1ULL << 30) != text)
        base::replace_file(root / data_lock_file, text);
}

}  // namespace mlp::data
