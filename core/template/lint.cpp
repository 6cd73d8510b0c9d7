#include "core/template/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "core/base/ascii.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/place.hpp"
#include "core/template/jinja/mentions.hpp"
#include "core/template/jinja/value.hpp"
#include "core/template/rendered.hpp"

namespace mlp::tmpl {

namespace {

using jinja::Mention;

/// Names that Jinja gives to parts of a template.
constexpr std::array<std::string_view, 6> jinja_names{"loop", "self", "super", "caller", "varargs", "kwargs"};
/// What may be called on the questions as a whole.
constexpr std::array<std::string_view, 6> dict_methods{"items", "keys", "values", "get", "update", "copy"};

struct Parsed {
    LintText text;
    std::unique_ptr<jinja::Template> source;
    jinja::Mentions mentions;
};

class Linter {
public:
    explicit Linter(LintSubject subject) : subject_(std::move(subject)), problems_(std::move(subject_.problems)) {
        for (const auto& question : subject_.questions) asked_.insert(question.name);
    }

    std::vector<Problem> run() && {
        for (auto& text : subject_.texts) parse(std::move(text));
        parse_included();
        share_names();
        for (const auto& parsed : parsed_) check(parsed);
        check_unused();
        check_paths();
        sort();
        return std::move(problems_);
    }

private:
    void add(Problem::Severity severity, std::string_view code, Position place, std::string message,
             std::string hint = {}) {
        problems_.push_back({severity, std::string(code), std::move(place), std::move(message), std::move(hint)});
    }

    void parse(LintText text) {
        try {
            auto source = std::make_unique<jinja::Template>(text.text, text.place.file, subject_.environment);
            auto mentions = jinja::mentions_of(*source);
            parsed_.push_back({std::move(text), std::move(source), std::move(mentions)});
        } catch (const Error& error) {
            if (error.kind() == Kind::bug) throw;
            auto problem = problem_of(error);
            problem.code = lint_codes::syntax;
            if (text.may_be_left_out) problem.severity = Problem::Severity::warning;
            if (text.role != LintText::Role::file) problem.place = text.place;
            problems_.push_back(std::move(problem));
        }
    }

    /// What a template includes may lie outside of what is copied.
    void parse_included() {
        std::set<std::string> seen;
        for (const auto& parsed : parsed_) {
            if (parsed.text.role == LintText::Role::file) seen.insert(parsed.text.place.file);
        }
        for (std::size_t i = 0; i < parsed_.size(); ++i) {
            const auto references = parsed_[i].mentions.templates;
            for (const auto& reference : references) {
                const auto path = base::normal_relative(reference.name);
                if (!path || !seen.insert(*path).second || !subject_.loader) continue;
                if (auto text = subject_.loader(*path))
                    parse({LintText::Role::file, std::move(*text), {*path, 0, 0}});
            }
        }
    }

    Position place_of(const Parsed& parsed, const Mention& mention) const {
        const auto& text = parsed.text;
        return text.role == LintText::Role::file ? parsed.source->position(mention.at) : text.place;
    }

    /// A template and those that it includes or extends see each other's names.
    void share_names() {
        std::map<std::string, Parsed*> by_file;
        for (auto& parsed : parsed_) {
            if (parsed.text.role == LintText::Role::file) by_file[parsed.text.place.file] = &parsed;
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (auto& parsed : parsed_) {
                for (const auto& shared : parsed.mentions.shared_templates) {
                    const auto path = base::normal_relative(shared.name);
                    const auto found = path ? by_file.find(*path) : by_file.end();
                    if (found == by_file.end()) continue;
                    auto& here = parsed.mentions.set;
                    auto& there = found->second->mentions.set;
                    const auto before = here.size() + there.size();
                    here.insert(there.begin(), there.end());
                    there.insert(here.begin(), here.end());
                    changed = changed || here.size() + there.size() != before;
                }
            }
        }
    }

    void check(const Parsed& parsed) {
        const auto& mentions = parsed.mentions;
        for (const auto& mention : mentions.read) check_read(parsed, mention);
        for (const auto& filter : mentions.unknown_filters)
            check_known(parsed, filter, "filter", subject_.environment.filter_names());
        for (const auto& test : mentions.unknown_tests)
            check_known(parsed, test, "test", subject_.environment.test_names());
        for (const auto& other : mentions.templates) check_template(parsed, other);
    }

    void check_known(const Parsed& parsed, const Mention& mention, std::string_view what,
                     const std::vector<std::string>& known) {
        add(Problem::Severity::warning, lint_codes::unknown, place_of(parsed, mention),
            fmt::format("there is no {} '{}'{}", what, mention.name, base::did_you_mean(mention.name, known)),
            "an error once the 'if' around it is true");
    }

    void check_template(const Parsed& parsed, const Mention& mention) {
        const auto path = base::normal_relative(mention.name);
        if (path && subject_.loader && subject_.loader(*path)) return;
        add(Problem::Severity::error, lint_codes::no_template, place_of(parsed, mention),
            path ? fmt::format("there is no template '{}'", base::printable(mention.name))
                 : fmt::format("the template '{}' lies outside of this one", base::printable(mention.name)));
    }

    void check_read(const Parsed& parsed, const Mention& mention) {
        const bool of_variable = !subject_.variable.empty() && mention.name == subject_.variable;
        if (of_variable) return check_attribute(parsed, mention);
        if (subject_.variable.empty()) used_.insert(mention.name);
        if (!is_defined(parsed, mention.name)) report_undefined(parsed, mention, mention.name);
    }

    void check_attribute(const Parsed& parsed, const Mention& mention) {
        const auto& attribute = mention.attribute;
        used_.insert(attribute);
        if (asked_.contains(attribute) || subject_.known.contains(attribute)) return;
        const bool is_method = std::find(dict_methods.begin(), dict_methods.end(), attribute) != dict_methods.end();
        if (attribute.empty() || is_method) {
            used_as_a_whole_ = true;
        } else if (!parsed.mentions.optional.contains({mention.name, attribute})) {
            report_undefined(parsed, mention, mention.name + '.' + attribute);
        }
    }

    bool is_defined(const Parsed& parsed, const std::string& name) const {
        if (subject_.variable.empty() && (asked_.contains(name) || subject_.known.contains(name))) return true;
        return parsed.mentions.set.contains(name) || parsed.mentions.optional.contains({name, {}}) ||
               subject_.names.contains(name) || subject_.environment.globals().contains(name) ||
               std::find(jinja_names.begin(), jinja_names.end(), name) != jinja_names.end();
    }

    void report_undefined(const Parsed& parsed, const Mention& mention, const std::string& shown) {
        const auto place = place_of(parsed, mention);
        const auto message = fmt::format("'{}' is not defined{}", shown, suggestion(shown));
        if (!told_.emplace(place.to_string(), message).second) return;
        const bool strict =
            subject_.environment.undefined() == jinja::UndefinedMode::strict && !parsed.text.may_be_left_out;
        add(strict ? Problem::Severity::error : Problem::Severity::warning, lint_codes::undefined, place, message,
            strict ? "" : "it renders to nothing, or is an error where something of it is wanted");
    }

    std::string suggestion(const std::string& shown) const {
        const auto& variable = subject_.variable;
        if (!variable.empty() && asked_.contains(shown)) return fmt::format("; '{}.{}' is", variable, shown);
        std::vector<std::string> candidates;
        for (const auto* names : {&asked_, &subject_.known}) {
            for (const auto& name : *names) candidates.push_back(variable.empty() ? name : variable + '.' + name);
        }
        return base::did_you_mean(shown, candidates);
    }

    void check_unused() {
        if (used_as_a_whole_) return;
        for (const auto& question : subject_.questions) {
            if (used_.contains(question.name)) continue;
            add(Problem::Severity::warning, lint_codes::unused, question.place,
                fmt::format("nothing uses '{}'", question.name), "ask only what the template needs");
        }
    }

    void check_paths() {
        std::map<std::string, std::string> seen;
        for (const auto& path : subject_.paths) {
            try {
                safe_path(path, {});
            } catch (const Error& error) {
                add(Problem::Severity::error, lint_codes::unsafe_path, {path, 0, 0}, error.message());
            }
            const auto [other, is_new] = seen.try_emplace(base::lower(path), path);
            if (is_new || other->second == path) continue;
            add(Problem::Severity::error, lint_codes::collision, {path, 0, 0},
                fmt::format("'{}' and '{}' are one file on some systems", other->second, path));
        }
    }

    void sort() {
        std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
            return std::tie(a.place.file, a.place.line, a.place.column) <
                   std::tie(b.place.file, b.place.line, b.place.column);
        });
    }

    LintSubject subject_;
    std::vector<Problem> problems_;
    std::vector<Parsed> parsed_;
    std::set<std::string> asked_;
    std::set<std::string> used_;
    std::set<std::pair<std::string, std::string>> told_;
    bool used_as_a_whole_ = false;
};

}  // namespace

Problem problem_of(const Error& error) {
    // "file:line:column", where the file's own name may have colons.
    const std::string& place = error.place();
    auto end = place.size();
    for (int part = 0; part < 2; ++part) {
        const auto colon = place.rfind(':', end == 0 ? 0 : end - 1);
        const bool numbered = colon != std::string::npos && colon + 1 < end &&
                              std::all_of(place.begin() + static_cast<std::ptrdiff_t>(colon) + 1,
                                          place.begin() + static_cast<std::ptrdiff_t>(end), base::is_digit);
        if (!numbered) break;
        end = colon;
    }
    return {Problem::Severity::error, std::string(lint_codes::definition),
            config::position_from(place, place.substr(0, end)), error.message(), error.hint_text()};
}

void add_settings(const jinja::Value& value, const Position& place, LintSubject& subject) {
    if (value.is_text()) {
        subject.texts.push_back({LintText::Role::setting, value.text(), place});
    } else if (const auto* items = value.sequence()) {
        for (const auto& item : *items) add_settings(item, place, subject);
    } else if (value.is_dict()) {
        for (const auto& [key, item] : value.dict().entries()) {
            add_settings(key, place, subject);
            add_settings(item, place, subject);
        }
    }
}

bool check_link(const TemplateFolder& folder, const std::string& path, const Position& place, LintSubject& subject) {
    try {
        folder.resolved(path);
        return true;
    } catch (const Error& error) {
        subject.problems.push_back({Problem::Severity::error, std::string(lint_codes::unsafe_path), place,
                                    error.message(), error.hint_text()});
        return false;
    }
}

std::vector<Problem> lint(LintSubject subject) { return Linter(std::move(subject)).run(); }

}  // namespace mlp::tmpl
