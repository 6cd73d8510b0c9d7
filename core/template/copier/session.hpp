// One rendering of a copier template: its answers so far, and the names that its texts are rendered with.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/template/copier/config.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/kind.hpp"

namespace mlp::tmpl::copier {

/// Answers by where they come from; the first of these that has a name wins.
struct Answers {
    jinja::Dict user;              ///< asked, or taken over from one of the others
    jinja::Dict init;              ///< given on the command line
    jinja::Dict metadata;          ///< _src_path, _commit
    jinja::Dict last;              ///< of the answers file
    std::set<std::string> hidden;  ///< questions whose `when` said no

    jinja::Dict combined() const;
};

class Session {
public:
    Session(const TemplateFolder& folder, const Config& config, const Origin& origin, const RenderRequest& request);

    const TemplateFolder& folder() const { return folder_; }
    const Config& config() const { return config_; }
    const Origin& origin() const { return origin_; }
    const RenderRequest& request() const { return request_; }
    const jinja::Environment& environment() const { return environment_; }
    const jinja::Loader& loader() const { return loader_; }
    Answers& answers() { return answers_; }
    const Answers& answers() const { return answers_; }
    void set_phase(std::string_view phase) { phase_ = phase; }
    std::string_view operation() const { return request_.update ? "update" : "copy"; }

    /// Everything that a text can name. @param extra on top of it
    jinja::Dict context(const jinja::Dict& extra = {}) const;
    /// What the answers file holds: where the template is from, then every answer that is no secret.
    jinja::Dict remembered() const;
    /// Where the answers file is, relative to the project.
    std::string answers_file() const;

    /// @param label for messages: "copier.yml: _exclude"
    std::string text(std::string_view source, const std::string& label, const jinja::Dict& extra = {}) const;
    /// Texts are rendered, and those in a list; other values stay.
    jinja::Value value(const jinja::Value& source, const std::string& label, const jinja::Dict& extra = {}) const;

private:
    jinja::Value settings_of_run(const std::string& answers_file) const;
    jinja::Dict names(const std::string& answers_file) const;
    jinja::Value external_data(const jinja::Dict& known) const;

    const TemplateFolder& folder_;
    const Config& config_;
    const Origin& origin_;
    const RenderRequest& request_;
    jinja::Environment environment_;
    jinja::Loader loader_;
    Answers answers_;
    std::string_view phase_ = "undefined";
};

/// Syntax, undefined names and extensions as `_envops` and `_jinja_extensions` set them. What is not supported is
/// Error{invalid} by name.
jinja::Environment environment_of(const Config& config);

}  // namespace mlp::tmpl::copier
