#include "core/template/own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/own_lint.hpp"

namespace mlp::tmpl {

namespace {

/// Whether a folder holds more than what a new repository begins with (hidden files, a readme, a licence).
bool holds_work(const std::filesystem::path& folder, const std::vector<std::string>& optional) {
    std::error_code absent;
    for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
        const auto name = entry.path().filename().native();
        const bool usual = name.starts_with('.') || name.starts_with("README") || name.starts_with("LICENSE") ||
                           std::find(optional.begin(), optional.end(), name) != optional.end();
        if (!usual) return true;
    }
    return false;
}

class OwnTemplate : public OpenedTemplate {
public:
    explicit OwnTemplate(Template project_template) : template_(std::move(project_template)) {}

    /// @param texts what the names and contents of the template's files point into
    OwnTemplate(Template project_template, std::deque<std::string> texts)
        : texts_(std::move(texts)), template_(std::move(project_template)) {}

    TemplateKind kind() const override { return TemplateKind::own; }

    TemplateSummary summary() const override {
        TemplateSummary summary{template_.name, template_.description, template_.questions, {}, {}};
        for (const auto& file : template_.files) summary.files.emplace_back(file.name);
        return summary;
    }

    LintSubject lint_subject() const override { return tmpl::lint_subject(template_); }

    Rendering render(const RenderRequest& request) const override {
        auto built_in = built_in_values(request.target, request.user);
        // At an update the folder is full of what the template itself made.
        const bool adopting = template_.adopted && !request.update && holds_work(request.target, template_.optional);
        built_in["adopting"] = adopting ? "yes" : "";
        const auto values = collect_answers(template_, built_in, given_to(request), request.ask);
        Rendering rendering;
        rendering.files = render_files(template_, values);
        if (adopting) {
            const auto& wanted = template_.adopted->files;
            std::erase_if(rendering.files, [&](const RenderedFile& file) {
                return std::find(wanted.begin(), wanted.end(), file.path) == wanted.end();
            });
        }
        for (const auto& question : template_.questions) rendering.answers[question.name] = values.at(question.name);
        rendering.optional = template_.optional;
        rendering.next = adopting ? template_.adopted->next : template_.next;
        return rendering;
    }

private:
    /// What is given now stands above what was answered before, as far as it is asked still.
    Values given_to(const RenderRequest& request) const {
        auto given = as_texts(request.given);
        for (const auto& question : template_.questions) {
            const auto earlier =
                request.earlier.is_object() ? request.earlier.find(question.name) : request.earlier.end();
            if (earlier != request.earlier.end() && earlier->is_string())
                given.try_emplace(question.name, earlier->get<std::string>());
        }
        return given;
    }

    std::deque<std::string> texts_;
    Template template_;
};

void read_files(const TemplateFolder& folder, const std::string& path, std::deque<std::string>& texts,
                Template& project_template) {
    for (const auto& entry : folder.list(path)) {
        const auto inner = path_in(path, entry.name);
        if (entry.is_folder) {
            if (!entry.is_link) read_files(folder, inner, texts, project_template);
            continue;
        }
        const auto& content = texts.emplace_back(folder.read(inner));
        const auto& name = texts.emplace_back(inner);
        project_template.files.push_back({name, content, (entry.mode & 0111U) != 0});
    }
}

}  // namespace

std::vector<RenderedFile> render_files(const Template& project_template, const Values& values) {
    RenderedTree tree;
    for (const auto& file : project_template.files) {
        auto name = render(file.name, values, file.name);
        const bool is_text = name.ends_with(rendered_suffix);
        if (is_text) name.resize(name.size() - rendered_suffix.size());
        const auto path = safe_path(name, file.name);
        if (path == ".") throw Error(Kind::invalid, "the file's name renders to nothing").at(std::string(file.name));
        if (tree.find(path) != nullptr) throw Error(Kind::invalid, fmt::format("the template makes '{}' twice", path));
        tree.add({path, is_text ? render(file.content, values, file.name) : std::string(file.content),
                  file.executable ? 0755U : 0644U});
    }
    return std::move(tree).take();
}

std::unique_ptr<OpenedTemplate> open_own(Template project_template) {
    return std::make_unique<OwnTemplate>(std::move(project_template));
}

std::unique_ptr<OpenedTemplate> open_own(const Origin& origin) {
    const TemplateFolder folder(origin.folder);
    auto parsed = parse_template(folder.read("template.yaml"), "template.yaml");
    std::deque<std::string> texts;
    if (folder.has("files")) read_files(folder.below("files"), ".", texts, parsed);
    return std::make_unique<OwnTemplate>(std::move(parsed), std::move(texts));
}

}  // namespace mlp::tmpl
