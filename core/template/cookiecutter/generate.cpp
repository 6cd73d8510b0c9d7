#include "core/template/cookiecutter/generate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/cookiecutter/binary.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/name_pattern.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

constexpr int deepest = 60;

/// The entry `name` of the variables, when it says something.
const jinja::Value* setting(const jinja::Dict& context, std::string_view name) {
    const auto* variables = context.find(std::string_view("cookiecutter"));
    const auto* value = variables == nullptr ? nullptr : variables->dict().find(name);
    return value != nullptr && jinja::truth(*value) ? value : nullptr;
}

class Generator {
public:
    Generator(const Generation& asked, const std::string& folder)
        : asked_(asked),
          source_(asked.repository.below(folder)),
          loader_(loader_of(loaded_from(asked.repository, source_))) {
        read_patterns();
        if (const auto* newlines = setting(asked.context, "_new_lines")) newlines_ = jinja::str(*newlines);
        if (newlines_ && *newlines_ != "\n" && *newlines_ != "\r" && *newlines_ != "\r\n") {
            throw Error(Kind::invalid,
                        fmt::format("'_new_lines' is '{}', a line end was expected", base::printable(*newlines_)))
                .at("cookiecutter.json");
        }
    }

    RenderedTree run() && {
        walk(".");
        return std::move(tree_);
    }

private:
    static std::vector<TemplateFolder> loaded_from(const TemplateFolder& repository, const TemplateFolder& source) {
        std::vector<TemplateFolder> folders{source};
        if (repository.has("templates") && !repository.has_file("templates"))
            folders.push_back(repository.below("templates"));
        return folders;
    }

    void read_patterns() {
        const auto* patterns = setting(asked_.context, "_copy_without_render");
        if (patterns == nullptr) return;
        const auto next = jinja::iterate(*patterns);
        while (const auto pattern = next()) copied_.push_back(jinja::str(*pattern));
    }

    bool is_copied(const std::string& path) const {
        return std::any_of(copied_.begin(), copied_.end(),
                           [&](const std::string& pattern) { return name_matches(path, pattern); });
    }

    std::string rendered_name(const std::string& path) const {
        return is_plain(path, asked_.environment.syntax()) ? path : rendered_text(path, path);
    }

    std::string rendered_text(std::string_view text, const std::string& label) const {
        return jinja::render(jinja::Template(text, label, asked_.environment), asked_.context, loader_);
    }

    void walk(const std::string& folder) {
        const auto entries = source_.list(folder);
        std::vector<std::string> rendered_folders;
        for (const auto& entry : entries) {
            if (!entry.is_folder) continue;
            const auto path = path_in(folder, entry.name);
            if (is_copied(path)) {
                copy_folder(path);
            } else {
                make_folder(path);
                // What a link leads to is not looked into.
                if (!entry.is_link) rendered_folders.push_back(path);
            }
        }
        for (const auto& entry : entries) {
            if (!entry.is_folder) file(path_in(folder, entry.name), entry.mode);
        }
        for (const auto& path : rendered_folders) walk(path);
    }

    void make_folder(const std::string& path) {
        const auto made = safe_path("./" + rendered_name(path), path);
        if (tree_.is_folder(made)) {
            if (asked_.folders_may_exist) return;
            throw Error(Kind::invalid, fmt::format("the folder '{}' becomes '{}', which is there already",
                                                   base::printable(path), made))
                .at(path)
                .hint(
                    "its name renders to nothing or to another folder's; --force takes them for one, as does "
                    "cookiecutter's --overwrite-if-exists");
        }
        tree_.add_folder(made);
    }

    void copy_folder(const std::string& path) {
        const auto made = safe_path("./" + rendered_name(path), path);
        if (tree_.is_folder(made)) tree_.remove(made);
        copy_below(path, made, 0);
    }

    void copy_below(const std::string& from, const std::string& to, int depth) {
        if (depth > deepest)
            throw Error(Kind::invalid, "folders are nested too deeply, or a link leads in a circle").at(from);
        source_.resolved(from);
        if (to != ".") tree_.add_folder(to);
        for (const auto& entry : source_.list(from)) {
            const auto target = safe_path(path_in(to, entry.name), path_in(from, entry.name));
            if (entry.is_folder) {
                copy_below(path_in(from, entry.name), target, depth + 1);
            } else {
                tree_.add({target, source_.read(path_in(from, entry.name)), entry.mode});
            }
        }
    }

    void file(const std::string& path, unsigned mode) {
        const auto name = rendered_name(path);
        const auto made = safe_path(name, path);
        const bool is_copy = is_copied(path);
        if (tree_.is_folder(made)) {
            if (!is_copy) return;  // the name rendered to nothing: the file is not wanted
            throw Error(Kind::invalid, fmt::format("'{}' is to be copied to '{}', which is a folder", path, made))
                .at(path);
        }
        if (name.ends_with('/') || !tree_.is_folder(folder_of(made))) {
            throw Error(Kind::invalid, fmt::format("'{}' becomes '{}', whose folder the template does not make",
                                                   base::printable(path), base::printable(name)))
                .at(path);
        }
        auto content = source_.read(path);
        if (!is_copy && !is_binary(path, content)) content = rendered_file(path, content);
        tree_.add({made, std::move(content), mode});
    }

    std::string rendered_file(const std::string& path, const std::string& content) const {
        const auto text = rendered_text(content, path);
        const auto newline = newlines_ ? *newlines_ : newline_of(content);
        return newline == "\n" ? text : base::replaced(text, '\n', newline);
    }

    const Generation& asked_;
    TemplateFolder source_;
    jinja::Loader loader_;
    std::vector<std::string> copied_;
    std::optional<std::string> newlines_;
    RenderedTree tree_;
};

}  // namespace

std::string newline_of(std::string_view content) {
    if (content.find('\r') == std::string_view::npos) return "\n";
    // Python decodes 8 KiB at a time, until there is a line; a "\r" at the end of a piece waits for what follows.
    constexpr std::size_t piece = 8192;
    bool has_return = false;
    bool has_feed = false;
    bool has_both = false;
    bool waiting = false;
    for (std::size_t at = 0; at < content.size(); at += piece) {
        const auto end = std::min(content.size(), at + piece);
        for (auto i = at; i < end; ++i) {
            if (waiting) (content[i] == '\n' ? has_both : has_return) = true;
            if (content[i] == '\n' && !waiting) has_feed = true;
            waiting = content[i] == '\r';
        }
        if (waiting && end == content.size()) has_return = true;
        if (has_return || has_feed || has_both) break;
    }
    if (has_return) return "\r";
    return has_both && !has_feed ? "\r\n" : "\n";
}

std::optional<std::string> find_project_folder(const TemplateFolder& repository,
                                               const jinja::Environment& environment) {
    const auto& syntax = environment.syntax();
    for (const auto& entry : repository.list(".")) {
        const auto has = [&](std::string_view text) { return entry.name.find(text) != std::string::npos; };
        if (has("cookiecutter") && has(syntax.variable_start) && has(syntax.variable_end)) return entry.name;
    }
    return std::nullopt;
}

std::string project_folder(const TemplateFolder& repository, const jinja::Environment& environment) {
    if (auto found = find_project_folder(repository, environment)) return std::move(*found);
    const auto& syntax = environment.syntax();
    throw Error(Kind::invalid, fmt::format("the template has no folder named like '{}cookiecutter.project_slug{}'",
                                           syntax.variable_start, syntax.variable_end))
        .at(repository.root().native());
}

RenderedTree generate(const Generation& generation, const std::string& folder) {
    return Generator(generation, folder).run();
}

}  // namespace mlp::tmpl::cookiecutter
