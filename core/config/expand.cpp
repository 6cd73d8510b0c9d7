// foreach and matrix: one entry of `stages:` becomes as many stages as there are items.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <variant>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/indentation.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

constexpr std::size_t stage_limit = 100'000;  // stops a matrix of matrices before memory does

/// One expanded stage: the part of its name behind '@', and what ${item} and ${key} stand for.
struct Instance {
    std::string key;
    Json local;
    Position place;  ///< of the value that the key comes from
};

/// What every stage of an entry is made of.
struct Group {
    const Reader& reader;
    const Yaml::Entry& entry;
    const Vars& vars;
    Project& project;
};

void ignore(const Reader&, const Yaml::Entry&, std::monostate&) {}
constexpr auto group_keys = std::to_array<Key<std::monostate>>({{"foreach", ignore, true}, {"do", ignore, true}});

/// ASCII punctuation other than '-' and '_' is forbidden: '@', ':' and '.' separate a name from what follows. DVC says
/// so when it adds a stage, but takes what it finds in a dvc.yaml, as long as it can find the stage again.
void check_stage_name(const Reader& reader, const Yaml::Entry& entry) {
    static constexpr std::string_view forbidden = "!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~";
    const std::string& name = entry.key;
    if (reader.is_dvc() && !reader.key_text(entry)) return;
    const auto bad = std::find_if(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || forbidden.find(c) != std::string_view::npos;
    });
    if (bad == name.end() && !name.empty() && name.front() != '-' && name.size() <= 200) return;
    const std::string why = name.empty()          ? "is empty"
                            : bad != name.end()   ? fmt::format("holds '{}'", base::printable(std::string(1, *bad)))
                            : name.front() == '-' ? "begins with '-'"
                                                  : "is longer than 200 bytes";
    const std::string message = fmt::format("the stage name '{}' {}", base::printable(name.substr(0, 60)), why);
    const std::string hint = "letters, digits, '-' and '_' are allowed";
    if (reader.is_dvc() && !name.empty() && name.find('@') == std::string::npos) {
        reader.findings().warning(codes::bad_name, entry.key_place, message, hint);
    } else {
        reader.error(codes::bad_name, entry.key_place, message, hint);
    }
}

/// The part of a name that an item of a list gives. A boolean that a ${…} named is "True" to DVC, one written there
/// "true".
/// @param list the list as written: its items, or one ${…} for all of it
std::string part_of_name(const Reader& reader, const Yaml& list, std::size_t index, const Json& item) {
    const Yaml& written = list.is_list() && index < list.items().size() ? list.items()[index] : list;
    if (reader.is_dvc() && item.is_boolean() && written.is_string()) return item.get<bool>() ? "True" : "False";
    return inserted_text(item);
}

/// Instances with one key are one in DVC: the last value, in the place of the first.
void add_instance(const Reader& reader, Instance instance,
                  std::unordered_map<std::string, std::size_t>& known, std::vector<Instance>& instances) {
    const auto [found, fresh] = known.emplace(instance.key, instances.size());
    if (fresh) {
        instances.push_back(std::move(instance));
    } else if (reader.is_dvc()) {
        instances[found->second] = std::move(instance);
    } else {
        reader.error(codes::duplicate_name, instance.place,
                     fmt::format("{} gets two items with the name '{}'", reader.owner(), base::printable(instance.key)),
                     "remove one of them, or write a map NAME: VALUE, so that each has its own name");
    }
}

const Yaml::Entry* find_template_key(const Yaml& node) {
    for (const Yaml& item : node.items()) {
        if (const auto* found = find_template_key(item)) return found;
    }
    for (const Yaml::Entry& entry : node.entries()) {
        if (has_template(entry.key)) return &entry;
        if (const auto* found = find_template_key(entry.value)) return found;
    }
    return nullptr;
}

std::vector<Instance> foreach_instances(const Reader& reader, const Yaml& node) {
    std::vector<Instance> instances;
    if (const auto* key = reader.is_dvc() ? find_template_key(node) : nullptr) {
        reader.error(codes::template_type, key->key_place,
                     fmt::format("the key '{}' in 'foreach' of {} is a ${{…}}, which only values can be there",
                                 base::printable(key->key), reader.owner()),
                     "write the key out, or name a map of params.yaml for all of it");
        return instances;
    }
    const auto data = reader.value(node);
    if (!data) return instances;
    if (!data->is_structured()) {
        reader.error(codes::bad_expansion, node.begin(),
                     fmt::format("'foreach' of {} is neither a list nor a map", reader.owner()),
                     "write foreach: [a, b], or name a list of params.yaml: ${NAME}");
        return instances;
    }
    if (const auto date = reader.is_dvc() ? find_date(*data) : std::nullopt) {
        reader.error(codes::template_type, node.begin(),
                     fmt::format("'foreach' of {} holds a date at '{}'", reader.owner(), base::printable(*date)),
                     "put it in quotes");
        return instances;
    }
    const bool by_index = data->is_array() && std::any_of(data->begin(), data->end(),
                                                          [](const Json& item) { return item.is_structured(); });
    std::unordered_map<std::string, std::size_t> known;
    std::size_t index = 0;
    for (const auto& [key, item] : data->items()) {
        const std::string name = data->is_object() ? key
                                 : by_index        ? std::to_string(index)
                                                   : part_of_name(reader, node, index, item);
        Json local{{"item", item}};
        if (data->is_object() || !reader.is_dvc()) local["key"] = name;
        const bool listed = node.is_list() && index < node.items().size();
        add_instance(reader, {name, std::move(local), listed ? node.items()[index].begin() : node.begin()}, known,
                     instances);
        ++index;
    }
    return instances;
}

Json keys_of(const Json& map) {
    Json keys = Json::array();
    for (const auto& [key, value] : map.items()) keys.push_back(key);
    return keys;
}

std::optional<std::vector<std::pair<std::string, Json>>> matrix_axes(const Reader& reader, const Yaml& node) {
    std::vector<std::pair<std::string, Json>> axes;
    if (!node.is_map() || node.entries().empty()) {
        reader.error(codes::bad_expansion, node.begin(),
                     fmt::format("'matrix' of {} is not a map of lists", reader.owner()),
                     "write matrix: {model: [tree, linear], seed: [1, 2]}");
        return std::nullopt;
    }
    bool good = true;
    for (const Yaml::Entry& axis : node.entries()) {
        good = (!reader.is_dvc() || reader.key_text(axis)) && good;
        auto values = reader.value(axis.value);
        if (values && values->is_object() && reader.is_dvc() && axis.value.is_string()) values = keys_of(*values);
        if (values && !values->is_array()) {
            reader.error(codes::bad_expansion, axis.value.begin(),
                         fmt::format("'{}' in matrix of {} is not a list", base::printable(axis.key), reader.owner()),
                         fmt::format("write {}: {}", base::printable(axis.key),
                                     as_list(axis.value.is_scalar() ? base::printable(axis.value.text()) : "…")));
        }
        good = good && values && values->is_array();
        if (good) axes.emplace_back(axis.key, *values);
    }
    return good ? std::optional(std::move(axes)) : std::nullopt;
}

/// The product in declared order, the last axis fastest.
std::vector<Instance> matrix_instances(const Reader& reader, const Yaml& node) {
    const auto axes = matrix_axes(reader, node);
    if (!axes) return {};
    std::vector<std::pair<std::string, Json>> products{{"", Json::object()}};
    for (std::size_t number = 0; number < axes->size(); ++number) {
        const auto& [axis, values] = (*axes)[number];
        const Yaml& written = node.entries()[number].value;
        if (products.size() * values.size() > stage_limit) {
            reader.error(codes::bad_expansion, node.begin(),
                         fmt::format("'matrix' of {} makes more than {} stages", reader.owner(), stage_limit),
                         "use fewer values");
            return {};
        }
        std::vector<std::pair<std::string, Json>> longer;
        for (const auto& [key, item] : products) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                const std::string part =
                    values[i].is_structured() ? axis + std::to_string(i) : part_of_name(reader, written, i, values[i]);
                Json extended = item;
                extended[axis] = values[i];
                longer.emplace_back(key.empty() && item.empty() ? part : key + "-" + part, std::move(extended));
            }
        }
        products = std::move(longer);
    }
    std::vector<Instance> instances;
    std::unordered_map<std::string, std::size_t> known;
    for (auto& [key, item] : products) {
        add_instance(reader, {key, {{"item", item}, {"key", key}}, node.begin()}, known, instances);
    }
    return instances;
}

/// One stage under its final name, with its own vars added to what ${…} knows.
/// @param local item and key, or null
Stage read_one(const Group& group, const Reader& reader, const std::string& name, const Yaml& body, const Json* local) {
    const Yaml* list = body.find("vars");
    if (list == nullptr || !reader.expect_list(*list, "vars")) {
        const Scope scope = reader.scope().with(group.vars.values, local, group.vars.complete);
        return read_stage(reader.with(scope, reader.findings()), name, group.entry.key_place, body);
    }
    Vars own = group.vars;
    std::vector<std::string_view> reserved;
    if (local != nullptr) {
        for (const auto& [key, value] : local->items()) {
            own.values[key] = value;
            reserved.push_back(key == "item" ? "item" : "key");
        }
    }
    const Scope outer = reader.scope().with(own.values, nullptr, own.complete);
    merge_vars(reader, *list, stage_folder(reader.with(outer, reader.findings()), body), reserved, own,
               group.project.inputs);
    const Scope scope = reader.scope().with(own.values, nullptr, own.complete);
    return read_stage(reader.with(scope, reader.findings()), name, group.entry.key_place, body);
}

void check_instance_key(const Reader& reader, const std::string& key, const Position& place) {
    const std::string shown = base::printable(key);
    const bool findable = !reader.is_dvc() || key.find('@') == std::string::npos;
    if (findable && !key.empty() && shown == key) return;
    reader.error(codes::bad_name, place,
                 fmt::format("{}: '{}' cannot be a part of a stage's name", reader.owner(), shown),
                 "write a map NAME: VALUE instead of a list, so that each has a name");
}

void read_instances(const Group& group, const Yaml& body, const std::vector<Instance>& instances) {
    const std::size_t mark = group.reader.findings().size();
    for (const Instance& instance : instances) {
        Findings own;
        const Reader inner = group.reader.with(group.reader.scope(), own);
        check_instance_key(inner, instance.key, instance.place);
        const std::string name = group.entry.key + "@" + instance.key;
        group.project.stages.push_back(read_one(group, inner, name, body, &instance.local));
        group.reader.findings().merge_new(std::move(own), mark);
    }
}

/// Nothing to read the stage for, but what is wrong with its keys is wrong all the same.
void check_unused_body(const Group& group, const Yaml& body, const Yaml& expansion, std::string_view what) {
    group.reader.findings().warning(codes::bad_expansion, expansion.begin(),
                                    fmt::format("'{}' of {} {}: it makes no stages", what, group.reader.owner(),
                                                what == "foreach" ? "is empty" : "has an empty list"),
                                    "write at least one value, or remove the stage");
    if (!group.reader.is_dvc()) return;
    const Scope unknown = group.reader.scope().with(group.vars.values, nullptr, false);
    read_stage(group.reader.with(unknown, group.reader.findings()), group.entry.key, group.entry.key_place, body);
}

void expand_group(const Group& group) {
    const Reader& reader = group.reader;
    const std::size_t before = reader.findings().size();
    indented_entries(reader, group.entry.value, "", reader.is_dvc() ? dvc_stage_key_names() : stage_key_names());
    if (reader.findings().failed_since(before)) return;
    std::monostate nothing;
    read_keys<std::monostate>(reader, group.entry.value, group.entry.key_place, group_keys, nothing);
    const Yaml* list = group.entry.value.find("foreach");
    const Yaml* body = group.entry.value.find("do");
    if (list == nullptr || body == nullptr || !reader.expect_map(*body, "do")) return;
    for (const std::string_view key : {"matrix", "foreach"}) {
        const auto found = std::find_if(body->entries().begin(), body->entries().end(),
                                        [&](const Yaml::Entry& inner) { return inner.key == key; });
        if (found == body->entries().end()) continue;
        if (reader.is_dvc() && key == "matrix") {
            // DVC looks at no matrix inside of a foreach, but for its type.
            if (reader.expect_map(found->value, key)) continue;
            return;
        }
        reader.error(codes::exclusive_keys, found->key_place,
                     fmt::format("{} has '{}' inside a foreach", reader.owner(), key), "use one matrix instead");
        return;
    }
    const std::size_t mark = reader.findings().size();
    const auto instances = foreach_instances(reader, *list);
    if (instances.empty() && !reader.findings().failed_since(mark)) {
        check_unused_body(group, *body, *list, "foreach");
    }
    read_instances(group, *body, instances);
}

void expand_matrix(const Group& group, const Yaml& matrix) {
    const std::size_t mark = group.reader.findings().size();
    const auto instances = matrix_instances(group.reader, matrix);
    if (instances.empty() && !group.reader.findings().failed_since(mark)) {
        check_unused_body(group, group.entry.value, matrix, "matrix");
    }
    read_instances(group, group.entry.value, instances);
}

/// For what stands where a stage is expected.
std::string way_to_stage(const Yaml::Entry& entry) {
    if (!entry.value.is_string()) return "write its keys below it: 'cmd: COMMAND', and what else it has";
    const std::string& text = entry.value.text();
    // Both look like a ':' with a blank, and are letters to YAML.
    for (const std::string_view look_alike : {":\u00a0", "\uff1a"}) {
        const auto at = text.find(look_alike);
        if (at == std::string::npos || text.find_first_of(" \t") < at) continue;
        return fmt::format("behind '{}' stands {}: write '{}: ' anew", base::printable(text.substr(0, at)),
                           look_alike.front() == ':' ? "a no-break space" : "a full-width colon",
                           base::printable(text.substr(0, at)));
    }
    return fmt::format("write {}: {{cmd: {}}}", base::printable(entry.key), base::yaml_scalar(base::Json(text)));
}

void read_entry(const Reader& outer, const Yaml::Entry& entry, const Vars& vars, Project& project) {
    const Reader reader = outer.for_owner(fmt::format("stage '{}'", base::printable(entry.key)));
    check_stage_name(outer, entry);
    if (!entry.value.is_map()) {
        reader.error(
            codes::wrong_type, entry.value.begin().line > 0 ? entry.value.begin() : entry.key_place,
            fmt::format("{} {}; a map with 'cmd' is expected", reader.owner(),
                        entry.value.is_null() ? "has no value" : fmt::format("is {}", entry.value.type_name())),
            way_to_stage(entry));
        return;
    }
    const Group group{reader, entry, vars, project};
    if (entry.value.find("foreach") != nullptr || entry.value.find("do") != nullptr) {
        expand_group(group);
    } else if (const Yaml* matrix = entry.value.find("matrix")) {
        expand_matrix(group, *matrix);
    } else {
        project.stages.push_back(read_one(group, reader, entry.key, entry.value, nullptr));
    }
}

}  // namespace

std::vector<std::string_view> group_key_names() { return names_of<std::monostate>(group_keys); }

void read_stages(const Reader& reader, const Yaml& stages, const Vars& vars, Project& project) {
    if (reader.is_empty_section(stages) || !reader.expect_map(stages, "stages")) return;
    auto known = reader.is_dvc() ? dvc_stage_key_names() : stage_key_names();
    for (const std::string_view key : group_key_names()) known.push_back(key);
    for (const Yaml::Entry* entry : indented_entries(reader, stages, "stage", known)) {
        read_entry(reader, *entry, vars, project);
    }
}

}  // namespace mlp::config
