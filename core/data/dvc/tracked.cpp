#include "core/data/dvc/tracked.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml_python.hpp"
#include "core/data/dvc/entry_types.hpp"

namespace mlp::data::dvc {

namespace {

using base::Yaml;

constexpr std::string_view folder_suffix = ".dir";

[[noreturn]] void wrong(const Yaml& at, const std::string& what) {
    throw Error(Kind::invalid, what).at(at.begin().to_string());
}

std::uint64_t count_of(const Yaml& node, std::string_view key) {
    if (node.type() != Yaml::Type::integer || node.as_integer() < 0)
        wrong(node, fmt::format("'{}' is {}, not a number of 0 or more", key, node.type_name()));
    return static_cast<std::uint64_t>(node.as_integer());
}

bool flag_of(const Yaml& node, std::string_view key) {
    if (node.type() != Yaml::Type::boolean)
        wrong(node, fmt::format("'{}' is {}, not true or false", key, node.type_name()));
    return node.as_bool();
}

/// A key that says nothing: `md5:` or `md5: ''`, as a stage that was never run may have it.
bool is_empty(const Yaml* node) {
    return node == nullptr || node->is_null() || (node->is_string() && node->text().empty());
}

/// Older versions wrote digests without quotes, so that some look like numbers; and DVC takes any case.
Content content_of(const Yaml& md5, bool is_text) {
    if (!md5.is_scalar()) wrong(md5, fmt::format("'md5' is {}, not a text", md5.type_name()));
    std::string_view text = md5.text();
    Content content;
    if (text.ends_with(folder_suffix)) {
        content.kind = ContentKind::tree;
        content.files = 0;
        text.remove_suffix(folder_suffix.size());
    }
    std::string hex(text);
    std::transform(hex.begin(), hex.end(), hex.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    const auto algorithm = is_text ? base::Algorithm::md5_text : base::Algorithm::md5;
    const auto digest = base::Digest::parse_hex(algorithm, hex);
    if (!digest)
        wrong(md5, fmt::format("'{}' is not an MD5: 32 hex digits, for a folder with '.dir' behind them",
                               base::printable(md5.text())));
    content.digest = *digest;
    return content;
}

bool is_content_key(std::string_view key) {
    return key == "md5" || key == "hash" || key == "size" || key == "nfiles" || key == "isexec";
}

}  // namespace

Tracked read_tracked(const Yaml& node) {
    if (!node.is_map()) wrong(node, fmt::format("{} stands where a path with its content should", node.type_name()));
    const Yaml* path = node.find("path");
    const bool from_database = path == nullptr && node.find("db") != nullptr;
    if (path == nullptr && !from_database) wrong(node, "an entry has no 'path'");
    if (!from_database && (!path->is_string() || path->text().empty() || path->text().find('\0') != std::string::npos))
        wrong(*path, fmt::format("'path' is {}, not the name of a file or folder",
                                 path->is_string() ? fmt::format("'{}'", base::printable(path->text()))
                                                   : std::string(path->type_name())));
    check_entry_types(node);
    Tracked tracked;
    if (!from_database) tracked.path = path->text();
    const Yaml* md5 = node.find("md5");
    if (!is_empty(md5)) {
        tracked.content = content_of(*md5, is_empty(node.find("hash")));
        const Yaml* size = node.find("size");
        tracked.has_size = size != nullptr;
        if (size != nullptr) tracked.content->size = count_of(*size, "size");
        if (const Yaml* files = node.find("nfiles")) tracked.content->files = count_of(*files, "nfiles");
        if (const Yaml* exec = node.find("isexec"); exec != nullptr && flag_of(*exec, "isexec"))
            tracked.content->kind = ContentKind::executable;
    }
    for (const auto& entry : node.entries()) {
        if (entry.key == "path" || (tracked.content && is_content_key(entry.key))) continue;
        tracked.rest[entry.key] = base::python_value(entry.value);
    }
    return tracked;
}

std::string md5_text_of(const Content& content) {
    return content.digest.hex() + std::string(content.kind == ContentKind::tree ? folder_suffix : "");
}

}  // namespace mlp::data::dvc
