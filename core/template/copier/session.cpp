#include "core/template/copier/session.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/kind_jinja.hpp"
#include "core/template/python_yaml.hpp"
#include "core/template/rendered.hpp"

namespace mlp::tmpl::copier {

namespace fs = std::filesystem;

namespace {

using jinja::Dict;
using jinja::List;
using jinja::Value;

constexpr std::string_view default_answers_file = ".copier-answers.yml";

jinja::UndefinedMode undefined_mode(const Value& name, const std::string& file) {
    const auto text = jinja::str(name);
    if (text == "jinja2.Undefined") return jinja::UndefinedMode::lenient;
    if (text == "jinja2.StrictUndefined") return jinja::UndefinedMode::strict;
    throw Error(Kind::invalid, fmt::format("'undefined: {}' is not supported", base::printable(text)))
        .at(file + ": _envops")
        .hint("copier knows jinja2.Undefined and jinja2.StrictUndefined");
}

/// Values that copier writes into an answers file.
bool is_kept(const Value& value) {
    return value.is_none() || value.is_boolean() || value.is_number() || value.is_text() || value.is_list() ||
           value.is_dict();
}

}  // namespace

jinja::Environment environment_of(const Config& config) {
    jinja::Extensions extensions;
    extensions.ansible = true;
    if (const auto* asked = config.find("jinja_extensions"))
        add_extensions(extensions, *asked, config.file + ": _jinja_extensions");
    jinja::Syntax syntax;
    syntax.keep_trailing_newline = true;
    auto undefined = jinja::UndefinedMode::lenient;
    if (const auto* envops = config.find("envops"); envops != nullptr && envops->is_dict()) {
        Dict others;
        for (const auto& [key, value] : envops->dict().entries()) {
            if (jinja::str(key) == "undefined") {
                undefined = undefined_mode(value, config.file);
            } else {
                others.set(key, value);
            }
        }
        JinjaSettings(others, config.file + ": _envops").apply(syntax, {});
    }
    return jinja::Environment(syntax, undefined, extensions);
}

Dict Answers::combined() const {
    Dict all;
    for (const auto* part : {&last, &metadata, &init, &user}) {
        for (const auto& [key, value] : part->entries()) all.set(key, value);
    }
    return all;
}

Session::Session(const TemplateFolder& folder, const Config& config, const Origin& origin, const RenderRequest& request)
    : folder_(folder),
      config_(config),
      origin_(origin),
      request_(request),
      environment_(environment_of(config)),
      loader_(loader_of({folder})) {
    answers_.init = as_values(request.given);
    answers_.metadata.set("_src_path", origin.source);
    if (!origin.described.empty()) answers_.metadata.set("_commit", origin.described);
    if (request.earlier.is_object()) answers_.last = jinja::from_json(request.earlier).dict();
}

Dict Session::remembered() const {
    Dict kept;
    if (!origin_.described.empty()) kept.set("_commit", origin_.described);
    kept.set("_src_path", origin_.source);
    const auto all = answers_.combined();
    for (const auto& [key, value] : all.entries()) {
        const auto name = jinja::str(key);
        const auto* question = config_.questions.find(Value(name));
        if (name.starts_with('_') || question == nullptr || answers_.hidden.contains(name) || !is_kept(value)) continue;
        const auto* secret = question->dict().find(std::string_view("secret"));
        if (secret == nullptr || !jinja::truth(*secret)) kept.set(name, value);
    }
    return kept;
}

Value Session::settings_of_run(const std::string& answers_file) const {
    Dict conf;
    conf.set("src_path", folder_.root().native());
    conf.set("dst_path", request_.target.native());
    conf.set("answers_file", answers_file);
    conf.set("vcs_ref", origin_.ref ? Value(*origin_.ref) : Value());
    conf.set("vcs_ref_hash", origin_.commit.empty() ? Value() : Value(origin_.commit));
    conf.set("data", answers_.init);
    conf.set("exclude", List{});
    conf.set("use_prereleases", false);
    conf.set("skip_if_exists", List{});
    conf.set("cleanup_on_error", true);
    conf.set("defaults", !request_.ask);
    conf.set("user_defaults", Dict{});
    conf.set("overwrite", request_.replace);
    conf.set("pretend", false);
    conf.set("quiet", false);
    conf.set("conflict", "inline");
    conf.set("context_lines", 3);
    conf.set("unsafe", request_.trusted());
    conf.set("skip_answered", false);
    conf.set("skip_tasks", !request_.trusted());
    conf.set("sep", "/");
    conf.set("os", "linux");
    return conf;
}

Value Session::external_data(const Dict& known) const {
    Dict data;
    const auto* asked = config_.find("external_data");
    if (asked == nullptr || !asked->is_dict()) return data;
    for (const auto& [key, path] : asked->dict().entries()) {
        const auto name = jinja::str(key);
        const jinja::Template source(jinja::str(path), config_.file + ": _external_data", environment_);
        const auto file = base::inside(request_.target, request_.target, jinja::render(source, known, loader_));
        if (!file)
            throw Error(Kind::invalid, fmt::format("the data '{}' lies outside the project", name)).at(config_.file);
        const auto text = base::read_file_if_exists(request_.target / *file);
        data.set(name, text ? python_value(parse_python_yaml(*text, *file)) : Value(Dict{}));
    }
    return data;
}

Dict Session::names(const std::string& answers_file) const {
    Dict all = answers_.combined();
    all.set("_copier_answers", remembered());
    all.set("_copier_conf", settings_of_run(answers_file));
    all.set("_folder_name", request_.target.filename().native());
    all.set("_copier_python", "python3");
    all.set("_copier_phase", phase_);
    all.set("_external_data", external_data(all));
    return all;
}

std::string Session::answers_file() const {
    const auto& asked = request_.answers_file;
    const auto source = asked.empty() ? config_.text("answers_file").value_or(std::string(default_answers_file))
                                      : safe_path(asked, asked);
    if (is_plain(source, environment_.syntax())) return source;
    return jinja::render(jinja::Template(source, config_.file + ": _answers_file", environment_), names(""), loader_);
}

Dict Session::context(const Dict& extra) const {
    auto all = names(answers_file());
    for (const auto& [key, value] : extra.entries()) all.set(key, value);
    return all;
}

std::string Session::text(std::string_view source, const std::string& label, const Dict& extra) const {
    if (is_plain(source, environment_.syntax())) return std::string(source);
    return jinja::render(jinja::Template(source, label, environment_), context(extra), loader_);
}

Value Session::value(const Value& source, const std::string& label, const Dict& extra) const {
    if (source.is_text()) return text(source.text(), label, extra);
    if (!source.is_list()) return source;
    List rendered;
    for (const auto& item : source.list().items) rendered.items.push_back(value(item, label, extra));
    return rendered;
}

}  // namespace mlp::tmpl::copier
