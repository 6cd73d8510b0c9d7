// One stage: its keys, and what each of them may hold.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/path.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void ignore(const Reader&, const Yaml::Entry&, Stage&) {}

void read_desc(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (auto text = reader.text(entry.value, entry.key)) stage.description = *text;
}

void read_cmd(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (reader.is_dvc() && !entry.value.is_list()) {
        stage.command_text = read_command_text(reader, entry.value, entry.key);
        if (stage.command_text) stage.commands = python_lines(*stage.command_text);
        return;
    }
    stage.commands = read_commands(reader, entry.value, entry.key);
}

void read_shell(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (auto text = reader.full_text(entry.value, entry.key)) stage.shell = *text;
}

void read_deps(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) {
        auto dep = reader.path_ref(item, entry.key, stage.wdir);
        if (!dep) continue;
        const auto other = std::find_if(stage.deps.begin(), stage.deps.end(),
                                        [&](const PathRef& known) { return known.path == dep->path; });
        if (other != stage.deps.end() && !reader.is_dvc()) {
            reader.findings()
                .error(codes::listed_twice, item.begin(),
                       fmt::format("{} lists '{}' twice in deps", reader.owner(), dep->path),
                       fmt::format("it stands at {} already", other->place.to_string()))
                .related.push_back({other->place, "first listed here"});
        }
        if (reader.is_dvc() && is_dvc_file(dep->path)) {
            reader.error(codes::path_reserved, item.begin(),
                         fmt::format("{}: the DVC file '{}' cannot be a dependency", reader.owner(), dep->path),
                         "depend on the data that it describes");
        }
        stage.deps.push_back(std::move(*dep));
    }
}

void read_params(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    read_stage_params(reader, entry, stage.wdir, stage);
}

void read_outs(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    read_outputs(reader, entry, Output::Role::out, stage.wdir, stage);
}

void read_metric_files(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    read_outputs(reader, entry, Output::Role::metric, stage.wdir, stage);
}

void read_plots(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    read_outputs(reader, entry, Output::Role::plot, stage.wdir, stage);
}

void read_env(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    Surroundings found = read_surroundings(reader, entry, stage.wdir);
    stage.env = std::move(found.variables);
    stage.python_lock = std::move(found.python_lock);
}

void read_timeout(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.timeout = reader.duration(entry.value, entry.key);
}

void read_retry_count(const Reader& reader, const Yaml::Entry& entry, Retries& retries) {
    if (auto count = reader.integer(entry.value, entry.key, 0, 1000)) retries.count = static_cast<int>(*count);
}

constexpr auto retry_keys = std::to_array<Key<Retries>>({
    {"count", read_retry_count, true},
    {"delay", [](const Reader& r, const Yaml::Entry& e,
                 Retries& to) { to.delay = r.duration(e.value, e.key, true).value_or(to.delay); }},
    {"backoff", [](const Reader& r, const Yaml::Entry& e,
                   Retries& to) { to.backoff = r.number(e.value, e.key, 1).value_or(to.backoff); }},
});

void read_retries(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (!entry.value.is_map()) return read_retry_count(reader, entry, stage.retries);
    const Reader inner = reader.for_owner(fmt::format("'retries' of {}", reader.owner()));
    read_keys<Retries>(inner, entry.value, entry.key_place, retry_keys, stage.retries);
}

void read_frozen(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.frozen = reader.boolean(entry.value, entry.key).value_or(false);
}

void read_always_changed(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.always_changed = reader.boolean(entry.value, entry.key).value_or(false);
}

void read_executor(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    const auto text = reader.full_text(entry.value, entry.key);
    if (!text) return;
    if (*text != "local") {
        reader.error(codes::bad_value, entry.value.begin(), fmt::format("there is no executor '{}'", *text),
                     "the only one is 'local'");
    }
    stage.executor = *text;
}

void read_meta(const Reader&, const Yaml::Entry& entry, Stage& stage) { stage.meta = entry.value.to_json(); }

/// DVC puts only single values into meta.
bool holds_single_values(const Reader& reader, const Yaml& written, const Json& resolved) {
    if (written.is_string() && resolved.is_structured()) {
        reader.error(codes::template_type, written.begin(),
                     fmt::format("'{}' in meta of {} is a {}", written.text(), reader.owner(),
                                 resolved.is_object() ? "map" : "list"),
                     "name one of its values");
        return false;
    }
    bool good = true;
    for (std::size_t i = 0; i < written.items().size(); ++i) {
        good = holds_single_values(reader, written.items()[i], resolved[i]) && good;
    }
    std::size_t i = 0;
    for (const auto& [key, value] : resolved.items()) {
        if (i < written.entries().size())
            good = holds_single_values(reader, written.entries()[i++].value, value) && good;
    }
    return good;
}

void read_resolved_meta(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    auto value = reader.value(entry.value);
    if (value && holds_single_values(reader, entry.value, *value)) stage.meta = std::move(*value);
}

constexpr auto resource_keys = std::to_array<Key<Resources>>({
    {"cpus",
     [](const Reader& r, const Yaml::Entry& e, Resources& to) { to.cpus = r.number(e.value, e.key, 0).value_or(0); }},
    {"memory", [](const Reader& r, const Yaml::Entry& e,
                  Resources& to) { to.memory_bytes = r.size(e.value, e.key).value_or(0); }},
    {"gpus",
     [](const Reader& r, const Yaml::Entry& e, Resources& to) { to.gpus = r.number(e.value, e.key, 0).value_or(0); }},
});

void read_resources(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    if (!reader.expect_map(entry.value, entry.key)) return;
    const Reader inner = reader.for_owner(fmt::format("'resources' of {}", reader.owner()));
    read_keys<Resources>(inner, entry.value, entry.key_place, resource_keys, stage.resources);
}

// foreach, do, matrix and vars are read before the stage itself, by expand.cpp; wdir before all paths.
constexpr auto stage_keys = std::to_array<Key<Stage>>({
    {"desc", read_desc},
    {"cmd", read_cmd, true},
    {"wdir", ignore},
    {"shell", read_shell},
    {"deps", read_deps},
    {"params", read_params},
    {"outs", read_outs},
    {"metrics", read_metric_files},
    {"plots", read_plots},
    {"env", read_env},
    {"timeout", read_timeout},
    {"retries", read_retries},
    {"resources", read_resources},
    {"executor", read_executor},
    {"frozen", read_frozen},
    {"always_changed", read_always_changed},
    {"vars", ignore},
    {"matrix", ignore},
    {"meta", read_meta},
});

constexpr auto dvc_stage_keys = std::to_array<Key<Stage>>({
    {"cmd", read_cmd, true},
    {"wdir", ignore},
    {"deps", read_deps},
    {"params", read_params},
    {"outs", read_outs},
    {"metrics", read_metric_files},
    {"plots", read_plots},
    {"frozen", read_frozen},
    {"always_changed", read_always_changed},
    {"vars", ignore},
    {"matrix", ignore},
    {"desc", read_desc},
    {"meta", read_resolved_meta},
});

std::span<const Key<Stage>> keys_of(const Reader& reader) {
    return reader.is_dvc() ? std::span<const Key<Stage>>(dvc_stage_keys) : std::span<const Key<Stage>>(stage_keys);
}

}  // namespace

std::vector<std::string_view> dvc_stage_key_names() { return names_of<Stage>(dvc_stage_keys); }
std::vector<std::string_view> stage_key_names() { return names_of<Stage>(stage_keys); }
std::vector<std::string_view> retry_key_names() { return names_of<Retries>(retry_keys); }
std::vector<std::string_view> resource_key_names() { return names_of<Resources>(resource_keys); }

std::chrono::milliseconds Retries::pause_after(int attempt) const {
    double pause = static_cast<double>(delay.count());
    for (int i = 1; i < attempt && pause < static_cast<double>(longest_delay.count()); ++i) pause *= backoff;
    return std::min(longest_delay, std::chrono::milliseconds(static_cast<std::int64_t>(
                                       std::min(pause, static_cast<double>(longest_delay.count())))));
}

bool is_dvc_file(std::string_view path) {
    return path.ends_with(".dvc") || path.substr(path.rfind('/') + 1) == "dvc.yaml";
}

std::string stage_folder(const Reader& reader, const Yaml& node) {
    const std::string& folder = reader.dialect().folder;
    const Yaml* wdir = node.find("wdir");
    if (wdir == nullptr || (reader.is_dvc() && wdir->is_string() && wdir->text().empty())) return folder;
    return reader.path(*wdir, "wdir", folder).value_or(folder);
}

Stage read_stage(const Reader& outer, const std::string& name, const Position& place, const Yaml& node) {
    const Reader reader = outer.for_owner(fmt::format("stage '{}'", name));
    Stage stage;
    stage.name = name;
    stage.place = place;
    stage.origin = reader.dialect().origin;
    stage.file = reader.dialect().file;
    if (stage.file.find('/') != std::string::npos) {
        stage.name = stage.file + ":" + name;
        stage.local_name = name;
    }
    stage.wdir = stage_folder(reader, node);
    read_keys<Stage>(reader, node, place, keys_of(reader), stage);
    return stage;
}

}  // namespace mlp::config
