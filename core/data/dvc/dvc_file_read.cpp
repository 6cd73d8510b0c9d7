#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_python.hpp"
#include "core/data/dvc/dvc_file.hpp"

namespace mlp::data::dvc {

namespace {

using base::Yaml;

constexpr std::string_view way_out = "correct it, or take the file back from git (`git checkout -- FILE`)";

[[noreturn]] void wrong(const std::string& place, const std::string& what) {
    throw Error(Kind::invalid, what).at(place).hint(std::string(way_out));
}

void only(const Yaml& map, std::span<const std::string_view> keys, std::string_view what) {
    for (const auto& entry : map.entries()) {
        if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
        const std::vector<std::string> known(keys.begin(), keys.end());
        wrong(entry.key_place.to_string(), fmt::format("{} has an unknown key '{}'{}", what, base::printable(entry.key),
                                                       base::did_you_mean(entry.key, known)));
    }
}

enum class Wanted { text, flag, texts, map, list, anything };

struct OptionRow {
    std::string_view name;
    Wanted type;
};

constexpr std::array<std::string_view, 10> content_keys{"path",   "md5",        "hash", "size",     "nfiles",
                                                        "isexec", "version_id", "etag", "checksum", "cloud"};
constexpr std::array<OptionRow, 10> out_options{{{"cache", Wanted::flag},
                                                 {"persist", Wanted::flag},
                                                 {"push", Wanted::flag},
                                                 {"remote", Wanted::text},
                                                 {"desc", Wanted::text},
                                                 {"type", Wanted::text},
                                                 {"labels", Wanted::texts},
                                                 {"meta", Wanted::anything},
                                                 {"files", Wanted::list},
                                                 {"fs_config", Wanted::map}}};
constexpr std::array<OptionRow, 5> dependency_options{{{"persist", Wanted::flag},
                                                       {"repo", Wanted::map},
                                                       {"db", Wanted::map},
                                                       {"files", Wanted::list},
                                                       {"fs_config", Wanted::map}}};

bool fits(const Yaml& node, Wanted type) {
    switch (type) {
        case Wanted::text:
            return node.is_string();
        case Wanted::flag:
            return node.type() == Yaml::Type::boolean;
        case Wanted::texts:
            return node.is_list() && std::all_of(node.items().begin(), node.items().end(),
                                                 [](const Yaml& item) { return item.is_string(); });
        case Wanted::map:
            return node.is_map();
        case Wanted::list:
            return node.is_list();
        case Wanted::anything:
            return true;
    }
    return false;
}

std::string_view name_of(Wanted type) {
    constexpr std::array<std::string_view, 6> names{"a text", "true or false", "a list of texts",
                                                    "a map",  "a list",        "anything"};
    return names[static_cast<std::size_t>(type)];
}

void check(const Yaml& node, std::string_view key, Wanted type) {
    if (!fits(node, type))
        wrong(node.begin().to_string(), fmt::format("'{}' is {}, not {}", key, node.type_name(), name_of(type)));
}

FileItem item_of(const Yaml& node, std::span<const OptionRow> options, std::string_view what) {
    FileItem item;
    try {
        static_cast<Tracked&>(item) = read_tracked(node);
    } catch (Error& error) {
        throw error.hint(std::string(way_out));
    }
    std::vector<std::string_view> keys(content_keys.begin(), content_keys.end());
    for (const auto& option : options) {
        keys.push_back(option.name);
        if (const Yaml* value = node.find(option.name)) check(*value, option.name, option.type);
    }
    only(node, keys, what);
    item.place = node.begin();
    return item;
}

std::vector<FileItem> items_of(const Yaml& top, std::string_view key, std::span<const OptionRow> options) {
    const Yaml* list = top.find(key);
    std::vector<FileItem> items;
    if (list == nullptr || list->is_null()) return items;
    check(*list, key, Wanted::list);
    for (const auto& node : list->items())
        items.push_back(item_of(node, options, key == "outs" ? "an output" : "a dependency"));
    return items;
}

bool flag_at(const Yaml& top, std::string_view key) {
    const Yaml* node = top.find(key);
    if (node == nullptr) return false;
    check(*node, key, Wanted::flag);
    return node->as_bool();
}

}  // namespace

bool FileItem::flag(std::string_view option, bool otherwise) const {
    const auto found = rest.find(option);
    return found == rest.end() ? otherwise : found->get<bool>();
}

DvcFile parse_dvc_file(std::string_view text, std::string_view file) {
    constexpr std::array<std::string_view, 9> keys{"md5",    "wdir", "deps",           "outs", "locked",
                                                   "frozen", "meta", "always_changed", "desc"};
    const Yaml top = base::parse_yaml_or_throw(text, file);
    DvcFile result;
    if (top.is_null()) return result;
    if (!top.is_map())
        wrong(top.begin().to_string(), fmt::format("the file is {}, not a map with 'outs'", top.type_name()));
    only(top, keys, "the file");
    if (const Yaml* wdir = top.find("wdir"); wdir != nullptr && !wdir->is_null()) {
        check(*wdir, "wdir", Wanted::text);
        result.wdir = wdir->text();
    }
    if (const Yaml* md5 = top.find("md5"); md5 != nullptr && md5->is_scalar() && !md5->text().empty())
        result.md5 = md5->text();
    if (const Yaml* desc = top.find("desc")) {
        check(*desc, "desc", Wanted::text);
        result.description = desc->text();
    }
    if (const Yaml* meta = top.find("meta")) result.meta = base::python_value(*meta);
    result.frozen = flag_at(top, "frozen") || flag_at(top, "locked");
    result.always_changed = flag_at(top, "always_changed");
    result.deps = items_of(top, "deps", dependency_options);
    result.outs = items_of(top, "outs", out_options);
    return result;
}

}  // namespace mlp::data::dvc
