// foreach and matrix: one entry of `stages:` becomes as many stages as there are items.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

constexpr std::size_t stage_limit = 100'000;  // stops a matrix of matrices before memory does

/// One expanded stage: the part of its name behind '@', and what ${item} and ${key} stand for.
struct Instance {
    std::string key;
    Json item;
};

void ignore(const Reader&, const Yaml::Entry&, std::monostate&) {}
constexpr auto group_keys = std::to_array<Key<std::monostate>>({{"foreach", ignore, true}, {"do", ignore, true}});

/// DVC's rule: ASCII punctuation other than '-' and '_' is forbidden ('@', ':' and '.' separate a name from what
/// follows).
bool check_stage_name(const Reader& reader, const Yaml::Entry& entry) {
    static constexpr std::string_view forbidden = "!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~";
    const auto bad = std::find_if(entry.key.begin(), entry.key.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || forbidden.find(c) != std::string_view::npos;
    });
    if (bad == entry.key.end() && !entry.key.empty() && entry.key.front() != '-' && entry.key.size() <= 200)
        return true;
    const std::string shown = base::printable(entry.key.substr(0, 60));
    const std::string why = entry.key.empty()        ? "is empty"
                            : bad != entry.key.end() ? fmt::format("holds '{}'", base::printable(std::string(1, *bad)))
                            : entry.key.front() == '-' ? "begins with '-'"
                                                       : "is longer than 200 bytes";
    reader.error(codes::bad_name, entry.key_place, fmt::format("the stage name '{}' {}", shown, why),
                 "letters, digits, '-' and '_' are allowed");
    return false;
}

/// A value with the texts in it resolved, at every depth.
std::optional<Json> resolve_tree(const Reader& reader, const Yaml& node) {
    if (node.is_list()) {
        Json list = Json::array();
        for (const Yaml& item : node.items()) {
            auto value = resolve_tree(reader, item);
            if (!value) return std::nullopt;
            list.push_back(std::move(*value));
        }
        return list;
    }
    if (!node.is_map()) return reader.value(node);
    Json map = Json::object();
    for (const Yaml::Entry& entry : node.entries()) {
        auto value = resolve_tree(reader, entry.value);
        if (!value) return std::nullopt;
        map[entry.key] = std::move(*value);
    }
    return map;
}

std::vector<Instance> foreach_instances(const Reader& reader, const Yaml& node) {
    std::vector<Instance> instances;
    const auto data = resolve_tree(reader, node);
    if (!data) return instances;
    if (!data->is_structured()) {
        reader.error(codes::bad_expansion, node.begin(),
                     fmt::format("'foreach' of {} is neither a list nor a map", reader.owner()),
                     "write foreach: [a, b], or name a list of params.yaml: ${NAME}");
        return instances;
    }
    const bool by_index = data->is_array() && std::any_of(data->begin(), data->end(),
                                                          [](const Json& item) { return item.is_structured(); });
    std::size_t index = 0;
    for (const auto& [key, item] : data->items()) {
        const std::string name = data->is_object() ? key : by_index ? std::to_string(index) : inserted_text(item);
        instances.push_back({name, item});
        ++index;
    }
    return instances;
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
        const auto values = resolve_tree(reader, axis.value);
        if (values && !values->is_array()) {
            reader.error(codes::bad_expansion, axis.value.begin(),
                         fmt::format("'{}' in matrix of {} is not a list", base::printable(axis.key), reader.owner()));
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
    std::vector<Instance> instances{{"", Json::object()}};
    for (const auto& [axis, values] : *axes) {
        if (instances.size() * values.size() > stage_limit) {
            reader.error(codes::bad_expansion, node.begin(),
                         fmt::format("'matrix' of {} makes more than {} stages", reader.owner(), stage_limit));
            return {};
        }
        std::vector<Instance> longer;
        for (const Instance& instance : instances) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                const std::string part =
                    values[i].is_structured() ? axis + std::to_string(i) : inserted_text(values[i]);
                Json item = instance.item;
                item[axis] = values[i];
                longer.push_back({instance.key.empty() ? part : instance.key + "-" + part, std::move(item)});
            }
        }
        instances = std::move(longer);
    }
    return instances;
}

void read_instances(const Reader& reader, const Yaml::Entry& entry, const Yaml& body, const Yaml& expansion,
                    const std::vector<Instance>& instances, std::vector<Stage>& stages) {
    const std::size_t mark = reader.findings().size();
    for (const Instance& instance : instances) {
        Findings own;
        const Json local = {{"item", instance.item}, {"key", instance.key}};
        const Reader inner = reader.with({reader.scope().values, &local, reader.scope().complete}, own);
        const std::string shown = base::printable(instance.key);
        if (shown != instance.key || instance.key.empty()) {
            own.error(codes::bad_name, expansion.begin(),
                      fmt::format("{}: '{}' cannot be a part of a stage's name", reader.owner(), shown));
        }
        stages.push_back(read_stage(inner, entry.key + "@" + instance.key, entry.key_place, body));
        reader.findings().merge_new(std::move(own), mark);
    }
}

void expand_group(const Reader& reader, const Yaml::Entry& entry, std::vector<Stage>& stages) {
    std::monostate nothing;
    read_keys<std::monostate>(reader, entry.value, entry.key_place, group_keys, nothing);
    const Yaml* list = entry.value.find("foreach");
    const Yaml* body = entry.value.find("do");
    if (list == nullptr || body == nullptr || !reader.expect_map(*body, "do")) return;
    for (const std::string_view key : {"matrix", "foreach"}) {
        const auto found = std::find_if(body->entries().begin(), body->entries().end(),
                                        [&](const Yaml::Entry& inner) { return inner.key == key; });
        if (found == body->entries().end()) continue;
        reader.error(codes::exclusive_keys, found->key_place,
                     fmt::format("{} has '{}' inside a foreach", reader.owner(), key), "use one matrix instead");
        return;
    }
    const std::size_t mark = reader.findings().size();
    const auto instances = foreach_instances(reader, *list);
    if (instances.empty() && !reader.findings().failed_since(mark)) {
        reader.findings().warning(codes::bad_expansion, list->begin(),
                                  fmt::format("'foreach' of {} is empty: it makes no stages", reader.owner()));
    }
    read_instances(reader, entry, *body, *list, instances, stages);
}

void expand_matrix(const Reader& reader, const Yaml::Entry& entry, const Yaml& matrix, std::vector<Stage>& stages) {
    const std::size_t mark = reader.findings().size();
    const auto instances = matrix_instances(reader, matrix);
    if (instances.empty() && !reader.findings().failed_since(mark)) {
        reader.findings().warning(codes::bad_expansion, matrix.begin(),
                                  fmt::format("'matrix' of {} has an empty list: it makes no stages", reader.owner()));
    }
    read_instances(reader, entry, entry.value, matrix, instances, stages);
}

}  // namespace

std::vector<std::string_view> group_key_names() { return names_of<std::monostate>(group_keys); }

void read_stage_entry(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    Reader reader = outer.for_owner(fmt::format("stage '{}'", base::printable(entry.key)));
    check_stage_name(outer, entry);
    if (!entry.value.is_map()) {
        reader.error(
            codes::wrong_type, entry.value.begin().line > 0 ? entry.value.begin() : entry.key_place,
            fmt::format("{} {}; a map with 'cmd' is expected", reader.owner(),
                        entry.value.is_null() ? "has no value" : fmt::format("is {}", entry.value.type_name())));
        return;
    }
    Json values;
    if (const Yaml* vars = entry.value.find("vars"); vars != nullptr && reader.scope().values != nullptr) {
        values = *reader.scope().values;
        const std::size_t mark = reader.findings().size();
        if (reader.expect_list(*vars, "vars")) merge_vars(project.root, *vars, reader, values, project.inputs);
        const bool complete = reader.scope().complete && !reader.findings().failed_since(mark);
        reader = reader.with({&values, nullptr, complete}, reader.findings());
    }
    if (entry.value.find("foreach") != nullptr || entry.value.find("do") != nullptr) {
        expand_group(reader, entry, project.stages);
    } else if (const Yaml* matrix = entry.value.find("matrix")) {
        expand_matrix(reader, entry, *matrix, project.stages);
    } else {
        project.stages.push_back(read_stage(reader, entry.key, entry.key_place, entry.value));
    }
}

}  // namespace mlp::config
