#include "core/template/copier/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/copier/paths.hpp"
#include "core/template/copier/session.hpp"
#include "core/template/copier/types.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Value;

/// Settings whose texts copier does not render.
constexpr std::array<std::string_view, 6> plain_settings{"envops", "jinja_extensions", "min_copier_version",
                                                         "templates_suffix", "secret_questions", "preserve_symlinks"};

class Collector {
public:
    Collector(const TemplateFolder& folder, const Config& config)
        : folder_(folder), config_(config), suffix_(suffix_of(config)) {
        try {
            subject_.environment = environment_of(config);
        } catch (const Error& error) {
            const auto* setting = error.place().ends_with("_envops") ? "_envops" : "_jinja_extensions";
            throw Error(error.kind(), error.message()).at(place_of(setting).to_string()).hint(error.hint_text());
        }
        excluded_ = plain_excludes(config);
        subject_.loader = loader_of({folder});
        subject_.names = {"_copier_conf",     "_copier_answers",      "_copier_python",     "_copier_phase",
                          "_folder_name",     "_external_data",       "_copier_operation",  "_commit",
                          "_src_path",        "_stage",               "_version_from",      "_version_to",
                          "_version_current", "_version_pep440_from", "_version_pep440_to", "_version_pep440_current"};
    }

    LintSubject run() && {
        for (const auto& [key, details] : config_.questions.entries()) add_question(key.text(), details);
        for (const auto& [key, value] : config_.settings.entries()) {
            const auto& name = key.text();
            const bool plain = std::find(plain_settings.begin(), plain_settings.end(), name) != plain_settings.end();
            if (!plain) add_settings(value, place_of('_' + name), subject_);
        }
        walk(root(), ".");
        return std::move(subject_);
    }

private:
    Position place_of(const std::string& key) const {
        const auto found = config_.places.find(key);
        return found == config_.places.end() ? Position{config_.file, 0, 0} : found->second;
    }

    /// Where its name is rendered, everything may be copied.
    std::string root() const {
        const auto given = config_.text("subdirectory").value_or("");
        if (given.empty() || !is_plain(given, subject_.environment.syntax())) return ".";
        const auto path = base::normal_relative(given);
        if (!path || !folder_.has(*path)) {
            throw Error(Kind::invalid,
                        fmt::format("'_subdirectory' names '{}', which is not there", base::printable(given)))
                .at(place_of("_subdirectory").to_string());
        }
        return *path;
    }

    void add_question(const std::string& name, const Value& details) {
        const auto place = place_of(name);
        subject_.questions.push_back({name, place});
        add_settings(details, place, subject_);
        const auto* type = details.dict().find(std::string_view("type"));
        if (type == nullptr || !type->is_text() || !is_plain(type->text(), subject_.environment.syntax())) return;
        if (std::find(type_names.begin(), type_names.end(), type->text()) != type_names.end()) return;
        subject_.problems.push_back(
            {Problem::Severity::error, std::string(lint_codes::bad_question), place,
             fmt::format("'{}' has the type '{}', one of {} was expected", name, base::printable(type->text()),
                         fmt::join(type_names, ", ")),
             {}});
    }

    bool is_excluded(const std::string& path) const {
        return std::any_of(excluded_.begin(), excluded_.end(),
                           [&](const auto& pattern) { return !pattern.negated() && pattern.matches(path, false); });
    }

    void walk(const std::string& root, const std::string& at) {
        const auto folder = at == "." ? root : path_in(root, at);
        for (const auto& entry : folder_.list(folder)) {
            const auto path = path_in(at, entry.name);
            const auto from = path_in(root, path);
            const Position place{from, 0, 0};
            if (entry.name == ".git" || is_excluded(path)) continue;
            subject_.texts.push_back({LintText::Role::name, entry.name, place});
            add_path(path, entry.is_folder);
            if (entry.is_link && !check_link(folder_, from, place, subject_)) continue;
            if (entry.is_folder) {
                if (!entry.is_link) walk(root, path);
            } else if (entry.name.ends_with(suffix_)) {
                auto content = folder_.read(from);
                if (suffix_.empty() && base::invalid_utf8(content)) continue;
                const bool conditional = !is_plain(path, subject_.environment.syntax());
                subject_.texts.push_back({LintText::Role::file, std::move(content), place, conditional});
            }
        }
    }

    void add_path(std::string path, bool is_folder) {
        if (!is_folder && !suffix_.empty() && path.ends_with(suffix_)) path.resize(path.size() - suffix_.size());
        subject_.paths.push_back(std::move(path));
    }

    const TemplateFolder& folder_;
    const Config& config_;
    std::string suffix_;
    std::vector<base::IgnorePattern> excluded_;
    LintSubject subject_;
};

}  // namespace

LintSubject lint_subject(const TemplateFolder& folder, const Config& config) {
    return Collector(folder, config).run();
}

}  // namespace mlp::tmpl::copier
