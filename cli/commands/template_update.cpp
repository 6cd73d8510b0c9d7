// mlp template update
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/scaffold/given_answers.hpp"
#include "core/git/work_tree.hpp"
#include "core/template/record.hpp"
#include "core/template/source.hpp"
#include "core/template/update.hpp"
#include "core/template/version.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;

struct TemplateUpdate {
    std::string folder = ".";
    std::optional<std::string> ref;
    std::optional<std::string> source;
    bool dry_run = false;
    AnswerFlags answers;
};

struct Updated {
    tmpl::Origin from, to;
    std::vector<tmpl::FileUpdate> files;
    std::vector<std::string> skipped;  ///< programs of the template that were not run
    std::string message;
    bool dry_run = false;

    bool has_conflicts() const {
        return std::any_of(files.begin(), files.end(),
                           [](const tmpl::FileUpdate& file) { return file.what == tmpl::FileUpdate::What::conflict; });
    }
};

tmpl::Record record_of(const fs::path& project, const std::string& file) {
    auto record = tmpl::read_record(project, file);
    if (!record) {
        throw Error(Kind::missing, fmt::format("'{}' does not say what template it was made from", project.native()))
            .hint(
                "a project of copier has .copier-answers.yml (or what --record names), others .cruft.json or "
                ".mlp-template.json");
    }
    if (record->revision.empty()) {
        throw Error(
            Kind::invalid,
            "the project was made from a template that is not in git: there is no older revision to compare with")
            .at(record->file);
    }
    return std::move(*record);
}

/// Nothing of the user's may be lost: whatever an update does, git takes it back.
void check_clean(const fs::path& project) {
    const auto tree = git::work_tree(project);
    if (!tree)
        throw Error(Kind::invalid, "only projects in git are updated: without it nothing could be taken back")
            .hint("git init, and commit");
    if (tree->changed.empty()) return;
    throw Error(Kind::conflict, fmt::format("the working tree has changes: {}", fmt::join(tree->changed, ", ")))
        .hint("commit or stash them first");
}

tmpl::RenderRequest request_of(Invocation& call, const fs::path& project, const tmpl::Record& record) {
    tmpl::RenderRequest request;
    request.target = project;
    request.user = base::user_name(call.env());
    request.earlier = record.answers;
    request.update = true;
    request.replace = true;
    return request;
}

/// The folder within the project's repository that the template's programs and files are meant for.
fs::path project_of(const Invocation& call, const TemplateUpdate& ask) {
    auto project = (call.folder() / ask.folder).lexically_normal();
    return project.filename().empty() ? project.parent_path() : project;
}

/// As copier has it: there is no way back.
void check_direction(const tmpl::Record& record, const tmpl::Origin& from, const tmpl::Origin& to) {
    const auto before = tmpl::Version::of_commit(from.described);
    const auto after = tmpl::Version::of_commit(to.described);
    if (record.kind != tmpl::TemplateKind::copier || !before || !after || *before <= *after) return;
    throw Error(Kind::usage, fmt::format("the project is at {}, which is newer than {}", from.described, to.described))
        .hint("templates of copier are followed forwards only: name a newer revision with --ref");
}

/// The new revision's rendering. What copier's migrations change before it is taken up: answers above all.
tmpl::Rendering render_new(const tmpl::OpenedTemplate& opened, tmpl::RenderRequest& request, bool dry_run) {
    auto made = opened.render(request);
    if (opened.kind() != tmpl::TemplateKind::copier || made.before.empty() || dry_run) return made;
    for (const auto& command : made.before) request.run(command, request.target);
    request.earlier = record_of(request.target, request.answers_file).answers;
    return opened.render(request);
}

Updated update(Invocation& call, const TemplateUpdate& ask) {
    const auto project = project_of(call, ask);
    const auto record = record_of(project, ask.answers.record);
    if (!ask.dry_run) check_clean(project);
    const auto source = ask.source.value_or(record.source);
    const auto before = tmpl::open_source({source, record.revision, record.directory, record.kind}, call.env());
    const auto after = tmpl::open_source({source, ask.ref, record.directory, record.kind}, call.env());
    for (const auto& note : after.notes) call.warn(note);
    check_direction(record, before.origin, after.origin);
    auto request = request_of(call, project, record);
    request.answers_file = ask.answers.record;
    if (ask.answers.trust) request.run = host_runner(call);
    auto old_made = before.opened->render(request);
    request.given = ask.answers.given(call.folder(), *after.opened);
    if (!ask.answers.defaults && call.may_prompt()) request.ask = prompter(call);
    request.earlier_commit = before.origin.described;
    auto new_made = render_new(*after.opened, request, ask.dry_run);
    for (const auto& note : new_made.notes) call.warn(note);
    if (auto remembered = tmpl::record_of(record.kind, after.origin, new_made))
        new_made.files.push_back(std::move(*remembered));
    if (new_made.leaves_out)
        std::erase_if(old_made.files, [&](const auto& file) { return new_made.leaves_out(file.path); });
    Updated updated{before.origin, after.origin, {}, {}, new_made.message, ask.dry_run};
    updated.files = tmpl::plan_update(
        {project, std::move(old_made.files), std::move(new_made.files), new_made.optional, record.file});
    if (!ask.answers.trust) {
        updated.skipped = after.opened->summary().commands;
        updated.skipped.insert(updated.skipped.end(), new_made.skipped.begin(), new_made.skipped.end());
    }
    if (ask.dry_run) return updated;
    tmpl::apply_update(project, updated.files);
    if (const auto step = host_step(call, new_made.after)) step(project);
    return updated;
}

base::Json to_json(const Updated& updated) {
    auto json = document("mlp.template.update/1");
    json["template"] = updated.to.source;
    json["from"] = updated.from.commit;
    json["to"] = updated.to.commit;
    json["dry_run"] = updated.dry_run;
    json["files"] = base::Json::array();
    for (const auto& file : updated.files)
        json["files"].push_back({{"path", file.path}, {"what", tmpl::name_of(file.what)}, {"note", file.note}});
    json["conflicts"] = updated.has_conflicts();
    json["not_run"] = updated.skipped;
    return json;
}

void show(Text& text, const Updated& updated) {
    if (updated.dry_run) {
        for (const auto& line : lines_of(tmpl::patch_of(updated.files))) text.line(line);
    }
    if (updated.files.empty()) {
        text.line(fmt::format("Nothing to change: the project is as the template has it ({})", updated.to.described));
        return;
    }
    Table table({"file", "what", ""});
    for (const auto& file : updated.files) {
        const bool bad = file.what == tmpl::FileUpdate::What::conflict;
        table.row({{file.path, Label::path},
                   {std::string(tmpl::name_of(file.what)), bad ? Label::error : Label::ok},
                   {file.note}});
    }
    table.print(text);
    text.line(fmt::format("{} from {} to {}", updated.dry_run ? "Would update" : "Updated", updated.from.described,
                          updated.to.described));
    if (updated.has_conflicts() && !updated.dry_run)
        text.line(Label::error, "Resolve what stands between the conflict markers, then commit");
    if (updated.message.empty()) return;
    text.line();
    for (const auto& line : lines_of(updated.message)) text.line(line);
}

Report run(Invocation& call, const TemplateUpdate& ask) {
    auto updated = update(call, ask);
    if (!updated.skipped.empty()) {
        call.warn(fmt::format("the template's programs are not run: {}; read them, then --trust runs them",
                              fmt::join(updated.skipped, ", ")));
    }
    const int code = updated.has_conflicts() && !updated.dry_run ? row_of(Kind::work_failed).exit_code : 0;
    return {.document = to_json(updated), .text = [=](Text& text) { show(text, updated); }, .exit_code = code};
}

std::vector<Argument> arguments_of(TemplateUpdate& ask) {
    std::vector<Argument> arguments{
        {.name = "dir", .help = "Folder of the project", .target = &ask.folder, .live = Live::folders},
        {.name = "--ref",
         .help = "Branch, tag or commit to go to; by default the newest",
         .target = &ask.ref,
         .value = "REF"},
        {.name = "--source",
         .help = "Where the template is now, when it has moved",
         .target = &ask.source,
         .value = "SOURCE"},
        {.name = "--dry-run", .help = "Show the change as a patch, write nothing", .target = &ask.dry_run}};
    add_answer_arguments(arguments, ask.answers);
    return arguments;
}

}  // namespace

Command template_update_command() {
    auto ask = std::make_shared<TemplateUpdate>();
    return {.arguments = arguments_of(*ask), .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
