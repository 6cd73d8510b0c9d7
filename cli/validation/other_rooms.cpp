#include "cli/validation/other_rooms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "cli/data/contract_reviews.hpp"
#include "core/base/io.hpp"
#include "core/base/yaml.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"
#include "core/config/schema.hpp"
#include "core/data/data_lock.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/lock.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

/// A kind of file that another room reads, stopping at its first error; the schema tells what else is wrong.
struct ForeignFile {
    void (*parse)(std::string_view text, std::string_view name);
    std::string_view schema;
    std::string_view subject;
};

constexpr ForeignFile own_lock{[](std::string_view text, std::string_view at) { pipeline::parse_lock(text, at); },
                               "mlp_lock.schema.json", "the lock file"};
constexpr ForeignFile dvc_lock{[](std::string_view text, std::string_view at) { pipeline::parse_dvc_lock(text, at); },
                               "dvc_lock.schema.json", "dvc.lock"};
constexpr ForeignFile data_lock{[](std::string_view text, std::string_view at) { data::parse_data_lock(text, at); },
                                "data_lock.schema.json", "data.lock"};
constexpr ForeignFile contracts_lock{[](std::string_view text, std::string_view at) { parse_reviews(text, at); },
                                     "contracts_lock.schema.json", "contracts.lock"};
constexpr ForeignFile template_file{[](std::string_view text, std::string_view at) { tmpl::parse_template(text, at); },
                                    "template.schema.json", "the template"};
constexpr ForeignFile data_file{[](std::string_view text, std::string_view at) { data::dvc::parse_dvc_file(text, at); },
                                "dvc_file.schema.json", "the .dvc file"};

const ForeignFile* kind_of(const std::string& name) {
    const std::string file = std::filesystem::path(name).filename().string();
    if (file == "mlp.lock") return &own_lock;
    if (file == "dvc.lock") return &dvc_lock;
    if (file == data::data_lock_file) return &data_lock;
    if (file == reviews_file) return &contracts_lock;
    if (file == "template.yaml") return &template_file;
    return nullptr;
}

/// What the schema says of lines that nothing was said of.
/// @param first  what was said
void add_further_mistakes(const ForeignFile& kind, const std::string& text, const std::string& name,
                          const Error& first, config::Validated& into) {
    std::vector<Problem> unreadable;
    const base::Yaml tree = base::parse_yaml(text, name, unreadable);
    if (!unreadable.empty() || !tree.is_map()) return;
    // A file of another version has nothing of this one's, which is one mistake.
    const base::Yaml* version = tree.find(&kind == &dvc_lock ? "schema" : "version");
    const int said = config::position_from(first.place(), name).line;
    const bool other_version = version == nullptr ? &kind == &dvc_lock : version->begin().line == said;
    if (other_version) return;
    config::Findings findings;
    config::check_schema(kind.schema, tree, kind.subject, findings);
    for (config::Finding& finding : findings.take()) {
        const bool told = std::any_of(into.problems.begin(), into.problems.end(), [&](const config::Finding& other) {
            return other.place.file == name && other.place.line == finding.place.line;
        });
        if (told) continue;
        finding.code = config::codes::bad_lock;
        finding.hint = first.hint_text();
        into.problems.push_back(std::move(finding));
    }
}

/// Files that other rooms write are read by them; their one error becomes a finding like the others.
void validate_with(const ForeignFile& kind, const std::string& name, config::Validated& into) {
    std::optional<std::string> text;
    try {
        text = base::read_file_if_exists(into.folder / name);
    } catch (const Error& error) {
        into.problems.push_back({{Problem::Severity::error, std::string(config::codes::unreadable), {name, 0, 0},
                                  error.message(), error.hint_text()}});
    }
    if (!text) return;
    if (std::find(into.files.begin(), into.files.end(), name) == into.files.end()) into.files.push_back(name);
    try {
        kind.parse(*text, name);
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        const std::string code = error.code_text().empty() ? std::string(config::codes::bad_lock) : error.code_text();
        into.problems.push_back({{Problem::Severity::error, code, config::position_from(error.place(), name),
                                  error.message(), error.hint_text()}});
        add_further_mistakes(kind, *text, name, error, into);
    }
}

bool has_error_in(const std::string& file, const config::Validated& found) {
    return std::any_of(found.problems.begin(), found.problems.end(), [&](const auto& problem) {
        return problem.place.file == file && problem.severity == Problem::Severity::error;
    });
}

}  // namespace

void validate_named(const std::string& given, config::Validated& into) {
    const std::string name = std::filesystem::path(given).lexically_normal().generic_string();
    if (const ForeignFile* const foreign = kind_of(name)) {
        if (!base::signature_of(into.folder / name, true)) {
            throw Error(Kind::missing, fmt::format("the file '{}' does not exist", name));
        }
        return validate_with(*foreign, name, into);
    }
    const config::FileKind kind = config::kind_of(name);
    if (kind == config::FileKind::unknown) {
        throw Error(Kind::usage, fmt::format("'{}' is not a kind of file that mlp reads", name))
            .hint(
                "mlp.yaml, dvc.yaml, *.dvc, mlp.lock, dvc.lock, data.lock, contracts.lock, *.odcs.yaml, template.yaml, "
                ".mlp/config.yaml, and other YAML and JSON files can be validated");
    }
    config::validate_file(name, kind, into);
    const bool is_data = kind == config::FileKind::dvc && name.ends_with(".dvc");
    if (is_data && !has_error_in(name, into)) validate_with(data_file, name, into);
}

void validate_locks(config::Validated& into) {
    std::vector<std::string> locks{"mlp.lock", std::string(data::data_lock_file), std::string(reviews_file)};
    const auto files = into.files;
    for (const std::string& file : files) {
        const std::filesystem::path path(file);
        // What such a file says of content is its own lock.
        if (path.extension() == ".dvc" && !has_error_in(file, into)) validate_with(data_file, file, into);
        if (path.filename() == "dvc.yaml") locks.push_back((path.parent_path() / "dvc.lock").generic_string());
    }
    for (const std::string& lock : locks) validate_with(*kind_of(lock), lock, into);
}

}  // namespace mlp::cli
