// mlp validate [FILE…]
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/command.hpp"
#include "cli/data/catalog.hpp"
#include "cli/invocation.hpp"
#include "cli/output/explanation.hpp"
#include "cli/output/output.hpp"
#include "cli/output/problem_formats.hpp"
#include "cli/output/problems.hpp"
#include "cli/validation/git_checks.hpp"
#include "cli/validation/other_rooms.hpp"
#include "cli/validation/remote_checks.hpp"
#include "cli/validation/watch_findings.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/mend.hpp"
#include "core/config/schema.hpp"
#include "core/config/validate.hpp"

namespace mlp::cli {

namespace {

/// What was asked for.
struct Ask {
    std::vector<std::string> files;
    std::string format = "text";
    std::string explain;
    std::string schema;
    bool fix = false;
    bool watch = false;
};

/// Data sets past their last day: `mlp run` refuses what reads them.
void check_ended(const config::Project& project, base::Millis now, config::Findings& findings) {
    for (const Deprecation& deprecation : deprecations(project, now)) {
        if (!deprecation.over) continue;
        findings.error(config::codes::deprecated_dataset, deprecation.dataset->place, deprecation.message(),
                       fmt::format("`mlp run` refuses the stages that read it: {}", deprecation_way_out));
    }
}

config::Validated validate(Invocation& call, const Ask& ask) {
    config::Validated found;
    if (!ask.files.empty()) {
        found.folder = call.folder();
        for (const std::string& file : ask.files) validate_named(file, found);
    } else {
        found = config::validate_project(call.env(), call.root(),
                                         [&](const config::Project& project, config::Findings& findings) {
                                             check_git(project, findings);
                                             check_output_remotes(call, project, findings);
                                             check_local_secrets(call, findings);
                                             check_ended(project, call.env().now(), findings);
                                         });
        validate_locks(found);
        validate_remotes(call, found);
    }
    found.sort();
    return found;
}

/// One fix can uncover another: a stage whose `deps` was misspelt has dependencies after that.
std::size_t mend_all(Invocation& call, const Ask& ask, config::Validated& found) {
    constexpr int most_rounds = 10;
    std::size_t made = 0;
    for (int round = 0; round < most_rounds; ++round) {
        const std::size_t now = config::mend(found.folder, found.problems);
        if (now == 0) break;
        made += now;
        found = validate(call, ask);
    }
    return made;
}

/// The forms that are no document of ours go out as they are.
std::optional<std::string> foreign_text(const std::string& format, const config::Validated& found) {
    const ProblemList list{found.problems, found.files, found.folder};
    if (format == "sarif") return to_sarif(list);
    if (format == "github") return to_github(list);
    if (format == "junit") return to_junit(list);
    return std::nullopt;
}

Report report_of(Invocation& call, const Ask& ask, config::Validated found) {
    const std::size_t fixed = ask.fix ? mend_all(call, ask, found) : 0;
    const bool ok = !config::has_errors(found.problems);
    const int exit_code = ok ? 0 : row_of(Kind::invalid).exit_code;
    if (const auto text = foreign_text(ask.format, found)) {
        call.write(*text);
        return {.exit_code = exit_code};
    }
    base::Json json = document("mlp.validate/1");
    json["ok"] = ok;
    if (ask.fix) json["fixed"] = fixed;
    json["files"] = found.files;
    json["problems"] = problems_json(found.problems);
    if (ask.format == "json" && !call.globals().json) {
        call.write(json_line(json));
        return {.exit_code = exit_code};
    }
    const auto show = [found = std::move(found), ok, fixed](Text& text) {
        render(found.problems, found.folder, text);
        if (fixed > 0) text.line(Label::ok, fmt::format("{} fixed", fixed));
        const std::string files = fmt::format("{} file{}", found.files.size(), found.files.size() == 1 ? "" : "s");
        text.line(ok ? Label::ok : Label::error, fmt::format("{} in {}", count_text(found.problems), files));
    };
    return {.document = std::move(json), .text = show, .exit_code = exit_code};
}

[[noreturn]] void watch(Invocation& call, const Ask& ask) {
    if (ask.format != "text" || ask.fix) {
        throw Error(Kind::usage, "--watch writes for a person, or with --json one document a line")
            .hint("ask without --format and --fix");
    }
    watch_findings(call, [&](Invocation& outer) {
        Invocation fresh(outer.env(), outer.globals(), outer.terminal());
        config::Validated found = validate(fresh, ask);
        std::vector<std::filesystem::path> files;
        for (const std::string& file : found.files) files.push_back(found.folder / file);
        return WatchedReport{report_of(fresh, ask, std::move(found)), std::move(files)};
    });
}

/// By its own name or by that of a file that it describes.
std::string schema_of(const std::string& asked) {
    if (asked == "mlp.lock" || asked == "dvc.lock") return asked.substr(0, 3) + "_lock";
    if (asked.ends_with(".dvc")) return "dvc_file";
    if (asked.ends_with(".odcs.yaml") || asked == "contract") return "odcs";
    return asked.substr(0, asked.find('.'));
}

Report show_schema(Invocation& call, const std::string& asked) {
    const std::vector<std::string> names = config::schema_names();
    const std::string name = schema_of(asked);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        throw Error(Kind::usage, fmt::format("there is no schema '{}'{}", asked, base::did_you_mean(name, names)))
            .hint(fmt::format("there are: {}", fmt::join(names, ", ")));
    }
    call.write(config::schema_text(name + ".schema.json"));
    return {};
}

/// Two forms at once: whoever reads one of them would get the other.
void refuse_two_forms(const Invocation& call, const Ask& ask) {
    if (!call.globals().json || ask.format == "text" || ask.format == "json") return;
    throw Error(Kind::usage, fmt::format("--json and --format {} are two forms of the same findings", ask.format))
        .hint("ask for one of them");
}

Report run(Invocation& call, const Ask& ask) {
    refuse_two_forms(call, ask);
    if (!ask.explain.empty()) return explain_code(ask.explain);
    if (!ask.schema.empty()) return show_schema(call, ask.schema);
    if (ask.watch) watch(call, ask);
    return report_of(call, ask, validate(call, ask));
}

}  // namespace

Command validate_command() {
    auto ask = std::make_shared<Ask>();
    return {.arguments = {{.name = "file",
                           .help = "File to check; without one, every file of the project",
                           .target = &ask->files,
                           .value = "FILE",
                           .live = Live::files},
                          {.name = "--format",
                           .help = "How findings are written",
                           .target = &ask->format,
                           .choices = {"text", "json", "sarif", "github", "junit"}},
                          {.name = "--fix", .help = "Mend what has one sure answer", .target = &ask->fix},
                          {.name = "-w,--watch",
                           .help = "Go on: validate again when a file is saved",
                           .target = &ask->watch},
                          {.name = "--explain",
                           .help = "Teach what a code means, with an example",
                           .target = &ask->explain,
                           .value = "CODE"},
                          {.name = "--schema",
                           .help = "Print the JSON Schema of a kind of file",
                           .target = &ask->schema,
                           .value = "NAME"}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
