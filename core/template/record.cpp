#include "core/template/record.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view copier_file = ".copier-answers.yml";
constexpr std::string_view cruft_file = ".cruft.json";
constexpr std::string_view own_file = ".mlp-template.json";

/// Every answer but the private ones of the tool.
base::Json public_answers(const base::Json& all) {
    auto answers = base::Json::object();
    for (const auto& [name, value] : all.items()) {
        if (!name.starts_with('_')) answers[name] = value;
    }
    return answers;
}

std::string text_at(const base::Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

Record copier_record(const std::string& text, const std::string& file) {
    const auto json = to_json(python_value(parse_python_yaml(text, file)));
    if (!json.is_object()) throw Error(Kind::invalid, "answers were expected, a map").at(file);
    return {TemplateKind::copier, file, text_at(json, "_src_path"), text_at(json, "_commit"), "", public_answers(json)};
}

Record cruft_record(const std::string& text) {
    const auto json = base::parse_json(text, cruft_file);
    Record record{TemplateKind::cookiecutter, std::string(cruft_file),    text_at(json, "template"),
                  text_at(json, "commit"),    text_at(json, "directory"), {}};
    const auto context = json.value("context", base::Json::object());
    record.answers = public_answers(context.value("cookiecutter", base::Json::object()));
    return record;
}

Record own_record(const std::string& text) {
    const auto json = base::parse_json(text, own_file);
    return {TemplateKind::own,       std::string(own_file),      text_at(json, "template"),
            text_at(json, "commit"), text_at(json, "directory"), json.value("answers", base::Json::object())};
}

base::Json null_or(const std::string& text) { return text.empty() ? base::Json(nullptr) : base::Json(text); }

}  // namespace

std::optional<Record> read_record(const fs::path& project, const std::string& file) {
    const auto of_copier = file.empty() ? std::string(copier_file) : file;
    if (const auto text = base::read_file_if_exists(project / of_copier)) return copier_record(*text, of_copier);
    if (!file.empty()) return std::nullopt;
    if (const auto text = base::read_file_if_exists(project / cruft_file)) return cruft_record(*text);
    if (const auto text = base::read_file_if_exists(project / own_file)) return own_record(*text);
    return std::nullopt;
}

std::optional<RenderedFile> record_of(TemplateKind kind, const Origin& origin, const Rendering& rendering) {
    if (kind == TemplateKind::copier || origin.commit.empty()) return std::nullopt;
    base::Json json;
    json["template"] = origin.source;
    json["commit"] = origin.commit;
    json["checkout"] = origin.ref ? base::Json(*origin.ref) : base::Json(nullptr);
    if (kind == TemplateKind::cookiecutter) {
        json["context"]["cookiecutter"] = rendering.answers;
        json["context"]["cookiecutter"]["_template"] = origin.source;
    } else {
        json["answers"] = rendering.answers;
    }
    json["directory"] = null_or(origin.directory);
    const auto file = kind == TemplateKind::cookiecutter ? cruft_file : own_file;
    return RenderedFile{std::string(file), json.dump(2) + "\n", 0644, RenderedFile::Kind::file};
}

}  // namespace mlp::tmpl
