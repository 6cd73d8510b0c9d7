#include "core/template/kind_jinja.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl {

namespace {

using jinja::Value;

bool add_extension(jinja::Extensions& extensions, std::string_view name) {
    if (name == "jinja2.ext.do") {
        extensions.do_statement = true;
    } else if (name == "jinja2.ext.loopcontrols") {
        extensions.loop_controls = true;
    } else if (name == "jinja2_time.TimeExtension" ||
               (name.starts_with("cookiecutter.extensions.") && name.ends_with("Extension"))) {
        extensions.cookiecutter = true;
    } else if (name == "jinja2_ansible_filters.AnsibleCoreFiltersExtension") {
        extensions.ansible = true;
    } else {
        return false;
    }
    return true;
}

}  // namespace

void add_extensions(jinja::Extensions& extensions, const Value& names, std::string_view where) {
    const auto* list = names.sequence();
    if (list == nullptr) {
        throw Error(Kind::invalid, fmt::format("extensions are a {}, a list was expected", names.type_name()))
            .at(std::string(where));
    }
    for (const auto& item : *list) {
        const auto name = jinja::str(item);
        if (add_extension(extensions, name)) continue;
        throw Error(Kind::invalid, fmt::format("the Jinja extension '{}' is not supported: it is code in Python",
                                               base::printable(name)))
            .at(std::string(where))
            .hint("make this project with the tool that the template is written for");
    }
}

JinjaSettings::JinjaSettings(const Value& settings, std::string_view where) : where_(where) {
    if (!settings.is_dict()) {
        throw Error(Kind::invalid, fmt::format("settings of Jinja are a {}, a map was expected", settings.type_name()))
            .at(where_);
    }
    settings_ = settings.dict();
}

void JinjaSettings::refuse(std::string_view name, std::string_view why) const {
    throw Error(Kind::invalid, fmt::format("the Jinja setting '{}' {}", base::printable(name), why)).at(where_);
}

void JinjaSettings::apply(jinja::Syntax& syntax, std::initializer_list<std::string_view> refused) const {
    for (const auto& [key, value] : settings_.entries()) {
        const auto name = jinja::str(key);
        if (std::find(refused.begin(), refused.end(), name) != refused.end()) refuse(name, "cannot be set here");
        apply_one(syntax, name, value);
    }
}

void JinjaSettings::apply_one(jinja::Syntax& syntax, const std::string& name, const Value& value) const {
    const std::map<std::string_view, std::string*> texts{
        {"block_start_string", &syntax.block_start},       {"block_end_string", &syntax.block_end},
        {"variable_start_string", &syntax.variable_start}, {"variable_end_string", &syntax.variable_end},
        {"comment_start_string", &syntax.comment_start},   {"comment_end_string", &syntax.comment_end},
        {"newline_sequence", &syntax.newline_sequence}};
    const std::map<std::string_view, bool*> switches{{"trim_blocks", &syntax.trim_blocks},
                                                     {"lstrip_blocks", &syntax.lstrip_blocks},
                                                     {"keep_trailing_newline", &syntax.keep_trailing_newline}};
    // These change how Jinja works, not what it writes.
    constexpr std::array<std::string_view, 3> without_effect{"cache_size", "auto_reload", "optimized"};
    if (const auto text = texts.find(name); text != texts.end()) {
        if (!value.is_text()) refuse(name, fmt::format("is a {}, a text was expected", value.type_name()));
        *text->second = value.text();
    } else if (const auto flag = switches.find(name); flag != switches.end()) {
        *flag->second = jinja::truth(value);
    } else if (name == "autoescape" || name == "line_statement_prefix" || name == "line_comment_prefix") {
        if (jinja::truth(value)) refuse(name, "is not supported");
    } else if (std::find(without_effect.begin(), without_effect.end(), name) == without_effect.end()) {
        refuse(name, "is not known");
    }
}

base::Json to_json(const Value& answer) {
    if (answer.is_boolean()) return answer.boolean();
    if (answer.is_integer()) return *answer.integer();
    if (answer.is_real()) return base::number_json(*answer.real());
    if (answer.is_text()) return answer.text();
    if (const auto* items = answer.sequence()) {
        auto list = base::Json::array();
        for (const auto& item : *items) list.push_back(to_json(item));
        return list;
    }
    if (!answer.is_dict()) return nullptr;
    auto map = base::Json::object();
    for (const auto& [key, value] : answer.dict().entries()) map[jinja::str(key)] = to_json(value);
    return map;
}

bool is_plain(std::string_view text, const jinja::Syntax& syntax) {
    const auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
    if (has("\n") || has("\r")) return false;
    return !has(syntax.block_start) && !has(syntax.variable_start) && !has(syntax.comment_start);
}

jinja::Loader loader_of(std::vector<TemplateFolder> folders) {
    return [folders = std::move(folders)](const std::string& name) -> std::optional<std::string> {
        for (const auto& folder : folders) {
            if (auto text = folder.read_if_exists(name)) return text;
        }
        return std::nullopt;
    };
}

}  // namespace mlp::tmpl
