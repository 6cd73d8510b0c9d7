#include "cli/tracking/checkout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/pipeline/code_snapshot.hpp"
#include "cli/pipeline/run_lock.hpp"
#include "cli/pipeline/site.hpp"
#include "cli/tracking/file_changes.hpp"
#include "cli/tracking/recorded_state.hpp"
#include "core/base/path.hpp"
#include "core/data/file_index.hpp"
#include "core/git/repository.hpp"
#include "core/pipeline/dvc_hold.hpp"
#include "core/pipeline/run_cache.hpp"
#include "core/pipeline/stage_files.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

class Checkout {
public:
    Checkout(Invocation& call, const CheckoutAsk& ask)
        : call_(call),
          ask_(ask),
          session_(call, TrackSession::Use::write),
          tree_(git::work_tree(call.root()).value_or(git::WorkTree{.top = call.root(), .commit = "", .changed = {}})),
          wanted_(recorded_state(session_, session_.run_id(ask.run), tree_.top)),
          index_(index_path(call)),
          present_(present_project()),
          contents_(present_, call.env(), index_, call.objects()) {}

    CheckedOut perform() {
        CheckedOut done;
        done.run_id = wanted_.run_id;
        done.commit = wanted_.commit;
        done.branch = ask_.branch;
        check_place();
        const auto dvc_lock = pipeline::lock_dvc_project(contents_, present_);
        plan_outputs(done);
        const FileChanges changes = plan_changes(tree_, wanted_);
        keep_or_refuse(changes, done);
        apply_changes(changes, tree_, wanted_, call_.objects(), call_.root() / ".mlp" / "tmp" / "checkout");
        const config::Project project = present_project();
        pipeline::Contents contents(project, call_.env(), index_, call_.objects());
        restore_outputs(contents, done.restored);
        done.unlike = find_unlike(contents);
        done.written = changes.write;
        done.removed = changes.remove;
        done.missing.insert(done.missing.end(), wanted_.left_out.begin(), wanted_.left_out.end());
        if (ask_.branch) done.branch_commit = make_branch();
        return done;
    }

private:
    void check_place() {
        const bool in_git = git::inside_repository(call_.root());
        if (ask_.branch && !in_git) {
            throw Error(Kind::invalid, "there is no git repository here to make a branch in")
                .hint("leave --branch out");
        }
        if (ask_.branch) git::check_new_branch(call_.root(), *ask_.branch);
        std::string place = fs::canonical(call_.root()).lexically_relative(fs::canonical(tree_.top)).generic_string();
        if (place == ".") place.clear();
        if (place == wanted_.place) return;
        throw Error(Kind::conflict, fmt::format("run {} was made in '{}' of its repository, this project lies in '{}'",
                                                wanted_.run_id, wanted_.place, place));
    }

    std::string from_top(const std::string& path) const {
        return wanted_.place.empty() ? path : wanted_.place + "/" + path;
    }

    /// Which outputs come back, which cannot, and which of those here now nobody else has.
    void plan_outputs(CheckedOut& done) {
        for (const auto& [path, content] : wanted_.outputs) {
            if (!contents_.stored(content)) {
                if (!wanted_.files.contains(from_top(path))) done.missing.push_back(path);
                continue;
            }
            wanted_.as_outputs.push_back(from_top(path));
            const auto present = contents_.content_of(path, content.digest.algorithm());
            if (present && present->kind == content.kind && present->digest == content.digest) continue;
            done.restored.push_back(path);
            if (present && !contents_.stored(*present) && !tracked_and_clean(from_top(path))) {
                lost_outputs_.push_back(path);
            }
        }
    }

    /// By the project as it is now that its files came back: its ignored files and settings count.
    void restore_outputs(pipeline::Contents& contents, const std::vector<std::string>& paths) {
        pipeline::Outputs outputs;
        for (const std::string& path : paths) outputs[path] = wanted_.outputs.at(path);
        pipeline::restore_outputs(contents, outputs);
    }

    /// What stages read and git ignores is nobody's to bring back.
    std::vector<std::string> find_unlike(pipeline::Contents& contents) const {
        std::vector<std::string> paths;
        for (const auto& [path, content] : wanted_.deps) {
            std::optional<data::Content> present;
            try {
                present = contents.content_of(path, content.digest.algorithm());
            } catch (const Error&) {
                // What cannot be read is not what was read then.
            }
            if (!present || present->digest != content.digest) paths.push_back(path);
        }
        return paths;
    }

    bool tracked_and_clean(const std::string& path) const {
        if (tree_.commit.empty()) return false;
        const bool changed = std::any_of(tree_.changed.begin(), tree_.changed.end(),
                                         [&](const std::string& name) { return base::is_within(name, path); });
        const auto head = git::Revision::find(tree_.top, tree_.commit);
        return head && !changed && head->read(path).has_value();
    }

    void keep_or_refuse(const FileChanges& changes, CheckedOut& done) {
        std::vector<std::string> lost = changes.lost;
        lost.insert(lost.end(), lost_outputs_.begin(), lost_outputs_.end());
        if (lost.empty()) return;
        if (ask_.force) {
            done.backup = keep_present();
            return;
        }
        constexpr std::size_t shown = 5;
        std::string names = fmt::format(
            "{}",
            fmt::join(lost.begin(), lost.begin() + static_cast<std::ptrdiff_t>(std::min(shown, lost.size())), ", "));
        if (lost.size() > shown) names += fmt::format(" and {} more", lost.size() - shown);
        throw Error(Kind::conflict, fmt::format("changes that are not committed would be overwritten: {}", names))
            .hint("commit or stash them, or use --force: it first keeps what is here as a run that can be checked out");
    }

    /// What is here now as a run like any other, so that the way back is the same command.
    std::string keep_present() {
        pipeline::Contents::Batch batch(contents_);
        CodeRules rules;
        rules.largest = std::numeric_limits<std::uint64_t>::max();
        const base::Json code = take_code(present_, batch.objects(), rules);
        pipeline::Outputs outputs;
        for (const auto& [path, content] : wanted_.outputs) {
            const base::Algorithm algorithm = content.digest.algorithm();
            if (contents_.content_of(path, algorithm)) outputs[path] = contents_.store(path, algorithm, batch);
        }
        batch.commit();
        base::Transaction transaction(session_.db());
        const tracking::Run made = session_.run(wanted_.run_id);
        tracking::NewRun run;
        run.experiment_id = made.info.experiment_id;
        run.name = "before-checkout-" + wanted_.run_id.substr(0, 8);
        run.user_id = base::user_name(call_.env());
        run.tags = {{"mlp.kind", "backup"}, {"mlflow.user", run.user_id}};
        const std::string id = session_->create_run(run).id;
        session_->put_document(id, "code", code);
        session_->put_document(id, "stages", {{"present", {{"outs", pipeline::outputs_json(outputs)}}}});
        session_->update_run(id, tracking::RunStatus::finished, call_.env().now(), std::nullopt);
        transaction.commit();
        return id;
    }

    /// A project file that is broken just now must not be in the way of keeping it.
    config::Project present_project() {
        config::Project project;
        try {
            project = config::load_project(call_.root()).project;
        } catch (const Error&) {
            project.root = call_.root();
            project.file = "mlp.yaml";
        }
        return project;
    }

    std::string make_branch() {
        std::vector<std::string> paths;
        for (const auto& [path, file] : wanted_.files) {
            if (file.kept) paths.push_back(path);
        }
        if (!wanted_.commit.empty()) {
            for (const auto& file : git::Revision::find(tree_.top, wanted_.commit)->files()) {
                if (!wanted_.files.contains(file.path)) paths.push_back(file.path);
            }
        }
        for (const std::string& output : wanted_.as_outputs) add_files(output, paths);
        return git::commit_on_branch(call_.root(), {.branch = *ask_.branch,
                                                    .base = wanted_.commit,
                                                    .paths = std::move(paths),
                                                    .message = message(),
                                                    .author = author()});
    }

    /// The file itself, or everything below the folder.
    void add_files(const std::string& path, std::vector<std::string>& paths) const {
        std::error_code problem;
        const fs::path full = tree_.top / path;
        if (!fs::is_directory(fs::symlink_status(full, problem))) return paths.push_back(path);
        for (const auto& entry : fs::recursive_directory_iterator(full, problem)) {
            if (!entry.is_directory(problem) || entry.is_symlink(problem)) {
                paths.push_back(entry.path().lexically_relative(tree_.top).generic_string());
            }
        }
    }

    std::string message() {
        const auto command = session_->find_document(wanted_.run_id, "command");
        const std::string line = command ? command->value("line", std::string("mlp run")) : "mlp run";
        return fmt::format("Check out run {}\n\n{}\n", wanted_.run_id.substr(0, 8), line);
    }

    std::optional<git::Author> author() const {
        const auto name = call_.env().variable("GIT_AUTHOR_NAME");
        const auto email = call_.env().variable("GIT_AUTHOR_EMAIL");
        return name && email ? std::optional(git::Author{*name, *email}) : std::nullopt;
    }

    Invocation& call_;
    const CheckoutAsk& ask_;
    TrackSession session_;
    git::WorkTree tree_;
    RecordedState wanted_;
    data::FileIndex index_;
    config::Project present_;
    pipeline::Contents contents_;
    std::vector<std::string> lost_outputs_;
};

}  // namespace

CheckedOut check_out(Invocation& call, const CheckoutAsk& ask) {
    const base::FileLock lock = take_run_lock(call, false);
    return Checkout(call, ask).perform();
}

}  // namespace mlp::cli
