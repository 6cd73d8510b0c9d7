#include "cli/validation/other_rooms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/base/io.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/lock.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

/// A reader of another room, which stops at its first error.
using Parser = void (*)(std::string_view text, std::string_view name);

Parser parser_of(const std::string& name) {
    const std::string file = std::filesystem::path(name).filename().string();
    using std::string_view;
    if (file == "mlp.lock") return [](string_view text, string_view at) { pipeline::parse_lock(text, at); };
    if (file == "dvc.lock") return [](string_view text, string_view at) { pipeline::parse_dvc_lock(text, at); };
    if (file == "template.yaml") return [](string_view text, string_view at) { tmpl::parse_template(text, at); };
    return nullptr;
}

/// Files that other rooms write are read by them; their one error becomes a finding like the others.
void validate_with(Parser parser, const std::string& name, config::Validated& into) {
    const auto text = base::read_file_if_exists(into.folder / name);
    if (!text) return;
    if (std::find(into.files.begin(), into.files.end(), name) == into.files.end()) into.files.push_back(name);
    try {
        parser(*text, name);
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        const std::string code = error.code_text().empty() ? std::string(config::codes::bad_lock) : error.code_text();
        into.problems.push_back({{Problem::Severity::error, code, config::position_from(error.place(), name),
                                  error.message(), error.hint_text()}});
    }
}

void parse_data_file(std::string_view text, std::string_view at) { data::dvc::parse_dvc_file(text, at); }

bool has_error_in(const std::string& file, const config::Validated& found) {
    return std::any_of(found.problems.begin(), found.problems.end(), [&](const auto& problem) {
        return problem.place.file == file && problem.severity == Problem::Severity::error;
    });
}

}  // namespace

void validate_named(const std::string& name, config::Validated& into) {
    if (const Parser parser = parser_of(name)) {
        if (!base::signature_of(into.folder / name, true)) {
            throw Error(Kind::missing, fmt::format("the file '{}' does not exist", name));
        }
        return validate_with(parser, name, into);
    }
    const config::FileKind kind = config::kind_of(name);
    if (kind == config::FileKind::unknown) {
        throw Error(Kind::usage, fmt::format("'{}' is not a kind of file that mlp reads", name))
            .hint(
                "mlp.yaml, dvc.yaml, *.dvc, mlp.lock, dvc.lock, *.odcs.yaml, template.yaml, .mlp/config.yaml, and "
                "other YAML and JSON files can be validated");
    }
    config::validate_file(name, kind, into);
}

void validate_locks(config::Validated& into) {
    std::vector<std::string> locks{"mlp.lock"};
    const auto files = into.files;
    for (const std::string& file : files) {
        const std::filesystem::path path(file);
        // What such a file says of content is its own lock.
        if (path.extension() == ".dvc" && !has_error_in(file, into)) validate_with(parse_data_file, file, into);
        if (path.filename() == "dvc.yaml") locks.push_back((path.parent_path() / "dvc.lock").generic_string());
    }
    for (const std::string& lock : locks) validate_with(parser_of(lock), lock, into);
}

}  // namespace mlp::cli
