#include "core/template/copier/template.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/copier/config.hpp"
#include "core/template/copier/lint.hpp"
#include "core/template/copier/paths.hpp"
#include "core/template/copier/question.hpp"
#include "core/template/copier/session.hpp"
#include "core/template/copier/tasks.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/version.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;

constexpr int deepest = 60;
/// The version of copier whose behaviour this is.
constexpr std::string_view followed_version = "9.19.1";

/// Walks the folder that is copied and renders what is in it.
class Renderer {
public:
    Renderer(Session& session, std::string root)
        : session_(session),
          root_(std::move(root)),
          paths_(session, root_),
          keeps_links_(setting("preserve_symlinks")) {}

    void run() { walk(".", 0); }
    RenderedTree& tree() { return tree_; }
    const Paths& paths() const { return paths_; }

private:
    bool setting(std::string_view name) const {
        const auto* value = session_.config().find(name);
        return value != nullptr && jinja::truth(*value);
    }

    void walk(const std::string& folder, int depth) {
        const auto& source = session_.folder();
        if (depth > deepest)
            throw Error(Kind::invalid, "folders are nested too deeply, or a link leads in a circle").at(folder);
        for (const auto& entry : source.list(joined_root(folder))) {
            const auto path = path_in(folder, entry.name);
            // The template's own repository is no part of it.
            if (folder == "." && root_ == "." && entry.name == ".git") continue;
            if (entry.is_link && !keeps_links_) source.resolved(joined_root(path));
            for (const auto& target : paths_.targets_of(path)) add(path, entry, target);
            if (entry.is_folder && !(entry.is_link && keeps_links_)) walk(path, depth + 1);
        }
    }

    std::string joined_root(const std::string& path) const { return path == "." ? root_ : path_in(root_, path); }

    void add(const std::string& path, const TemplateFolder::Entry& entry, const Target& target) {
        const auto made = safe_path(target.path, path);
        if (made == "." || paths_.is_excluded(made)) return;
        if (entry.is_link && keeps_links_) {
            put({made, link_target(path), 0777, RenderedFile::Kind::link}, path);
        } else if (entry.is_folder) {
            tree_.add_folder(made);
        } else {
            put({made, content(path, target.extra), entry.mode}, path);
        }
    }

    /// Two sources of one file: fine when they agree, else nobody could say which is meant.
    void put(RenderedFile file, const std::string& source) {
        const auto* before = tree_.find(file.path);
        if (before != nullptr && before->kind != RenderedFile::Kind::folder && file.path != paths_.answers_file()) {
            if (before->content == file.content && before->is_executable() == file.is_executable()) return;
            if (paths_.is_kept(file.path)) return;
            throw Error(Kind::invalid,
                        fmt::format("'{}' becomes '{}', which the template makes already with another content",
                                    base::printable(source), file.path))
                .at(base::printable(source));
        }
        tree_.add(std::move(file));
    }

    std::string link_target(const std::string& path) const {
        auto target = session_.folder().link_target(joined_root(path));
        return paths_.is_template(path) ? session_.text(target, path) : target;
    }

    std::string content(const std::string& path, const Dict& extra) const {
        auto text = session_.folder().read(joined_root(path));
        if (!paths_.is_template(path)) return text;
        // Without an ending that marks templates, what is no text is copied.
        if (paths_.is_template("") && base::invalid_utf8(text)) return text;
        const jinja::Template source(text, joined_root(path), session_.environment());
        return jinja::render(source, session_.context(extra), session_.loader());
    }

    Session& session_;
    std::string root_;
    Paths paths_;
    bool keeps_links_;
    RenderedTree tree_;
};

void check_version(const Config& config) {
    const auto* asked = config.find("min_copier_version");
    if (asked == nullptr) return;
    const auto wanted = Version::parse(jinja::str(*asked));
    const auto followed = Version::parse(followed_version);
    if (!wanted) {
        throw Error(Kind::invalid,
                    fmt::format("'_min_copier_version: {}' is no version", base::printable(jinja::str(*asked))))
            .at(config.file);
    }
    if (*followed < *wanted) {
        throw Error(Kind::invalid, fmt::format("the template needs copier {}; what mlp does is copier {}'s",
                                               jinja::str(*asked), followed_version))
            .at(config.file)
            .hint("use an older revision of the template, or a newer mlp");
    }
}

class CopierTemplate : public OpenedTemplate {
public:
    explicit CopierTemplate(Origin origin)
        : origin_(std::move(origin)), folder_(origin_.folder), config_(load_config(folder_)) {
        check_version(config_);
    }

    TemplateKind kind() const override { return TemplateKind::copier; }

    TemplateSummary summary() const override {
        TemplateSummary summary{origin_.source, "a copier template", questions_of(config_), {}, task_titles(config_)};
        list_files(".", summary.files);
        return summary;
    }

    LintSubject lint_subject() const override { return copier::lint_subject(folder_, config_); }

    Rendering render(const RenderRequest& request) const override {
        Session session(folder_, config_, origin_, request);
        answer_all(session);
        session.set_phase("render");
        Renderer renderer(session, root_of(session));
        renderer.run();
        Rendering rendering;
        rendering.answers_file = renderer.tree().find(renderer.paths().answers_file()) != nullptr;
        rendering.files = std::move(renderer.tree()).take();
        for (const auto& file : rendering.files) {
            if (renderer.paths().is_kept(file.path)) rendering.optional.push_back(file.path);
        }
        const auto remembered = session.remembered();
        for (const auto& [key, value] : remembered.entries()) {
            if (!key.text().starts_with('_')) rendering.answers[key.text()] = to_json(value);
        }
        note_unknown(session, rendering.notes);
        const auto message = request.update ? "message_after_update" : "message_after_copy";
        rendering.message = session.text(config_.text(message).value_or(""), config_.file + ": _" + message);
        rendering.leaves_out = renderer.paths().exclusion();
        add_programs(session, rendering);
        return rendering;
    }

private:
    static void add_programs(Session& session, Rendering& rendering) {
        session.set_phase("tasks");
        if (session.request().trusted()) rendering.after = task_commands(session);
        if (!session.request().update) return;
        session.set_phase("migrate");
        auto before = migration_commands(session, "before");
        auto after = migration_commands(session, "after");
        if (session.request().trusted()) {
            rendering.before = std::move(before);
            rendering.after.insert(rendering.after.end(), after.begin(), after.end());
        } else {
            for (const auto* commands : {&before, &after}) {
                for (const auto& command : *commands) rendering.skipped.push_back(command.title);
            }
        }
    }

    /// The folder that is copied, relative to the template.
    std::string root_of(const Session& session) const {
        const auto rendered = session.text(config_.text("subdirectory").value_or(""), config_.file + ": _subdirectory");
        return folder_.resolved(folder_.below(rendered).root().lexically_relative(folder_.root()).native());
    }

    void note_unknown(Session& session, std::vector<std::string>& notes) const {
        std::vector<std::string> names;
        for (const auto& [key, value] : config_.questions.entries()) names.push_back(key.text());
        for (const auto& [key, value] : session.answers().init.entries()) {
            const auto name = jinja::str(key);
            if (config_.questions.find(key) != nullptr || name.starts_with('_')) continue;
            notes.push_back(fmt::format("the template has no question '{}'{}", base::printable(name),
                                        base::did_you_mean(name, names)));
        }
    }

    void list_files(const std::string& path, std::vector<std::string>& files) const {
        for (const auto& entry : folder_.list(path)) {
            if (entry.name == ".git") continue;
            auto inner = path_in(path, entry.name);
            if (entry.is_folder && !entry.is_link) {
                list_files(inner, files);
            } else {
                files.push_back(std::move(inner));
            }
        }
    }

    Origin origin_;
    TemplateFolder folder_;
    Config config_;
};

}  // namespace

std::unique_ptr<OpenedTemplate> open(const Origin& origin) { return std::make_unique<CopierTemplate>(origin); }

}  // namespace mlp::tmpl::copier
