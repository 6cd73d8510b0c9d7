#include "core/template/copier/tasks.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/template/copier/types.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;
using jinja::Value;

struct Task {
    Value command;  ///< a text for the shell, or a list of words
    Value condition = true;
    std::string folder = ".";
};

std::vector<Task> tasks_of(const Config& config) {
    std::vector<Task> tasks;
    const auto* given = config.find("tasks");
    const auto* items = given == nullptr ? nullptr : given->sequence();
    if (items == nullptr) return tasks;
    for (const auto& item : *items) {
        Task task;
        task.command = item;
        if (item.is_dict()) {
            const auto detail = [&](std::string_view name) { return item.dict().find(name); };
            const auto* command = detail("command");
            if (command == nullptr) throw Error(Kind::invalid, "a task has no 'command'").at(config.file + ": _tasks");
            task.command = *command;
            if (const auto* when = detail("when")) task.condition = *when;
            if (const auto* folder = detail("working_directory")) task.folder = jinja::str(*folder);
        }
        tasks.push_back(std::move(task));
    }
    return tasks;
}

}  // namespace

std::vector<std::string> task_titles(const Config& config) {
    std::vector<std::string> titles;
    for (const auto& task : tasks_of(config))
        titles.push_back(fmt::format("task {}: {}", titles.size() + 1, jinja::str(task.command)));
    return titles;
}

std::vector<HostCommand> task_commands(const Session& session) {
    const auto label = session.config().file + ": _tasks";
    Dict extra;
    extra.set("_stage", "task");
    extra.set("_copier_operation", session.operation());
    std::vector<HostCommand> commands;
    std::size_t number = 0;
    for (const auto& task : tasks_of(session.config())) {
        ++number;
        if (!cast_to_bool(session.value(task.condition, label, extra))) continue;
        HostCommand command;
        if (const auto* words = task.command.sequence()) {
            for (const auto& word : *words) command.argv.push_back(session.text(jinja::str(word), label, extra));
        } else {
            command.argv = {"/bin/sh", "-c", session.text(jinja::str(task.command), label, extra)};
        }
        command.title = fmt::format("task {}: {}", number, command.argv.back());
        command.folder = session.text(task.folder, label, extra);
        command.environment = {{"STAGE", "task"}, {"COPIER_OPERATION", std::string(session.operation())}};
        commands.push_back(std::move(command));
    }
    return commands;
}

}  // namespace mlp::tmpl::copier
