// mlp validate [FILE…]
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/problems.hpp"
#include "core/base/io.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"
#include "core/config/validate.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::cli {

namespace {

/// mlp.lock is read by the room that writes it; its one error becomes a problem like the others.
void validate_lock(const std::string& name, config::Validated& into) {
    const auto text = base::read_file_if_exists(into.folder / name);
    if (!text) return;
    into.files.push_back(name);
    try {
        pipeline::parse_lock(*text, name);
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        const std::string code = error.code_text().empty() ? std::string(config::codes::bad_lock) : error.code_text();
        into.problems.push_back({Problem::Severity::error, code, config::position_from(error.place(), name),
                                 error.message(), error.hint_text()});
    }
}

void validate_named(const std::string& name, config::Validated& into) {
    const config::FileKind kind = config::kind_of(name);
    if (kind == config::FileKind::unknown) {
        throw Error(Kind::usage, fmt::format("'{}' is not a kind of file that mlp reads", name))
            .hint("mlp.yaml, mlp.lock, *.odcs.yaml, .mlp/config.yaml, and other YAML and JSON files can be validated");
    }
    if (kind != config::FileKind::lock) return config::validate_file(name, kind, into);
    if (!base::signature_of(into.folder / name, true)) {
        throw Error(Kind::missing, fmt::format("the file '{}' does not exist", name));
    }
    validate_lock(name, into);
}

Report report_of(config::Validated found) {
    const bool ok = !has_errors(found.problems);
    base::Json json = document("mlp.validate/1");
    json["ok"] = ok;
    json["files"] = found.files;
    json["problems"] = problems_json(found.problems);
    const auto show = [found = std::move(found), ok](Text& text) {
        render(found.problems, found.folder, text);
        const std::string files = fmt::format("{} file{}", found.files.size(), found.files.size() == 1 ? "" : "s");
        text.line(ok ? Label::ok : Label::error, fmt::format("{} in {}", count_text(found.problems), files));
    };
    return {.document = std::move(json), .text = show, .exit_code = ok ? 0 : row_of(Kind::invalid).exit_code};
}

}  // namespace

Command validate_command() {
    auto files = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{.name = "file",
                           .help = "File to check; without one, every file of the project",
                           .target = files.get(),
                           .value = "FILE",
                           .live = Live::files}},
            .run = [files](Invocation& call) {
                if (!files->empty()) {
                    config::Validated found;
                    found.folder = call.folder();
                    for (const std::string& file : *files) validate_named(file, found);
                    found.sort();
                    return report_of(std::move(found));
                }
                const std::filesystem::path root = call.root();
                config::Validated found = config::validate_project(call.env(), root);
                validate_lock("mlp.lock", found);
                found.sort();
                return report_of(std::move(found));
            }};
}

}  // namespace mlp::cli
