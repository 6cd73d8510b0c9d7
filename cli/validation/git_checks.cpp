#include "cli/validation/git_checks.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <vector>

#include "cli/settings/secrets.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/git/repository.hpp"
#include "core/git/tracked.hpp"

namespace mlp::cli {

namespace {

namespace codes = config::codes;
using config::Output;
using config::Stage;

/// Git is asked about each path by itself only where the answer matters; nobody reads more findings than this.
constexpr std::size_t most_questions = 500;

struct Made {
    const Stage* stage;
    const Output* output;
};

bool is_ignored(const config::Project& project, const std::string& path) {
    // "data/" in .gitignore is about folders alone, which a path shows by its end.
    return git::is_ignored(project.root, path).value_or(true) ||
           git::is_ignored(project.root, path + "/").value_or(true);
}

void report_tracked(const Made& made, config::Findings& findings) {
    const std::string path = base::printable(made.output->path);
    findings.warning(codes::git_keeps_output, made.output->place,
                     fmt::format("'{}', an output of stage '{}', is in git", path, made.stage->name),
                     fmt::format("git rm -r --cached '{}', and add /{} to .gitignore; or say cache: false", path,
                                 path));
}

/// An output that is there, against what git ignores.
void check_ignored(const config::Project& project, const Made& made, config::Findings& findings) {
    const std::string path = base::printable(made.output->path);
    const bool ignored = is_ignored(project, made.output->path);
    if (made.output->cache && !ignored) {
        findings.warning(codes::git_keeps_output, made.output->place,
                         fmt::format("git does not ignore '{}', an output of stage '{}'", path, made.stage->name),
                         fmt::format("add /{} to .gitignore; or say cache: false to keep it in git", path));
    } else if (!made.output->cache && ignored) {
        findings.warning(codes::git_ignores_file, made.output->place,
                         fmt::format("'{}' of stage '{}' is in no store (cache: false), and git ignores it", path,
                                     made.stage->name),
                         "take it out of .gitignore, or drop cache: false");
    }
}

void check_outputs(const config::Project& project, const std::vector<Made>& outputs, config::Findings& findings) {
    std::vector<std::string> paths;
    for (const Made& made : outputs) paths.push_back(made.output->path);
    const std::vector<std::string> tracked = git::tracked_among(project.root, paths);
    const std::set<std::string_view> in_git(tracked.begin(), tracked.end());
    std::size_t asked = 0;
    for (const Made& made : outputs) {
        const bool is_tracked = in_git.contains(made.output->path);
        if (is_tracked && made.output->cache) report_tracked(made, findings);
        // DVC writes .gitignore by itself when it makes an output.
        const bool matters = !is_tracked && (!made.output->cache || made.stage->origin == config::Origin::mlp);
        if (!matters || asked > most_questions || !base::signature_of(project.root / made.output->path, true)) continue;
        ++asked;
        check_ignored(project, made, findings);
    }
}

}  // namespace

void check_git(const config::Project& project, config::Findings& findings) {
    if (!git::inside_repository(project.root)) return;
    std::vector<Made> outputs;
    for (const Stage& stage : project.stages) {
        for (const Output& output : stage.outs) {
            if (stage.origin != config::Origin::data && output.is_inside()) outputs.push_back({&stage, &output});
        }
    }
    if (outputs.empty()) return;
    try {
        check_outputs(project, outputs, findings);
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;  // an odd repository, or no libgit2: nothing can be said
    }
}

void check_local_secrets(Invocation& call, config::Findings& findings) {
    for (const ExposedSecret& one : secrets_for_git(call)) {
        if (one.is_tracked) {
            findings.error(codes::secret, one.secret.place, one.message, one.way_out);
        } else {
            findings.warning(codes::secret, one.secret.place, one.message, one.way_out);
        }
    }
}

}  // namespace mlp::cli
