#include "core/template/cookiecutter/variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/json.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

using jinja::Dict;
using jinja::List;
using jinja::Value;

bool is_private(std::string_view name) { return name.starts_with('_') && !name.starts_with("__"); }

std::string shown(const Value& value) { return base::printable(jinja::repr(value)); }

std::optional<bool> yes_or_no(std::string_view text) {
    constexpr std::array<std::string_view, 6> yes{"1", "true", "t", "yes", "y", "on"};
    constexpr std::array<std::string_view, 6> no{"0", "false", "f", "no", "n", "off"};
    const auto word = base::lower(base::trimmed(text));
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), word) != no.end()) return false;
    return std::nullopt;
}

std::optional<std::size_t> place_in(const std::vector<Value>& values, const Value& wanted) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const Value& value) { return jinja::equals(value, wanted); });
    if (found == values.end()) return std::nullopt;
    return static_cast<std::size_t>(found - values.begin());
}

[[noreturn]] void refuse_choice(std::string_view name, const Value& given, const Value& choices) {
    throw Error(Kind::usage, fmt::format("{}: {} is none of {}", base::printable(name), shown(given), shown(choices)));
}

void overwrite_choice(Dict& variables, const std::string& name, const Value& given) {
    const Value choices = *variables.find(std::string_view(name));
    auto& items = choices.list().items;
    if (given.is_list()) {
        for (const auto& item : given.list().items) {
            if (!place_in(items, item)) refuse_choice(name, given, choices);
        }
        variables.set(name, given);
        return;
    }
    const auto place = place_in(items, given);
    if (!place) refuse_choice(name, given, choices);
    auto chosen = items[*place];
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*place));
    items.insert(items.begin(), std::move(chosen));
}

void overwrite_within(Dict& variables, const Dict& given, bool within_dictionary, std::vector<std::string>& unknown);

void overwrite_one(Dict& variables, const std::string& name, const Value& given, bool within_dictionary) {
    const Value current = *variables.find(std::string_view(name));
    if (current.is_list() && !within_dictionary) {
        overwrite_choice(variables, name, given);
    } else if (current.is_dict() && given.is_dict()) {
        std::vector<std::string> none;
        overwrite_within(current.dict(), given.dict(), true, none);
    } else if (current.is_boolean() && given.is_text()) {
        const auto answer = yes_or_no(given.text());
        if (!answer) {
            throw Error(Kind::usage, fmt::format("{}: {} is neither yes nor no", base::printable(name), shown(given)));
        }
        variables.set(name, *answer);
    } else {
        variables.set(name, given);
    }
}

void overwrite_within(Dict& variables, const Dict& given, bool within_dictionary, std::vector<std::string>& unknown) {
    for (const auto& [key, value] : given.entries()) {
        const auto name = jinja::str(key);
        if (variables.find(std::string_view(name)) == nullptr) {
            if (!within_dictionary) {
                unknown.push_back(name);
                continue;
            }
            variables.set(name, value);
        }
        overwrite_one(variables, name, value, within_dictionary);
    }
}

/// A default as cookiecutter renders it: texts are templates, numbers become texts, none and booleans stay.
Value rendered(const Value& raw, const jinja::Environment& environment, const Dict& context, const std::string& name) {
    if (raw.is_none() || raw.is_boolean()) return raw;
    if (raw.is_dict()) {
        Dict made;
        for (const auto& [key, value] : raw.dict().entries())
            made.set(rendered(key, environment, context, name), rendered(value, environment, context, name));
        return made;
    }
    if (raw.is_list()) {
        List made;
        for (const auto& item : raw.list().items) made.items.push_back(rendered(item, environment, context, name));
        return made;
    }
    return jinja::render(jinja::Template(jinja::str(raw), "cookiecutter.json: " + name, environment), context);
}

Question question_of(const std::string& name, const std::string& help) { return {name, help, {}, {}, {}}; }

/// Reads `__prompts__`: what to show for a variable and for each of its choices.
class Prompts {
public:
    explicit Prompts(std::optional<Value> prompts) : prompts_(std::move(prompts)) {}

    std::string text(const std::string& name) const {
        const auto* prompt = of(name);
        if (prompt != nullptr && prompt->is_dict()) prompt = prompt->dict().find(std::string_view("__prompt__"));
        return prompt != nullptr && prompt->is_text() && !prompt->text().empty() ? prompt->text() : name;
    }
    std::string label(const std::string& name, const std::string& choice) const {
        const auto* prompt = of(name);
        const auto* label =
            prompt != nullptr && prompt->is_dict() ? prompt->dict().find(std::string_view(choice)) : nullptr;
        return label != nullptr && label->is_text() ? label->text() : choice;
    }

private:
    const Value* of(const std::string& name) const {
        return prompts_ && prompts_->is_dict() ? prompts_->dict().find(std::string_view(name)) : nullptr;
    }
    std::optional<Value> prompts_;
};

class Interview {
public:
    Interview(Dict& variables, const jinja::Environment& environment, const Ask& ask)
        : variables_(variables),
          environment_(environment),
          ask_(ask),
          prompts_(variables.take("__prompts__")),
          answers_(Dict{}) {
        answers_.dict().ordered = true;
        context_.set("cookiecutter", answers_);
    }

    void run() {
        // Dictionaries come last: their keys and values may speak of everything else.
        for (const auto& [key, raw] : variables_.entries()) first_pass(jinja::str(key), raw);
        for (const auto& [key, raw] : variables_.entries()) {
            const auto name = jinja::str(key);
            if (!is_private(name) && raw.is_dict()) set(name, dictionary(name, raw));
        }
        for (const auto& [key, value] : answers_.dict().entries()) variables_.set(key, value);
    }

private:
    void set(const std::string& name, Value value) { answers_.dict().set(name, std::move(value)); }
    Value render(const std::string& name, const Value& raw) const {
        return rendered(raw, environment_, context_, name);
    }

    void first_pass(const std::string& name, const Value& raw) {
        if (is_private(name)) {
            set(name, raw);
        } else if (name.starts_with("__")) {
            set(name, render(name, raw));
        } else if (raw.is_list()) {
            set(name, choice(name, render(name, raw).list().items));
        } else if (raw.is_boolean()) {
            set(name, boolean(name, raw));
        } else if (!raw.is_dict()) {
            set(name, text(name, render(name, raw)));
        }
    }

    /// Asks until `read` takes the answer; the default without anybody to ask, and for an empty answer.
    template <class Read>
    Value asked(Question question, const std::string& default_text, Value default_value, Read read) const {
        std::string problem;
        while (ask_) {
            const auto answer = ask_(question, default_text, problem);
            if (!answer || answer->empty()) break;
            try {
                return read(*answer);
            } catch (const Error& error) {
                problem = error.message();
            }
        }
        return default_value;
    }

    Value text(const std::string& name, const Value& default_value) const {
        const auto shown_default = default_value.is_none() ? "" : jinja::str(default_value);
        return asked(question_of(name, prompts_.text(name)), shown_default, default_value,
                     [](const std::string& answer) { return Value(answer); });
    }

    Value boolean(const std::string& name, const Value& default_value) const {
        return asked(question_of(name, prompts_.text(name)), default_value.boolean() ? "yes" : "no", default_value,
                     [](const std::string& answer) {
                         const auto value = yes_or_no(answer);
                         if (!value) throw Error(Kind::usage, "answer yes or no");
                         return Value(*value);
                     });
    }

    Value choice(const std::string& name, const std::vector<Value>& options) const {
        if (options.empty())
            throw Error(Kind::invalid, fmt::format("the list of choices of '{}' is empty", name))
                .at("cookiecutter.json");
        auto question = question_of(name, prompts_.text(name));
        for (const auto& option : options) question.choices.push_back(prompts_.label(name, jinja::str(option)));
        return asked(question, question.choices.front(), options.front(), [&](const std::string& answer) {
            for (std::size_t i = 0; i < options.size(); ++i) {
                if (answer == question.choices[i] || answer == jinja::str(options[i]) ||
                    answer == std::to_string(i + 1))
                    return options[i];
            }
            throw Error(Kind::usage, fmt::format("'{}' is none of the choices", base::printable(answer)));
        });
    }

    Value dictionary(const std::string& name, const Value& raw) const {
        const auto value = render(name, raw);
        if (name.starts_with("__")) return value;
        return asked(question_of(name, prompts_.text(name) + " (JSON)"), jinja::json_text(value, {}), value,
                     [](const std::string& answer) {
                         const auto json = base::parse_json(answer, "answer");
                         if (!json.is_object()) throw Error(Kind::usage, "a JSON dictionary is needed");
                         return jinja::from_json(json);
                     });
    }

    Dict& variables_;
    const jinja::Environment& environment_;
    const Ask& ask_;
    Prompts prompts_;
    Value answers_;
    Dict context_;
};

/// Python reads the file into OrderedDicts, which print differently.
void mark_ordered(const Value& value) {
    if (value.is_dict()) {
        value.dict().ordered = true;
        for (const auto& [key, item] : value.dict().entries()) mark_ordered(item);
    } else if (value.is_list()) {
        for (const auto& item : value.list().items) mark_ordered(item);
    }
}

}  // namespace

Dict parse_variables(std::string_view text, std::string_view file) {
    const auto json = base::parse_json(text, file);
    if (!json.is_object()) {
        throw Error(Kind::invalid, fmt::format("the variables are a JSON {}, an object was expected", json.type_name()))
            .at(std::string(file));
    }
    const auto variables = jinja::from_json(json);
    mark_ordered(variables);
    return variables.dict();
}

std::vector<std::string> overwrite(Dict& variables, const Dict& given) {
    std::vector<std::string> unknown;
    overwrite_within(variables, given, false, unknown);
    return unknown;
}

jinja::Environment environment_of(const Dict& variables) {
    jinja::Extensions extensions;
    extensions.cookiecutter = true;
    if (const auto* asked = variables.find(std::string_view("_extensions")))
        add_extensions(extensions, *asked, "_extensions in cookiecutter.json");
    jinja::Syntax syntax;
    syntax.keep_trailing_newline = true;
    if (const auto* asked = variables.find(std::string_view("_jinja2_env_vars"))) {
        const JinjaSettings settings(*asked, "_jinja2_env_vars in cookiecutter.json");
        settings.apply(syntax, {"keep_trailing_newline", "undefined"});
    }
    return jinja::Environment(syntax, jinja::UndefinedMode::strict, extensions);
}

void answer_all(Dict& variables, const jinja::Environment& environment, const Ask& ask) {
    Interview(variables, environment, ask).run();
}

std::optional<std::string> nested_template(const Dict& variables, const Ask& ask) {
    const auto* templates = variables.find(std::string_view("templates"));
    const auto* old_style = variables.find(std::string_view("template"));
    if (templates == nullptr && old_style == nullptr) return std::nullopt;
    auto question = question_of("template", "Select a template");
    std::vector<std::string> paths;
    if (templates != nullptr && templates->is_dict()) {
        for (const auto& [key, value] : templates->dict().entries()) {
            const auto* path = value.is_dict() ? value.dict().find(std::string_view("path")) : nullptr;
            question.choices.push_back(jinja::str(key));
            paths.push_back(path == nullptr ? "" : jinja::str(*path));
        }
    } else if (old_style != nullptr && old_style->is_list()) {
        for (const auto& choice : old_style->list().items) {
            // "What it is (./where)"
            const auto text = jinja::str(choice);
            const auto open = text.find('(');
            const auto close = text.rfind(')');
            const bool named = open != std::string::npos && close != std::string::npos && close > open;
            question.choices.push_back(text);
            paths.push_back(named ? text.substr(open + 1, close - open - 1) : "");
        }
    }
    if (paths.empty()) throw Error(Kind::invalid, "the list of templates is empty").at("cookiecutter.json");
    std::size_t chosen = 0;
    if (const auto answer = ask ? ask(question, question.choices.front(), "") : std::nullopt) {
        for (std::size_t i = 0; i < paths.size(); ++i) {
            if (*answer == question.choices[i] || *answer == std::to_string(i + 1)) chosen = i;
        }
    }
    if (paths[chosen].empty() || paths[chosen].starts_with('/'))
        throw Error(Kind::invalid, fmt::format("'{}' names no folder of the template", question.choices[chosen]))
            .at("cookiecutter.json");
    return paths[chosen];
}

std::vector<Question> questions_of(const Dict& variables) {
    const auto* given = variables.find(std::string_view("__prompts__"));
    const Prompts prompts(given == nullptr ? std::nullopt : std::optional(*given));
    std::vector<Question> questions;
    for (const auto& [key, raw] : variables.entries()) {
        const auto name = jinja::str(key);
        if (name.starts_with('_')) continue;
        auto question = question_of(name, prompts.text(name));
        if (raw.is_list()) {
            for (const auto& choice : raw.list().items) question.choices.push_back(jinja::str(choice));
            question.default_value = question.choices.empty() ? "" : question.choices.front();
        } else {
            question.default_value = raw.is_dict() ? jinja::json_text(raw, {}) : raw.is_none() ? "" : jinja::str(raw);
        }
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace mlp::tmpl::cookiecutter
