// One question of a copier template: what its default is, which answers it takes, whether it is asked at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/template/copier/session.hpp"

namespace mlp::tmpl::copier {

class Question {
public:
    /// Details that copier does not know are ignored, as it does.
    Question(std::string name, const jinja::Dict& details, const Session& session);

    const std::string& name() const { return name_; }
    /// False: the question is not asked, and its answer is not remembered.
    bool when() const;
    /// False: the default is taken without asking.
    bool ask() const;
    /// The answer that stands until there is another; nothing when one has to be given.
    std::optional<jinja::Value> default_value() const;
    /// An answer as the question's type has it. Not of that type, or none of the choices: Error{usage}.
    jinja::Value parsed(const jinja::Value& answer) const;
    /// Runs the validator. Error{usage} with what it says.
    void validate(const jinja::Value& answer) const;
    /// For asking at a terminal.
    tmpl::Question shown() const;

private:
    struct Choice {
        std::string name;
        jinja::Value value;
        std::string disabled;  ///< why it cannot be chosen; empty: it can
    };

    const jinja::Value* detail(std::string_view name) const { return details_.find(name); }
    bool flag(std::string_view name, bool otherwise) const;
    jinja::Value rendered(const jinja::Value& source, std::string_view what, const jinja::Dict& extra = {}) const;
    std::string type() const;
    bool multiselect() const;
    bool secret() const;
    std::vector<Choice> choices() const;
    Choice choice_of(const jinja::Value& name, const jinja::Value& value, bool is_pair) const;
    jinja::Value cast_answer(const jinja::Value& answer) const;
    jinja::Value parsed_one(const jinja::Value& answer, const std::vector<Choice>& allowed) const;
    std::optional<jinja::Value> raw_default() const;

    std::string name_;
    const jinja::Dict& details_;
    const Session& session_;
    jinja::Dict context_;  ///< as it was when the question came up
};

/// Answers every question in order: given ones, earlier ones, then by asking, then defaults.
void answer_all(Session& session);

/// The questions for `template show`, with unrendered defaults.
std::vector<tmpl::Question> questions_of(const Config& config);

}  // namespace mlp::tmpl::copier
