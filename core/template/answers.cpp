#include "core/template/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::tmpl {

namespace {

constexpr std::size_t longest_answer = 2000;

/// Names that no question has, and answers that are not allowed: everything that is wrong with what was given.
std::vector<std::string> problems_of(const Template& project_template, const Values& given) {
    std::vector<std::string> names;
    for (const auto& question : project_template.questions) names.push_back(question.name);
    std::vector<std::string> problems;
    for (const auto& [name, value] : given) {
        const auto question = std::find_if(project_template.questions.begin(), project_template.questions.end(),
                                           [&name = name](const Question& q) { return q.name == name; });
        if (question == project_template.questions.end()) {
            problems.push_back(fmt::format("template '{}' has no question '{}'{}", project_template.name,
                                           base::printable(name), base::did_you_mean(name, names)));
        } else if (const auto problem = problem_of(*question, value)) {
            problems.push_back(*problem);
        }
    }
    return problems;
}

std::string asked(const Question& question, const std::string& default_value, const Ask& ask) {
    std::string problem;
    while (true) {
        const auto answer = ask(question, default_value, problem);
        if (!answer) return default_value;
        const auto value = answer->empty() ? default_value : *answer;
        const auto wrong = problem_of(question, value);
        if (!wrong) return value;
        problem = *wrong;
    }
}

}  // namespace

std::string valid_name(std::string_view text) {
    std::string name;
    for (char c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (plain) name += c;
        if (!plain && !name.empty() && name.back() != '-') name += '-';
    }
    while (!name.empty() && !(name.front() >= 'a' && name.front() <= 'z')) name.erase(0, 1);
    constexpr std::size_t longest = 63;
    name.resize(std::min(name.size(), longest));
    while (!name.empty() && name.back() == '-') name.pop_back();
    return name.empty() ? "project" : name;
}

Values built_in_values(const std::filesystem::path& target, std::string_view user) {
    auto normal = target.lexically_normal();
    if (normal.filename().empty()) normal = normal.parent_path();
    return {{"folder", valid_name(normal.filename().native())}, {"user", base::printable(user)}, {"adopting", ""}};
}

std::optional<std::string> problem_of(const Question& question, std::string_view answer) {
    const auto shown = base::printable(answer.substr(0, 100));
    if (base::invalid_utf8(answer)) return fmt::format("{}: '{}' is not valid UTF-8", question.name, shown);
    if (answer.size() > longest_answer) return fmt::format("{}: longer than {} bytes", question.name, longest_answer);
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(answer.begin(), answer.end(), control)) {
        return fmt::format("{}: '{}' holds control characters", question.name, shown);
    }
    if (!question.choices.empty() &&
        std::find(question.choices.begin(), question.choices.end(), answer) == question.choices.end()) {
        return fmt::format("{}: '{}' is none of {}{}", question.name, shown, fmt::join(question.choices, ", "),
                           base::did_you_mean(answer, question.choices));
    }
    if (!question.pattern.empty() && !std::regex_match(std::string(answer), std::regex(question.pattern))) {
        return fmt::format("{}: '{}' does not match {}", question.name, shown, question.pattern);
    }
    return std::nullopt;
}

Values collect_answers(const Template& project_template, const Values& built_in, const Values& given, const Ask& ask) {
    if (const auto problems = problems_of(project_template, given); !problems.empty()) {
        throw Error(Kind::usage, fmt::format("{}", fmt::join(problems, "\n")))
            .hint(fmt::format("mlp template show {} lists the questions", project_template.name));
    }
    Values values = built_in;
    for (const auto& question : project_template.questions) {
        if (const auto found = given.find(question.name); found != given.end()) {
            values[question.name] = found->second;
            continue;
        }
        const auto default_value = render(question.default_value, values, project_template.name + "/template.yaml");
        values[question.name] = ask ? asked(question, default_value, ask) : default_value;
    }
    return values;
}

}  // namespace mlp::tmpl
