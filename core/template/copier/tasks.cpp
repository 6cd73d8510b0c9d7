#include "core/template/copier/tasks.hpp"

#include <fmt/format.h>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/template/copier/types.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/version.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;
using jinja::Value;

struct Task {
    std::string title;  ///< "task 2"
    Value command;      ///< a text for the shell, or a list of words
    Value condition = true;
    std::string folder = ".";
    Dict variables;  ///< names for its texts, with "_" before them; in capitals also for its environment
};

/// A command alone, or a map with what else there is to say about it.
Task task_of(const Value& item, std::string title, const std::string& label) {
    Task task;
    task.title = std::move(title);
    task.command = item;
    if (!item.is_dict()) return task;
    const auto detail = [&](std::string_view name) { return item.dict().find(name); };
    const auto* command = detail("command");
    if (command == nullptr) throw Error(Kind::invalid, fmt::format("{} has no 'command'", task.title)).at(label);
    task.command = *command;
    if (const auto* when = detail("when")) task.condition = *when;
    if (const auto* folder = detail("working_directory")) task.folder = jinja::str(*folder);
    return task;
}

std::vector<Value> items_of(const Config& config, std::string_view setting) {
    const auto* given = config.find(setting);
    const auto* items = given == nullptr ? nullptr : given->sequence();
    return items == nullptr ? std::vector<Value>{} : *items;
}

std::vector<Task> tasks_of(const Config& config) {
    std::vector<Task> tasks;
    for (const auto& item : items_of(config, "tasks")) {
        auto task = task_of(item, fmt::format("task {}", tasks.size() + 1), config.file + ": _tasks");
        task.variables.set("stage", "task");
        tasks.push_back(std::move(task));
    }
    return tasks;
}

/// The versions that a project goes from and to.
struct Step {
    Version from, to;

    bool contains(const Version& version) const { return to >= version && version > from; }
};

/// Commands of the old form: {version, before: [...], after: [...]}.
void add_old_form(const Dict& migration, std::string_view stage, const Task& like, std::vector<Task>& tasks) {
    const auto* commands = migration.find(stage);
    const auto* items = commands == nullptr ? nullptr : commands->sequence();
    if (items == nullptr) return;
    for (const auto& command : *items) {
        tasks.push_back(like);
        tasks.back().command = command;
        tasks.back().condition = true;
    }
}

void add_migration(const Value& item, std::string_view stage, const Step& step, Task task, const std::string& label,
                   std::vector<Task>& tasks) {
    const auto* details = item.is_dict() ? &item.dict() : nullptr;
    const auto* named = details == nullptr ? nullptr : details->find(std::string_view("version"));
    if (named != nullptr) {
        const auto version = Version::parse(jinja::str(*named));
        if (!version)
            throw Error(Kind::invalid, fmt::format("{}: '{}' is no version", task.title, jinja::str(*named))).at(label);
        if (!step.contains(*version)) return;
        task.variables.set("version_current", jinja::str(*named));
        task.variables.set("version_pep440_current", version->to_string());
    }
    const bool old_form = details != nullptr && (details->find(std::string_view("before")) != nullptr ||
                                                 details->find(std::string_view("after")) != nullptr);
    if (old_form) {
        add_old_form(*details, stage, task, tasks);
    } else {
        auto own = task_of(item, task.title, label);
        own.variables = task.variables;
        const bool has_condition = details != nullptr && details->find(std::string_view("when")) != nullptr;
        if (!has_condition) own.condition = stage == "after";
        tasks.push_back(std::move(own));
    }
}

std::vector<Task> migrations_of(const Session& session, std::string_view stage) {
    const auto& described = session.origin().described;
    const auto& earlier = session.request().earlier_commit;
    const auto from = Version::of_commit(earlier);
    const auto to = Version::of_commit(described);
    std::vector<Task> tasks;
    if (!from || !to) return tasks;
    std::size_t number = 0;
    for (const auto& item : items_of(session.config(), "migrations")) {
        Task task;
        task.title = fmt::format("migration {}", ++number);
        task.variables.set("stage", stage);
        task.variables.set("version_from", earlier);
        task.variables.set("version_to", described);
        task.variables.set("version_pep440_from", from->to_string());
        task.variables.set("version_pep440_to", to->to_string());
        add_migration(item, stage, {*from, *to}, task, session.config().file + ": _migrations", tasks);
    }
    return tasks;
}

/// Those whose condition holds, rendered.
std::vector<HostCommand> commands_of(const Session& session, const std::vector<Task>& tasks, const std::string& label) {
    std::vector<HostCommand> commands;
    for (const auto& task : tasks) {
        HostCommand command;
        Dict extra;
        for (const auto& [key, value] : task.variables.entries()) {
            extra.set('_' + key.text(), value);
            command.environment[base::upper(key.text())] = jinja::str(value);
        }
        extra.set("_copier_operation", session.operation());
        command.environment["COPIER_OPERATION"] = session.operation();
        if (!cast_to_bool(session.value(task.condition, label, extra))) continue;
        if (const auto* words = task.command.sequence()) {
            for (const auto& word : *words) command.argv.push_back(session.text(jinja::str(word), label, extra));
        } else {
            command.argv = {"/bin/sh", "-c", session.text(jinja::str(task.command), label, extra)};
        }
        if (command.argv.empty()) throw Error(Kind::invalid, fmt::format("{} has no words", task.title)).at(label);
        command.title = fmt::format("{}: {}", task.title, command.argv.back());
        command.folder = session.text(task.folder, label, extra);
        commands.push_back(std::move(command));
    }
    return commands;
}

}  // namespace

std::vector<std::string> task_titles(const Config& config) {
    std::vector<std::string> titles;
    for (const auto& task : tasks_of(config))
        titles.push_back(fmt::format("{}: {}", task.title, jinja::str(task.command)));
    return titles;
}

std::vector<HostCommand> task_commands(const Session& session) {
    return commands_of(session, tasks_of(session.config()), session.config().file + ": _tasks");
}

std::vector<HostCommand> migration_commands(const Session& session, std::string_view stage) {
    return commands_of(session, migrations_of(session, stage), session.config().file + ": _migrations");
}

}  // namespace mlp::tmpl::copier
