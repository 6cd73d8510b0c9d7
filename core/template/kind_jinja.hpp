// What templates of other tools say about their Jinja: settings of its Environment, and extensions by name.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl {

/// Turns on extensions from a list of their Python names; one that needs Python code is Error{invalid} by name.
/// @param where for messages: "_extensions in cookiecutter.json"
void add_extensions(jinja::Extensions& extensions, const jinja::Value& names, std::string_view where);

/// Keyword arguments of Jinja's Environment, as a template's settings give them.
class JinjaSettings {
public:
    /// Not a map: Error{invalid}.
    JinjaSettings(const jinja::Value& settings, std::string_view where);

    /// Takes over what the renderer knows. Others, and those of `refused`, are Error{invalid} by name.
    void apply(jinja::Syntax& syntax, std::initializer_list<std::string_view> refused) const;

private:
    void apply_one(jinja::Syntax& syntax, const std::string& name, const jinja::Value& value) const;
    [[noreturn]] void refuse(std::string_view name, std::string_view why) const;

    jinja::Dict settings_;
    std::string where_;
};

/// An answer for people and programs; numbers that JSON does not have are texts.
base::Json to_json(const jinja::Value& answer);

/// True for a text that renders to itself.
bool is_plain(std::string_view text, const jinja::Syntax& syntax);

/// Loads what templates include: files of the first of these folders that has them.
jinja::Loader loader_of(std::vector<TemplateFolder> folders);

}  // namespace mlp::tmpl
