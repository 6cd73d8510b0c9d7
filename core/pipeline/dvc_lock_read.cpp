#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/error.hpp"
#include "core/base/merge_conflict.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_python.hpp"
#include "core/pipeline/dvc_lock.hpp"

namespace mlp::pipeline {

namespace {

using base::Yaml;
using data::dvc::Tracked;

constexpr std::string_view way_out =
    "take the file back from git (`git checkout dvc.lock`), or delete it: the stages run again, or are restored where "
    "the cache knows them";

[[noreturn]] void wrong(const std::string& place, const std::string& what) {
    throw Error(Kind::invalid, fmt::format("dvc.lock is damaged: {}", what)).at(place).hint(std::string(way_out));
}

[[noreturn]] void wrong(const Yaml& at, const std::string& what) { wrong(at.begin().to_string(), what); }

const Yaml& map_of(const Yaml& node, const std::string& what) {
    if (!node.is_map()) wrong(node, fmt::format("{} is {}, not a map", what, node.type_name()));
    return node;
}

void only(const Yaml& map, std::span<const std::string_view> keys, const std::string& what) {
    for (const auto& entry : map.entries()) {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
            wrong(entry.key_place.to_string(),
                  fmt::format("{} has an unknown key '{}'", what, base::printable(entry.key)));
    }
}

Tracked tracked_item(const Yaml& node) {
    try {
        return data::dvc::read_tracked(node);
    } catch (const Error& error) {
        wrong(error.place(), error.message());
    }
}

std::map<std::string, Tracked> tracked_of(const Yaml* list, std::string_view key) {
    constexpr std::array<std::string_view, 11> keys{"path", "hash",     "md5",   "size",  "nfiles", "isexec",
                                                    "etag", "checksum", "cloud", "files", "dataset"};
    std::map<std::string, Tracked> found;
    if (list == nullptr) return found;
    if (!list->is_list()) wrong(*list, fmt::format("'{}' is {}, not a list", key, list->type_name()));
    for (const auto& item : list->items()) {
        auto tracked = tracked_item(item);
        for (const auto& entry : item.entries()) {
            if (entry.key == "version_id" || std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
            wrong(entry.key_place.to_string(), fmt::format("'{}' has an unknown key '{}'",
                                                           base::printable(tracked.path), base::printable(entry.key)));
        }
        auto path = tracked.path;
        found.insert_or_assign(std::move(path), std::move(tracked));
    }
    return found;
}

Json command_of(const Yaml& stage, const Position& place) {
    const Yaml* cmd = stage.find("cmd");
    if (cmd == nullptr) wrong(place.to_string(), "a stage has no 'cmd'");
    if (!cmd->is_string() && !cmd->is_list())
        wrong(*cmd, fmt::format("'cmd' is {}, not a text or a list", cmd->type_name()));
    return base::python_value(*cmd);
}

/// @param place where a missing command is told
DvcLockedStage stage_of(const Yaml& node, const std::string& name, const Position& place) {
    constexpr std::array<std::string_view, 4> keys{"cmd", "deps", "params", "outs"};
    only(map_of(node, name), keys, name);
    DvcLockedStage stage;
    stage.cmd = command_of(node, place);
    stage.deps = tracked_of(node.find("deps"), "deps");
    stage.outs = tracked_of(node.find("outs"), "outs");
    if (const Yaml* params = node.find("params")) {
        for (const auto& file : map_of(*params, "'params'").entries()) {
            auto& values = stage.params[file.key];
            if (auto aliases = base::aliases_in(file.value); !aliases.empty())
                stage.aliases.files.emplace(file.key, std::move(aliases));
            for (const auto& value : map_of(file.value, fmt::format("'{}'", base::printable(file.key))).entries())
                values[value.key] = base::python_value(value.value);
        }
    }
    return stage;
}

std::vector<DvcLockEntry> entries_of(const Yaml& stages) {
    std::vector<DvcLockEntry> entries;
    for (const auto& entry : stages.entries()) {
        const auto name = fmt::format("the stage '{}'", base::printable(entry.key));
        entries.push_back({entry.key, stage_of(entry.value, name, entry.key_place), 0, 0});
    }
    return entries;
}

std::vector<std::size_t> line_starts(std::string_view text) {
    std::vector<std::size_t> starts{0};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') starts.push_back(at + 1);
    }
    return starts;
}

/// Where the names of stages stand in a file that DVC wrote.
constexpr std::string_view indentation = "  ";
constexpr int key_column = 3;

/// Sets where each entry begins and ends; false when they do not all have lines of their own.
bool find_lines(std::string_view text, const Yaml& top, const Yaml& stages, std::vector<DvcLockEntry>& entries) {
    // DVC writes line feeds alone; what a text with others would become, it decides as a whole.
    if (text.find('\r') != std::string_view::npos) return false;
    const auto starts = line_starts(text);
    const auto start_of = [&](const Position& place) { return starts[static_cast<std::size_t>(place.line) - 1]; };
    std::size_t after = text.size();
    for (const auto& entry : top.entries()) {
        const auto start = start_of(entry.key_place);
        if (start > start_of(stages.begin())) after = std::min(after, start);
    }
    const auto& found = stages.entries();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& place = found[i].key_place;
        const auto begin = start_of(place);
        const auto end = i + 1 < found.size() ? start_of(found[i + 1].key_place) : after;
        const bool own_line = text.substr(begin).starts_with(indentation) && place.column == key_column;
        if (!own_line || end <= begin) return false;
        entries[i].begin = begin;
        entries[i].end = end;
        // Blank lines and comments behind its value belong to nobody.
        const auto last = static_cast<std::size_t>(found[i].value.end().line);
        if (last > 0 && last < starts.size()) entries[i].end = std::min(end, starts[last]);
    }
    return true;
}

bool is_first_layout(const Yaml& top) {
    const auto has_cmd = [](const Yaml::Entry& entry) { return entry.value.find("cmd") != nullptr; };
    return !top.entries().empty() && std::all_of(top.entries().begin(), top.entries().end(), has_cmd);
}

void check_schema(const Yaml& top) {
    const Yaml* schema = top.find("schema");
    if (schema == nullptr && is_first_layout(top)) {
        throw Error(Kind::invalid, "dvc.lock has the layout of DVC 1, which DVC no longer reads")
            .at(top.begin().to_string())
            .hint(
                "delete it: the stages run again, or are restored where the cache knows them. To keep its entries, put "
                "\"schema: '2.0'\" and \"stages:\" at the top and indent all lines below by two blanks");
    }
    if (schema == nullptr) wrong(top, "it has no 'schema'");
    if (schema->is_string() && schema->text() == "2.0") return;
    throw Error(Kind::invalid, fmt::format("dvc.lock has schema {}, which is not '2.0', as a text",
                                           schema->is_scalar() ? base::printable(schema->text()) : "that is no text"))
        .at(schema->begin().to_string())
        .hint("write it as schema: '2.0'; if a newer DVC wrote the file, update mlp");
}

}  // namespace

const DvcLockEntry* DvcLock::find(std::string_view name) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const DvcLockEntry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

DvcLock parse_dvc_lock(std::string_view text, std::string_view file, DvcLockLayouts layouts) {
    base::refuse_conflict(text, file, "dvc.lock",
                          "keep one side (`git checkout --ours dvc.lock` or `--theirs`), then run: what the other side "
                          "made is restored where the cache knows it, and made again where it does not");
    std::vector<Problem> problems;
    const Yaml top = base::parse_yaml(text, file, problems);
    if (!problems.empty()) wrong(problems.front().place.to_string(), problems.front().message);
    if (const auto refused = base::python_refusal(text, top)) wrong(refused->place.to_string(), refused->message);
    if (top.is_null()) wrong(top, "it is empty");
    map_of(top, "the file");
    DvcLock lock;
    if (layouts == DvcLockLayouts::all && top.find("schema") == nullptr && is_first_layout(top)) {
        lock.entries = entries_of(top);
        return lock;
    }
    constexpr std::array<std::string_view, 3> keys{"schema", "datasets", "stages"};
    check_schema(top);
    only(top, keys, "the file");
    if (const Yaml* datasets = top.find("datasets")) lock.datasets = base::python_value(*datasets);
    const Yaml* stages = top.find("stages");
    if (stages == nullptr) return lock;
    lock.entries = entries_of(map_of(*stages, "'stages'"));
    lock.entries_are_lines = find_lines(text, top, *stages, lock.entries);
    return lock;
}

DvcLockedStage parse_dvc_stage(std::string_view text, std::string_view file) {
    const Yaml stage = base::parse_yaml_or_throw(text, file);
    return stage_of(stage, "the file", stage.begin());
}

}  // namespace mlp::pipeline
