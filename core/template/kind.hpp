// A template of any kind, opened: mlp's own, cookiecutter's, copier's. It asks its questions and renders its files;
// what is done with them is decided elsewhere (create.hpp).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/io.hpp"
#include "core/base/json.hpp"
#include "core/template/answers.hpp"
#include "core/template/given.hpp"
#include "core/template/lint.hpp"
#include "core/template/rendered.hpp"
#include "core/template/template.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl {

enum class TemplateKind : std::uint8_t { own, cookiecutter, copier };
std::string_view name_of(TemplateKind kind);  ///< "mlp", "cookiecutter", "copier"
std::optional<TemplateKind> kind_named(std::string_view name);

/// Where a template came from, as far as it is known.
struct Origin {
    std::string source;              ///< as the user named it: "gh:owner/name", "../my-template", "tabular"
    std::optional<std::string> ref;  ///< branch, tag or commit that was asked for
    std::string directory;           ///< folder within the source; may be empty
    std::string commit;              ///< full id of the commit; empty: not from git
    std::string described;           ///< the commit as `git describe --tags --always` names it
    std::filesystem::path folder;    ///< where its files lie now; empty for bundled ones
};

/// A program that a template wants to run on the user's machine.
struct HostCommand {
    std::string title;                               ///< "hooks/post_gen_project.py"
    std::vector<std::string> argv;                   ///< the path of the script, when there is one, comes last
    std::string script;                              ///< text of a script; empty: none
    std::string script_suffix;                       ///< of its temporary file: ".py"
    std::string folder = ".";                        ///< where to run, relative to the project
    std::map<std::string, std::string> environment;  ///< on top of the user's own
};

/// Runs a program in a folder and waits. One that fails is thrown.
using RunHostCommand = std::function<void(const HostCommand& command, const std::filesystem::path& folder)>;

struct RenderRequest {
    GivenAnswers given;
    Ask ask;  ///< empty: nobody to ask
    /// Absolute: the project's folder, or where it will be made when that has no name yet.
    std::filesystem::path target;
    bool target_is_parent = false;  ///< the template names the folder itself, below `target`
    std::string user;
    /// Runs what has to run before there is anything to render; empty: nothing of the template runs at all.
    RunHostCommand run;
    bool replace = false;        ///< files that are there already may be replaced
    std::string answers_file;    ///< copier's record of the answers; empty: what the template calls it
    bool update = false;         ///< for an update: copier's _copier_operation
    base::Json earlier;          ///< answers of an earlier rendering; null: none
    std::string earlier_commit;  ///< for an update: the revision it goes from, as `git describe` names it

    bool trusted() const { return static_cast<bool>(run); }
};

struct Rendering {
    std::vector<RenderedFile> files;
    base::Json answers = base::Json::object();
    std::string folder_name;                 ///< what the template calls the project's folder; may be empty
    std::vector<std::string> optional;       ///< paths that are left alone when they exist
    std::vector<std::string> notes;          ///< for the user: what was ignored, and why
    std::vector<std::string> next;           ///< commands to go on with
    std::string message;                     ///< of the template's author, once all is done; may be empty
    std::vector<HostCommand> before, after;  ///< around the writing of the files; only when trusted
    std::shared_ptr<const base::TemporaryFolder> prepared;  ///< what these may look at
    std::vector<std::string> skipped;  ///< programs that would have run, were it trusted, beside those of the summary
    /// Paths that the template leaves out; at an update those of older revisions stay as they are.
    std::function<bool(const std::string& path)> leaves_out;
    bool answers_file = false;  ///< the files hold a record of the answers that an update can read
};

/// For `template show`.
struct TemplateSummary {
    std::string name;
    std::string description;
    std::vector<Question> questions;
    std::vector<std::string> files;     ///< as yet unrendered
    std::vector<std::string> commands;  ///< what it would run with --trust
};

class OpenedTemplate {
public:
    OpenedTemplate() = default;
    virtual ~OpenedTemplate() = default;
    OpenedTemplate(const OpenedTemplate&) = delete;
    OpenedTemplate& operator=(const OpenedTemplate&) = delete;

    virtual TemplateKind kind() const = 0;
    virtual TemplateSummary summary() const = 0;
    /// What there is to check in it. Error{invalid} where that cannot be told.
    virtual LintSubject lint_subject() const = 0;
    /// What is wrong with the template is Error{invalid} at its place, with an answer Error{usage}.
    virtual Rendering render(const RenderRequest& request) const = 0;
};

/// Opens the template in a folder by the file that defines it, the first that is there of template.yaml,
/// cookiecutter.json and copier.yml. None: Error{invalid}.
/// @param cookiecutter_defaults the user's `default_context`
/// @param kind which it is, where a folder is a template of several
std::unique_ptr<OpenedTemplate> open_template(const Origin& origin, const jinja::Dict& cookiecutter_defaults = {},
                                              std::optional<TemplateKind> kind = {});
/// A template that is part of the binary.
std::unique_ptr<OpenedTemplate> open_bundled(std::string_view name);

}  // namespace mlp::tmpl
