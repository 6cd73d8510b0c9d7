#include "cli/scaffold/new_project.hpp"

#include <fmt/format.h>

#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/process.hpp"
#include "core/git/repository.hpp"
#include "core/template/create.hpp"
#include "core/template/record.hpp"
#include "core/template/source.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;

/// What is made, and of what.
struct Made {
    tmpl::Origin origin;
    tmpl::TemplateKind kind = tmpl::TemplateKind::own;
    tmpl::Rendering rendering;
    std::vector<std::string> skipped;  ///< programs of the template that were not run
    tmpl::Created created;
    std::string shown_folder;  ///< as the user may type it
};

base::Json to_json(const Made& made, std::string_view schema) {
    auto json = document(schema);
    json["template"] = made.origin.source;
    json["kind"] = tmpl::name_of(made.kind);
    json["revision"] = text_or_null(made.origin.commit);
    json["folder"] = made.created.folder.native();
    json["answers"] = made.rendering.answers;
    json["made"] = made.created.made;
    json["kept"] = made.created.kept;
    json["replaced"] = made.created.replaced;
    json["not_run"] = made.skipped;
    json["commit"] = text_or_null(made.created.commit);
    json["git_note"] = text_or_null(made.created.git_note);
    json["next"] = made.rendering.next;
    return json;
}

void show(Text& text, const Made& made) {
    const auto& created = made.created;
    text.add("Made ").add(Label::path, created.folder.native());
    text.line(fmt::format(" from the template '{}': {} files", made.origin.source, created.made.size()));
    if (!created.kept.empty()) text.line(fmt::format("Kept as they were: {}", fmt::join(created.kept, ", ")));
    if (!created.replaced.empty()) text.line(fmt::format("Replaced: {}", fmt::join(created.replaced, ", ")));
    if (!created.commit.empty()) text.add("First commit ").line(Label::id, created.commit.substr(0, 10));
    if (!created.git_note.empty()) text.line(Label::dim, created.git_note);
    if (!made.rendering.message.empty()) text.line();
    for (const auto& line : lines_of(made.rendering.message)) text.line(line);
    // To be pasted as it stands.
    const std::string folder = made.shown_folder.starts_with('-') ? "./" + made.shown_folder : made.shown_folder;
    if (folder == "." && made.rendering.next.empty()) return;
    text.line().line("Next:");
    if (folder != ".") text.line(fmt::format("  cd {}", base::shell_quote(folder)));
    for (const auto& command : made.rendering.next) text.line("  " + command);
}

/// Without a folder named, a template of cookiecutter makes one of its own below this one.
fs::path target_of(const Invocation& call, const NewProject& ask, const Made& made) {
    if (ask.folder || made.rendering.folder_name.empty()) return call.folder() / ask.folder.value_or(".");
    return call.folder() / made.rendering.folder_name;
}

tmpl::RenderRequest request_of(Invocation& call, const NewProject& ask, const tmpl::OpenedTemplate& opened) {
    tmpl::RenderRequest request;
    request.given = ask.answers.given(call.folder(), opened);
    request.answers_file = ask.answers.record;
    if (!ask.answers.defaults && call.may_prompt()) request.ask = prompter(call);
    request.target_is_parent = !ask.folder && opened.kind() == tmpl::TemplateKind::cookiecutter;
    request.target = (call.folder() / ask.folder.value_or(".")).lexically_normal();
    if (request.target.filename().empty()) request.target = request.target.parent_path();
    request.user = base::user_name(call.env());
    if (ask.answers.trust) request.run = host_runner(call);
    request.replace = ask.force;
    return request;
}

}  // namespace

void add_placing_arguments(std::vector<Argument>& arguments, NewProject& ask) {
    arguments.push_back({.name = "-f,--force", .help = "Replace files that are there already", .target = &ask.force});
    arguments.push_back({.name = "--no-git", .help = "Make no git repository and no commit", .target = &ask.no_git});
}

Report make_project(Invocation& call, const NewProject& ask, std::string_view schema) {
    if (ask.folder && ask.folder->empty())
        throw Error(Kind::usage, "the folder's name is empty").hint("'.' is the current folder");
    const auto kind = ask.kind ? tmpl::kind_named(*ask.kind) : std::nullopt;
    if (ask.kind && !kind) {
        throw Error(Kind::usage, fmt::format("--kind {}: there is no such kind of template", *ask.kind))
            .hint("mlp, cookiecutter or copier");
    }
    const auto found = tmpl::open_source({ask.source, ask.ref, ask.directory, kind}, call.env());
    Made made;
    made.origin = found.origin;
    made.kind = found.opened->kind();
    made.rendering = found.opened->render(request_of(call, ask, *found.opened));
    for (const auto& note : found.notes) call.warn(note);
    for (const auto& note : made.rendering.notes) call.warn(note);
    if (!ask.answers.trust) made.skipped = found.opened->summary().commands;
    if (!made.skipped.empty()) {
        call.warn(fmt::format("the template's programs are not run: {}; read them, then --trust runs them",
                              fmt::join(made.skipped, ", ")));
    }
    const auto target = target_of(call, ask, made);
    made.shown_folder = ask.folder.value_or(made.rendering.folder_name.empty() ? "." : made.rendering.folder_name);
    // What an update needs to know; without git there is none.
    if (!ask.no_git || git::inside_repository(target)) {
        if (auto record = tmpl::record_of(made.kind, made.origin, made.rendering))
            made.rendering.files.push_back(std::move(*record));
    }
    made.created =
        tmpl::create_project({made.origin.source, std::move(made.rendering.files), made.rendering.optional}, target,
                             {.force = ask.force,
                              .git = !ask.no_git,
                              .before = host_step(call, made.rendering.before),
                              .after = host_step(call, made.rendering.after)});
    return {.document = to_json(made, schema), .text = [=](Text& text) { show(text, made); }};
}

}  // namespace mlp::cli
