#include "core/template/copier/question.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/copier/types.hpp"
#include "core/template/jinja/json.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;
using jinja::List;
using jinja::Value;

/// What a default says that wants to be none: `{{ UNSET }}`.
constexpr std::string_view unset_mark = "no default was set (UNSET)";

/// The text of a setting that has to be one.
std::string detail_text(const Value* value) { return value == nullptr || value->is_none() ? "" : jinja::str(*value); }

std::string shown_default(const Value& value) {
    if (value.is_none()) return "";
    if (value.is_boolean()) return value.boolean() ? "yes" : "no";
    return value.is_list() || value.is_dict() ? jinja::json_text(value, {}) : jinja::str(value);
}

}  // namespace

Question::Question(std::string name, const Dict& details, const Session& session)
    : name_(std::move(name)), details_(details), session_(session), context_(session.context()) {
    if (secret() && detail("default") == nullptr)
        throw Error(Kind::invalid, fmt::format("the secret question '{}' needs a default", name_))
            .at(session.config().file);
}

Value Question::rendered(const Value& source, std::string_view what, const Dict& extra) const {
    if (source.is_list()) {
        List list;
        for (const auto& item : source.list().items) list.items.push_back(rendered(item, what, extra));
        return list;
    }
    if (!source.is_text() || is_plain(source.text(), session_.environment().syntax())) return source;
    const auto label = fmt::format("{}: {}.{}", session_.config().file, name_, what);
    const jinja::Template text(source.text(), label, session_.environment());
    if (extra.size() == 0) return jinja::render(text, context_, session_.loader());
    auto names = context_;
    for (const auto& [key, value] : extra.entries()) names.set(key, value);
    return jinja::render(text, names, session_.loader());
}

bool Question::flag(std::string_view name, bool otherwise) const {
    const auto* value = detail(name);
    return value == nullptr ? otherwise : cast_to_bool(rendered(*value, name));
}

bool Question::when() const { return flag("when", true); }
bool Question::ask() const { return flag("ask", true); }

bool Question::multiselect() const {
    const auto* value = detail("multiselect");
    return value != nullptr && cast_to_bool(*value);
}

bool Question::secret() const {
    const auto* value = detail("secret");
    return value != nullptr && cast_to_bool(*value);
}

std::string Question::type() const {
    const auto* given = detail("type");
    const auto* default_given = detail("default");
    auto name = detail_text(given);
    if (name.empty()) return default_given == nullptr ? "yaml" : std::string(type_of(*default_given));
    name = jinja::str(rendered(Value(name), "type"));
    if (std::find(type_names.begin(), type_names.end(), name) == type_names.end()) {
        throw Error(Kind::invalid, fmt::format("the question '{}' has the type '{}', which copier does not know", name_,
                                               base::printable(name)))
            .at(session_.config().file)
            .hint(fmt::format("types: {}", fmt::join(type_names, ", ")));
    }
    return name;
}

Question::Choice Question::choice_of(const Value& name, const Value& value, bool is_pair) const {
    Choice choice;
    choice.name = jinja::str(rendered(name, "choices"));
    Value chosen = value;
    if (is_pair && value.is_dict()) {
        const auto* inner = value.dict().find(std::string_view("value"));
        if (inner == nullptr) {
            throw Error(Kind::invalid, fmt::format("a choice of '{}' has no 'value'", name_))
                .at(session_.config().file);
        }
        if (const auto* validator = value.dict().find(std::string_view("validator")))
            choice.disabled = jinja::str(rendered(*validator, "choices"));
        chosen = *inner;
    }
    choice.value = rendered(chosen, "choices");
    if (choice.value.is_none()) choice.value = choice.name;
    cast(choice.value, type());
    return choice;
}

std::vector<Question::Choice> Question::choices() const {
    std::vector<Choice> all;
    const auto* given = detail("choices");
    if (given == nullptr) return all;
    Value values = *given;
    if (values.is_text()) {
        const auto text = jinja::str(rendered(values, "choices"));
        values = python_value(parse_python_yaml(text, session_.config().file + ": " + name_ + ".choices"));
    }
    if (values.is_dict()) {
        for (const auto& [name, value] : values.dict().entries()) all.push_back(choice_of(name, value, true));
        return all;
    }
    const auto* items = values.sequence();
    if (items == nullptr && values.is_none()) return all;
    if (items == nullptr)
        throw Error(Kind::invalid, fmt::format("the choices of '{}' are a {}", name_, values.type_name()))
            .at(session_.config().file);
    for (const auto& item : *items) {
        const auto* pair = item.sequence();
        if (pair != nullptr && pair->size() != 2)
            throw Error(Kind::invalid,
                        fmt::format("a choice of '{}' is a list of {} values, not 2", name_, pair->size()))
                .at(session_.config().file);
        all.push_back(pair != nullptr ? choice_of((*pair)[0], (*pair)[1], true) : choice_of(item, item, false));
    }
    return all;
}

Value Question::cast_answer(const Value& answer) const {
    try {
        return cast(answer, type());
    } catch (const Error& error) {
        if (error.kind() != Kind::usage) throw;
        throw Error(Kind::usage, fmt::format("{}: {}", name_, error.message()))
            .hint(fmt::format("give another answer: --set {}=VALUE", name_));
    }
}

Value Question::parsed_one(const Value& answer, const std::vector<Choice>& allowed) const {
    const auto value = cast_answer(answer);
    if (allowed.empty()) return value;
    std::vector<std::string> possible;
    std::string why;
    for (const auto& choice : allowed) {
        const auto chosen = cast(choice.value, type());
        const bool same = jinja::equals(value, chosen);
        if (same && choice.disabled.empty()) return value;
        if (same && why.empty()) why = choice.disabled;
        if (choice.disabled.empty()) possible.push_back(jinja::repr(chosen));
    }
    if (why.empty()) why = fmt::format("{} is none of {}", jinja::repr(value), fmt::join(possible, ", "));
    throw Error(Kind::usage, fmt::format("{}: {}", name_, base::printable(why)));
}

Value Question::parsed(const Value& answer) const {
    const auto allowed = choices();
    if (!multiselect()) return parsed_one(answer, allowed);
    std::vector<Value> given;
    if (answer.is_text()) {
        for (auto& item : raw_items(answer.text())) given.emplace_back(std::move(item));
    } else if (const auto* items = answer.sequence()) {
        given = *items;
    } else {
        throw Error(Kind::usage,
                    fmt::format("{}: a list was expected, found {}", name_, base::printable(jinja::repr(answer))));
    }
    for (auto& item : given) item = parsed_one(item, allowed);
    List kept;
    for (const auto& choice : allowed) {
        const auto value = cast(choice.value, type());
        if (std::any_of(given.begin(), given.end(), [&](const Value& item) { return jinja::equals(item, value); }))
            kept.items.push_back(value);
    }
    return kept;
}

void Question::validate(const Value& answer) const {
    const auto* validator = detail("validator");
    if (validator == nullptr || !validator->is_text()) return;
    Dict extra;
    extra.set(name_, answer);
    auto said = jinja::str(rendered(*validator, "validator", extra));
    said.erase(0, std::min(said.find_first_not_of(" \t\r\n"), said.size()));
    said.erase(said.find_last_not_of(" \t\r\n") + 1);
    if (!said.empty()) throw Error(Kind::usage, fmt::format("{}: {}", name_, base::printable(said)));
}

std::optional<Value> Question::raw_default() const {
    const auto& answers = session_.answers();
    if (const auto* given = answers.init.find(Value(name_))) return *given;
    if (const auto* earlier = answers.last.find(Value(name_))) return *earlier;
    const auto* source = detail("default");
    if (source == nullptr) return std::nullopt;
    Dict extra;
    extra.set("UNSET", Value(jinja::Undefined{std::string(unset_mark), true, false}));
    try {
        return rendered(*source, "default", extra);
    } catch (const Error& error) {
        if (error.message().find(unset_mark) == std::string::npos) throw;
        return std::nullopt;
    }
}

std::optional<Value> Question::default_value() const {
    const auto raw = raw_default();
    if (!raw) return std::nullopt;
    auto value = parsed(*raw);
    if (when() && !secret()) validate(value);
    return value;
}

tmpl::Question Question::shown() const {
    tmpl::Question question{name_, {}, {}, {}, {}};
    const auto help = detail_text(detail("help"));
    question.help = help.empty() ? name_ : jinja::str(rendered(Value(help), "help"));
    for (const auto& choice : choices()) question.choices.push_back(choice.name);
    return question;
}

namespace {

std::optional<Value> asked(const Question& question, const Ask& ask) {
    const auto default_value = question.default_value();
    const auto shown = question.shown();
    std::string problem;
    while (true) {
        const auto typed = ask(shown, default_value ? shown_default(*default_value) : "", problem);
        if (!typed) return default_value;
        if (typed->empty() && default_value) return default_value;
        try {
            auto value = question.parsed(Value(*typed));
            question.validate(value);
            return value;
        } catch (const Error& error) {
            problem = error.message();
        }
    }
}

/// An earlier answer that no longer fits is forgotten: the question is then new.
void check_earlier(const Question& question, Answers& answers) {
    const auto* earlier = answers.last.find(Value(question.name()));
    if (earlier == nullptr) return;
    try {
        question.validate(question.parsed(*earlier));
    } catch (const Error&) {
        answers.last.take(Value(question.name()));
    }
}

void answer(const Question& question, Session& session) {
    auto& answers = session.answers();
    const auto name = Value(question.name());
    check_earlier(question, answers);
    const bool wanted = question.when();
    if (!wanted) {
        answers.hidden.insert(question.name());
        answers.last.take(name);
        if (!question.default_value()) return;
    }
    if (const auto* given = answers.init.find(name)) {
        auto value = question.parsed(*given);
        question.validate(value);
        answers.user.set(name, std::move(value));
        return;
    }
    const bool asks = question.ask();
    if (!asks && answers.last.find(name) != nullptr) return;
    const auto value =
        wanted && asks && session.request().ask ? asked(question, session.request().ask) : question.default_value();
    if (value) {
        answers.user.set(name, *value);
    } else if (asks) {
        throw Error(Kind::usage, fmt::format("the question '{}' has no default: it needs an answer", question.name()))
            .hint(fmt::format("--set {}=…", question.name()));
    }
}

}  // namespace

void answer_all(Session& session) {
    session.set_phase("prompt");
    for (const auto& [key, details] : session.config().questions.entries())
        answer(Question(key.text(), details.dict(), session), session);
    session.set_phase("undefined");
}

std::vector<tmpl::Question> questions_of(const Config& config) {
    std::vector<tmpl::Question> questions;
    for (const auto& [key, details] : config.questions.entries()) {
        const auto detail = [&, &dict = details.dict()](std::string_view name) { return dict.find(name); };
        tmpl::Question question{key.text(), detail_text(detail("help")), {}, {}, {}};
        if (const auto* value = detail("default")) question.default_value = shown_default(*value);
        if (const auto* choices = detail("choices")) {
            if (choices->is_dict()) {
                for (const auto& [name, value] : choices->dict().entries())
                    question.choices.push_back(jinja::str(name));
            } else if (const auto* items = choices->sequence()) {
                for (const auto& item : *items) {
                    const auto* pair = item.sequence();
                    question.choices.push_back(jinja::str(pair != nullptr && !pair->empty() ? pair->front() : item));
                }
            }
        }
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace mlp::tmpl::copier
