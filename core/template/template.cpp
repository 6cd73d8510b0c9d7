#include "core/template/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "embedded/templates.hpp"

namespace mlp::tmpl {

namespace {

constexpr std::string_view definition = "/template.yaml";
constexpr std::string_view files_folder = "/files/";

[[noreturn]] void refuse(const Position& place, std::string message) {
    throw Error(Kind::invalid, std::move(message))
        .at(place.to_string())
        .hint("`mlp validate --schema template` prints what a template.yaml may hold");
}

std::string text_of(const base::Yaml& value, std::string_view key) {
    if (!value.is_scalar())
        refuse(value.begin(), fmt::format("'{}' is {}, a text was expected", key, value.type_name()));
    return value.text();
}

std::vector<std::string> texts_of(const base::Yaml& value, std::string_view key) {
    if (!value.is_list()) refuse(value.begin(), fmt::format("'{}' is {}, a list was expected", key, value.type_name()));
    std::vector<std::string> texts;
    for (const auto& item : value.items()) texts.push_back(text_of(item, key));
    return texts;
}

[[noreturn]] void refuse_key(const base::Yaml::Entry& entry, std::vector<std::string> known) {
    refuse(entry.key_place, fmt::format("unknown key '{}'{}", entry.key, base::did_you_mean(entry.key, known)));
}

Adopted parse_adopted(const base::Yaml& node) {
    Adopted adopted;
    for (const auto& entry : node.entries()) {
        if (entry.key == "files") {
            adopted.files = texts_of(entry.value, entry.key);
        } else if (entry.key == "next") {
            adopted.next = texts_of(entry.value, entry.key);
        } else {
            refuse_key(entry, {"files", "next"});
        }
    }
    return adopted;
}

void check_pattern(const std::string& pattern, const Position& place) {
    try {
        static_cast<void>(std::regex(pattern));
    } catch (const std::regex_error&) {
        refuse(place, fmt::format("'{}' is not a regular expression", base::printable(pattern)));
    }
}

Question parse_question(const base::Yaml& node) {
    Question question;
    question.place = node.begin();
    for (const auto& entry : node.entries()) {
        if (entry.key == "name") {
            question.name = text_of(entry.value, entry.key);
        } else if (entry.key == "help") {
            question.help = text_of(entry.value, entry.key);
        } else if (entry.key == "default") {
            question.default_value = text_of(entry.value, entry.key);
        } else if (entry.key == "pattern") {
            question.pattern = text_of(entry.value, entry.key);
            check_pattern(question.pattern, entry.value.begin());
        } else if (entry.key == "choices") {
            question.choices = texts_of(entry.value, entry.key);
        } else {
            refuse_key(entry, {"name", "help", "default", "pattern", "choices"});
        }
    }
    if (!node.is_map()) refuse(node.begin(), fmt::format("a question is {}, a map was expected", node.type_name()));
    if (question.name.empty()) refuse(node.begin(), "a question needs a 'name'");
    return question;
}

std::vector<Question> parse_questions(const base::Yaml& list) {
    if (!list.is_list()) refuse(list.begin(), fmt::format("'questions' is {}, a list was expected", list.type_name()));
    std::vector<Question> questions;
    for (const auto& node : list.items()) {
        Question question = parse_question(node);
        const auto other = std::find_if(questions.begin(), questions.end(),
                                        [&](const Question& known) { return known.name == question.name; });
        if (other != questions.end()) {
            refuse(question.place, fmt::format("there are two questions '{}'; the first is at {}", question.name,
                                               other->place.to_string()));
        }
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace

Template parse_template(std::string_view text, std::string_view file) {
    const auto root = base::parse_yaml_or_throw(text, file);
    if (!root.is_map()) refuse(root.begin(), fmt::format("a template is {}, a map was expected", root.type_name()));
    Template result;
    for (const auto& entry : root.entries()) {
        if (entry.key == "version") {
            if (entry.value.text() != "1") {
                refuse(entry.value.begin(), fmt::format("version {} is not known, 1 was expected", entry.value.text()));
            }
        } else if (entry.key == "name") {
            result.name = text_of(entry.value, entry.key);
        } else if (entry.key == "description") {
            result.description = text_of(entry.value, entry.key);
        } else if (entry.key == "optional") {
            result.optional = texts_of(entry.value, entry.key);
        } else if (entry.key == "next") {
            result.next = texts_of(entry.value, entry.key);
        } else if (entry.key == "adopted") {
            result.adopted = parse_adopted(entry.value);
        } else if (entry.key == "questions") {
            result.questions = parse_questions(entry.value);
        } else {
            refuse_key(entry, {"version", "name", "description", "optional", "next", "adopted", "questions"});
        }
    }
    if (result.name.empty()) refuse(root.begin(), "a template needs a 'name'");
    return result;
}

std::vector<std::string> bundled_names() {
    std::vector<std::string> names;
    for (const auto& file : embedded_templates::files()) {
        if (file.name.ends_with(definition)) names.emplace_back(file.name.substr(0, file.name.size() - definition.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<Template> bundled_templates() {
    std::vector<Template> found;
    for (const auto& name : bundled_names()) found.push_back(bundled_template(name));
    return found;
}

Template bundled_template(std::string_view name) {
    const auto path = std::string(name) + std::string(definition);
    const auto folder = std::string(name) + std::string(files_folder);
    std::optional<Template> parsed;
    std::vector<base::EmbeddedFile> below;
    for (const auto& file : embedded_templates::files()) {
        if (file.name == path) parsed = parse_template(file.content, file.name);
        if (file.name.starts_with(folder)) below.push_back({file.name.substr(folder.size()), file.content, file.executable});
    }
    if (parsed) {
        parsed->files = std::move(below);
        return *std::move(parsed);
    }
    const auto names = bundled_names();
    throw Error(Kind::missing, fmt::format("there is no template '{}'{}", name, base::did_you_mean(name, names)))
        .hint(fmt::format("bundled templates: {}", fmt::join(names, ", ")));
}

}  // namespace mlp::tmpl
