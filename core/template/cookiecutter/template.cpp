#include "core/template/cookiecutter/template.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/template/cookiecutter/generate.hpp"
#include "core/template/cookiecutter/hooks.hpp"
#include "core/template/cookiecutter/lint.hpp"
#include "core/template/cookiecutter/variables.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

using jinja::Dict;
using jinja::Value;

/// Files of a folder and below, for people: links and what is copied as it is included.
void list_files(const TemplateFolder& folder, const std::string& path, std::vector<std::string>& files) {
    for (const auto& entry : folder.list(path)) {
        auto inner = path_in(path, entry.name);
        if (entry.is_folder && !entry.is_link) {
            list_files(folder, inner, files);
        } else {
            files.push_back(std::move(inner));
        }
    }
}

class CookiecutterTemplate : public OpenedTemplate {
public:
    CookiecutterTemplate(Origin origin, Dict defaults)
        : origin_(std::move(origin)),
          repository_(origin_.folder),
          variables_text_(repository_.read(std::string(variables_file))),
          defaults_(std::move(defaults)) {}

    TemplateKind kind() const override { return TemplateKind::cookiecutter; }
    TemplateSummary summary() const override;
    LintSubject lint_subject() const override { return cookiecutter::lint_subject(repository_, variables_text_); }
    Rendering render(const RenderRequest& request) const override;

private:
    Rendering render_here(const RenderRequest& request) const;
    /// The variables with everything that was given and asked, and what was said about it.
    Dict answered(const RenderRequest& request, std::vector<std::string>& notes) const;
    void add_own_variables(Dict& variables, const RenderRequest& request) const;

    Origin origin_;
    TemplateFolder repository_;
    std::string variables_text_;
    Dict defaults_;
};

TemplateSummary CookiecutterTemplate::summary() const {
    const auto variables = parse_variables(variables_text_, variables_file);
    const auto environment = environment_of(variables);
    TemplateSummary summary;
    summary.name = origin_.source;
    summary.description = "a cookiecutter template";
    summary.questions = questions_of(variables);
    const auto folder = find_project_folder(repository_, environment);
    if (folder) list_files(repository_, *folder, summary.files);
    summary.commands = hook_scripts(repository_);
    return summary;
}

/// Answers of an earlier revision, as far as they fit this one.
void take_earlier(Dict& variables, const base::Json& earlier, std::vector<std::string>& notes) {
    if (!earlier.is_object()) return;
    for (const auto& [name, value] : earlier.items()) {
        Dict one;
        one.set(name, jinja::from_json(value));
        try {
            overwrite(variables, one);
        } catch (const Error& error) {
            notes.push_back(fmt::format("an earlier answer does not fit any more: {}", error.message()));
        }
    }
}

Dict CookiecutterTemplate::answered(const RenderRequest& request, std::vector<std::string>& notes) const {
    auto variables = parse_variables(variables_text_, variables_file);
    std::vector<std::string> names;
    for (const auto& [key, value] : variables.entries()) names.push_back(jinja::str(key));
    try {
        overwrite(variables, defaults_);
    } catch (const Error& error) {
        notes.push_back(
            fmt::format("your own defaults for cookiecutter do not fit this template: {}", error.message()));
    }
    take_earlier(variables, request.earlier, notes);
    for (const auto& name : overwrite(variables, as_values(request.given))) {
        notes.push_back(fmt::format("the template has no variable '{}': it is ignored{}", base::printable(name),
                                    base::did_you_mean(name, names)));
    }
    return variables;
}

void CookiecutterTemplate::add_own_variables(Dict& variables, const RenderRequest& request) const {
    variables.set("_template", origin_.source);
    variables.set("_output_dir", (request.target_is_parent ? request.target : request.target.parent_path()).native());
    variables.set("_repo_dir", origin_.folder.native());
    variables.set("_checkout", origin_.ref ? Value(*origin_.ref) : Value());
}

/// A template whose hook pre_prompt may run is prepared by it in a copy of its own.
Rendering CookiecutterTemplate::render(const RenderRequest& request) const {
    const auto hooks = request.trusted() ? pre_prompt_commands(repository_) : std::vector<HostCommand>{};
    if (hooks.empty()) return render_here(request);
    auto copy = std::make_shared<const base::TemporaryFolder>(base::system_temporaries(), "mlp-template");
    Origin origin = origin_;
    origin.folder = copy->path() / repository_.root().filename();
    std::error_code failed;
    std::filesystem::copy(repository_.root(), origin.folder, std::filesystem::copy_options::recursive, failed);
    if (failed) throw system_error("copy the template", repository_.root().native(), failed.value());
    for (const auto& hook : hooks) request.run(hook, origin.folder);
    auto rendering = CookiecutterTemplate(origin, defaults_).render_here(request);
    rendering.prepared = std::move(copy);
    return rendering;
}

Rendering CookiecutterTemplate::render_here(const RenderRequest& request) const {
    Rendering rendering;
    Value variables(answered(request, rendering.notes));
    if (const auto nested = nested_template(variables.dict(), request.ask)) {
        Origin origin = origin_;
        origin.folder = repository_.below(*nested).root();
        origin.source = origin.folder.native();
        return CookiecutterTemplate(origin, defaults_).render(request);
    }
    Dict asked;
    for (const auto& [key, value] : variables.dict().entries()) {
        if (!jinja::str(key).starts_with('_')) asked.set(key, value);
    }
    const auto environment = environment_of(variables.dict());
    answer_all(variables.dict(), environment, request.ask);
    for (const auto& [key, value] : variables.dict().entries()) {
        const auto name = jinja::str(key);
        if (name.starts_with('_')) continue;
        rendering.answers[name] = to_json(value);
    }
    add_own_variables(variables.dict(), request);
    Dict context;
    context.set("cookiecutter", variables);
    context.set("_cookiecutter", asked);
    const auto folder = project_folder(repository_, environment);
    rendering.folder_name = safe_path(jinja::render(jinja::Template(folder, folder, environment), context), folder);
    if (request.target_is_parent && rendering.folder_name == "." && !request.replace) {
        throw Error(Kind::conflict, fmt::format("the project's folder '{}' renders to no name, and the folder that it "
                                                "would be made in is there already",
                                                folder))
            .at(folder)
            .hint("answer the question that names it with --set, or name a folder: mlp init TEMPLATE DIR");
    }
    rendering.files = generate({repository_, environment, context, request.replace}, folder).take();
    if (request.trusted()) {
        rendering.before = hook_commands(repository_, "pre_gen_project", environment, context);
        rendering.after = hook_commands(repository_, "post_gen_project", environment, context);
    }
    return rendering;
}

}  // namespace

std::unique_ptr<OpenedTemplate> open(const Origin& origin, const Dict& defaults) {
    return std::make_unique<CookiecutterTemplate>(origin, defaults);
}

}  // namespace mlp::tmpl::cookiecutter
