#include "cli/pipeline/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "cli/output/error.hpp"
#include "cli/output/output.hpp"
#include "cli/saved.hpp"
#include "core/base/file_watch.hpp"
#include "core/base/path.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;

/// What a pipeline reads that it does not make itself.
struct Inputs {
    std::set<std::string> paths{"mlp.yaml", "params.yaml"};  ///< files and folders, relative to the root
    std::set<std::string> made;                              ///< outputs: changes in them are the run's own

    bool is_made(const std::string& path) const {
        return std::any_of(made.begin(), made.end(),
                           [&](const std::string& out) { return base::is_within(path, out); });
    }
};

Inputs inputs_of(const config::Project& project) {
    Inputs inputs;
    inputs.paths.insert(project.inputs.begin(), project.inputs.end());
    for (const config::Stage& stage : project.stages) {
        inputs.paths.insert(stage.file);
        for (const config::Output& out : stage.outs) {
            // The data of a .dvc file is what its users read: nothing makes it.
            (stage.commands.empty() ? inputs.paths : inputs.made).insert(out.path);
        }
        for (const config::PathRef& dep : stage.deps) {
            if (!dep.is_url()) inputs.paths.insert(dep.path);
        }
        for (const config::ParamRef& ref : stage.params) inputs.paths.insert(ref.file);
        if (stage.python_lock) inputs.paths.insert(stage.python_lock->path);
    }
    std::erase_if(inputs.paths, [&](const std::string& path) { return inputs.is_made(path); });
    return inputs;
}

using Look = std::map<std::string, base::Signature>;

void look_below(const fs::path& root, const std::string& path, const Inputs& inputs, Look& look) {
    const auto signature = base::signature_of(root / path, true);
    if (!signature) return;
    if (!signature->is_folder()) {
        look[path] = *signature;
        return;
    }
    std::error_code problem;
    constexpr auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(root / path, options, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const std::string name = entry->path().lexically_relative(root).generic_string();
        const bool own = entry->path().filename() == ".mlp" || entry->path().filename() == ".git";
        if (own || inputs.is_made(name)) {
            entry.disable_recursion_pending();
            continue;
        }
        const auto found = base::signature_of(entry->path());
        if (found && !found->is_folder()) look[name] = *found;
    }
}

/// All inputs as stat has them. A save changes it, whatever wrote; our own outputs do not.
Look look_at(const fs::path& root, const Inputs& inputs) {
    Look look;
    for (const std::string& path : inputs.paths) look_below(root, path, inputs, look);
    return look;
}

/// Every file that differs.
std::vector<std::string> changes(const Look& before, const Look& after) {
    std::vector<std::string> paths;
    for (const auto& [path, signature] : after) {
        const auto found = before.find(path);
        if (found == before.end() || !(found->second == signature)) paths.push_back(path);
    }
    for (const auto& [path, signature] : before) {
        if (!after.contains(path)) paths.push_back(path);
    }
    return paths;
}

/// The first file that differs, as it is told.
std::string difference(const Look& before, const Look& after) {
    const auto paths = changes(before, after);
    if (paths.empty()) return {};
    return paths.front() + (after.contains(paths.front()) ? " changed" : " is gone");
}

/// Inputs that change during every run: a stage writes what it reads, and each run would be a reason for the next one.
class Restless {
public:
    /// Counts what moved while a run was at work. What did so in several runs in a row is no reason for another: its
    /// state in `before` becomes that of `after`. Gives those that are met for the first time.
    std::vector<std::string> take(Look& before, const Look& after) {
        constexpr int most = 3;  // a user may well save twice while stages are at work
        std::map<std::string, int> moved;
        std::vector<std::string> found;
        for (const std::string& path : changes(before, after)) {
            const int runs = moved[path] = in_a_row_[path] + 1;
            if (runs < most) continue;
            if (runs == most) found.push_back(path);
            const auto now = after.find(path);
            if (now == after.end()) {
                before.erase(path);
            } else {
                before.insert_or_assign(path, now->second);
            }
        }
        in_a_row_ = std::move(moved);
        return found;
    }

private:
    std::map<std::string, int> in_a_row_;  ///< runs during which it changed
};

/// One run with everything read anew. What is wrong is told; the next save may mend it.
void run_once(Invocation& call, const RunAsk& ask) {
    try {
        print(bring_up_to_date(call, ask), call);
    } catch (const Error& error) {
        print_error(error, call.globals());
    }
}

}  // namespace

void watch(Invocation& call, RunAsk ask) {
    const fs::path root = call.root();
    std::optional<Inputs> inputs;
    Restless restless;
    while (true) {
        Invocation fresh(call.env(), call.globals(), call.terminal());
        try {
            inputs = inputs_of(fresh.project());
        } catch (const Error&) {
            // Told by the run. What was watched before is what will be mended.
            if (!inputs) inputs.emplace();
        }
        Look before = look_at(root, *inputs);
        run_once(fresh, ask);
        for (const std::string& path : restless.take(before, look_at(root, *inputs))) {
            call.warn(
                fmt::format("{} changes whenever the pipeline runs: from now on that alone starts no run. A stage "
                            "that writes what it reads is never up to date; let it write another file",
                            path));
        }
        // Once is enough: later values are those that the user saves.
        ask.set.clear();
        ask.force = false;
        call.note(fmt::format("watching {} paths, Ctrl-C ends it", inputs->paths.size()));
        std::string news;
        while (news.empty()) {
            // Made anew each time: folders come and go. Then one look, since a save may have come before it.
            base::FileWatch files;
            for (const std::string& path : inputs->paths) files.add(root / path);
            news = difference(before, look_at(root, *inputs));
            if (news.empty()) sleep_until_saved(files);
        }
        call.note(news);
    }
}

}  // namespace mlp::cli
