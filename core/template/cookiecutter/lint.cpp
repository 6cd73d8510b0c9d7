#include "core/template/cookiecutter/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/template/cookiecutter/binary.hpp"
#include "core/template/cookiecutter/generate.hpp"
#include "core/template/cookiecutter/hooks.hpp"
#include "core/template/cookiecutter/variables.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/name_pattern.hpp"
#include "core/template/rendered.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

/// Where the variables stand. JSON is YAML, but for tabs: what cannot be read so has no line.
std::map<std::string, Position> places_of(std::string_view text) {
    std::vector<Problem> ignored;
    std::map<std::string, Position> places;
    const auto tree = base::parse_yaml(text, variables_file, ignored);
    for (const auto& entry : tree.entries()) places[entry.key] = entry.key_place;
    return places;
}

/// Collects what there is to check, by walking the variables and the folder that becomes the project.
class Collector {
public:
    Collector(const TemplateFolder& repository, std::string_view variables_text)
        : repository_(repository),
          variables_(parse_variables(variables_text, variables_file)),
          places_(places_of(variables_text)) {
        try {
            subject_.environment = environment_of(variables_);
        } catch (const Error& error) {
            throw Error(error.kind(), error.message())
                .at(place_of("_extensions").to_string())
                .hint(error.hint_text());
        }
        subject_.variable = "cookiecutter";
        subject_.known = {"_template", "_output_dir", "_repo_dir", "_checkout"};
        subject_.names = {"_cookiecutter"};
        const auto* patterns = variables_.find(std::string_view("_copy_without_render"));
        const auto* items = patterns == nullptr ? nullptr : patterns->sequence();
        if (items == nullptr) return;
        for (const auto& pattern : *items) copied_.push_back(jinja::str(pattern));
    }

    LintSubject run() && {
        if (add_nested()) return std::move(subject_);
        for (const auto& [key, value] : variables_.entries()) add_variable(jinja::str(key), value);
        for (const auto* hook : {"pre_gen_project", "post_gen_project"}) {
            for (const auto& path : hook_scripts(repository_, hook))
                subject_.texts.push_back({LintText::Role::file, repository_.read(path), {path, 0, 0}});
        }
        const auto folder = project_folder(repository_, subject_.environment);
        subject_.texts.push_back({LintText::Role::name, folder, {folder, 0, 0}});
        std::vector<TemplateFolder> loaded{repository_.below(folder)};
        if (repository_.has("templates") && !repository_.has_file("templates"))
            loaded.push_back(repository_.below("templates"));
        subject_.loader = loader_of(loaded);
        walk(loaded.front(), folder, ".", false);
        return std::move(subject_);
    }

private:
    Position place_of(const std::string& variable) const {
        const auto found = places_.find(variable);
        return found == places_.end() ? Position{std::string(variables_file), 0, 0} : found->second;
    }

    /// A choice of templates has no files of its own.
    bool add_nested() {
        const std::string key = variables_.find(std::string_view("templates")) != nullptr ? "templates" : "template";
        if (variables_.find(std::string_view(key)) == nullptr) return false;
        subject_.problems.push_back({Problem::Severity::warning, std::string(lint_codes::definition), place_of(key),
                                     "it is a choice of templates, none of which was checked",
                                     "check each of them with --directory"});
        return true;
    }

    void add_variable(const std::string& name, const jinja::Value& value) {
        const auto place = place_of(name);
        const bool computed = name.starts_with("__");
        if (name == "__prompts__" || (name.starts_with('_') && !computed)) {
            subject_.known.insert(name);
            return;
        }
        subject_.questions.push_back({name, place});
        add_settings(value, place, subject_);
        if (value.is_list() && value.list().items.empty()) {
            subject_.problems.push_back({Problem::Severity::error, std::string(lint_codes::bad_question), place,
                                         fmt::format("'{}' has no choices", name), "name at least one"});
        }
    }

    bool is_copied(const std::string& path) const {
        return std::any_of(copied_.begin(), copied_.end(),
                           [&](const std::string& pattern) { return name_matches(path, pattern); });
    }

    /// @param folder the one that becomes the project; @param copied nothing in it is rendered
    void walk(const TemplateFolder& source, const std::string& folder, const std::string& at, bool copied) {
        for (const auto& entry : source.list(at)) {
            const auto path = path_in(at, entry.name);
            const Position place{path_in(folder, path), 0, 0};
            const bool plain = copied || is_copied(path);
            subject_.paths.push_back(place.file);
            if (!copied) subject_.texts.push_back({LintText::Role::name, entry.name, place});
            if (entry.is_link && !check_link(source, path, place, subject_)) continue;
            if (entry.is_folder) {
                if (!entry.is_link) walk(source, folder, path, plain);
            } else if (!plain) {
                auto content = source.read(path);
                if (is_binary(path, content)) continue;
                const bool conditional = !is_plain(path, subject_.environment.syntax());
                subject_.texts.push_back({LintText::Role::file, std::move(content), place, conditional});
            }
        }
    }

    const TemplateFolder& repository_;
    jinja::Dict variables_;
    std::map<std::string, Position> places_;
    std::vector<std::string> copied_;
    LintSubject subject_;
};

}  // namespace

LintSubject lint_subject(const TemplateFolder& repository, std::string_view variables_text) {
    return Collector(repository, variables_text).run();
}

}  // namespace mlp::tmpl::cookiecutter
