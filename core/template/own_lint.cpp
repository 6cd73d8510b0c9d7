#include "core/template/own_lint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/template/answers.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/own.hpp"
#include "core/template/render.hpp"

namespace mlp::tmpl {

namespace {

constexpr std::string_view definition_file = "template.yaml";
const std::string files_prefix = "files/";

void add_file(const base::EmbeddedFile& file, LintSubject& subject) {
    std::string path(file.name);
    const Position place{files_prefix + path, 0, 0};
    subject.texts.push_back({LintText::Role::name, path, place});
    if (path.ends_with(rendered_suffix)) {
        const bool conditional = !is_plain(path, subject.environment.syntax());
        subject.texts.push_back({LintText::Role::file, std::string(file.content), place, conditional});
        path.resize(path.size() - rendered_suffix.size());
    }
    subject.paths.push_back(std::move(path));
}

void check_default(const Question& question, LintSubject& subject) {
    const auto problem = problem_of(question, question.default_value);
    // No default: somebody has to answer. One that is rendered is not known before.
    if (!problem || question.default_value.empty() || !is_plain(question.default_value, subject.environment.syntax()))
        return;
    subject.problems.push_back({Problem::Severity::error, std::string(lint_codes::bad_question), question.place,
                                fmt::format("the default of '{}' is not allowed: {}", question.name, *problem),
                                {}});
}

/// Paths that template.yaml names as the project has them. Where names are rendered, nobody can say.
void check_named_files(const std::vector<std::string>& named, std::string_view key, LintSubject& subject) {
    const auto& paths = subject.paths;
    const bool plain = std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return is_plain(path, subject.environment.syntax());
    });
    for (const auto& path : named) {
        if (!plain || std::find(paths.begin(), paths.end(), path) != paths.end()) continue;
        subject.problems.push_back({Problem::Severity::warning, std::string(lint_codes::missing_file),
                                    Position{std::string(definition_file), 0, 0},
                                    fmt::format("'{}' names '{}', which the template does not make", key, path),
                                    {}});
    }
}

}  // namespace

LintSubject lint_subject(const Template& project_template) {
    LintSubject subject;
    subject.environment = own_environment({});
    subject.known = {"folder", "user", "adopting"};
    for (const auto& question : project_template.questions) {
        subject.questions.push_back({question.name, question.place});
        subject.texts.push_back({LintText::Role::setting, question.default_value, question.place});
        check_default(question, subject);
    }
    for (const auto& file : project_template.files) add_file(file, subject);
    check_named_files(project_template.optional, "optional", subject);
    if (project_template.adopted) check_named_files(project_template.adopted->files, "adopted", subject);
    return subject;
}

}  // namespace mlp::tmpl
