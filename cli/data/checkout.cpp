#include "cli/data/checkout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/data/placed.hpp"
#include "cli/data/states.hpp"
#include "cli/output/reading_progress.hpp"
#include "core/base/path.hpp"
#include "core/data/damage.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Algorithm;
using data::Content;
using data::ContentKind;

namespace {

std::string shown(const std::string& path, const Content& content) {
    return content.kind == ContentKind::tree ? path + "/" : path;
}

/// What is recorded for a choice: the whole, or a part by its files.
struct Wanted {
    Content content;
    std::optional<std::vector<data::dvc::ListedFile>> part;  ///< of a folder of DVC
};

Wanted wanted_of(DataSite& site, const Chosen& chosen) {
    const Content& whole = *chosen.tracked->content;
    if (chosen.part.empty()) return {whole, {}};
    const auto nothing = [&] {
        return Error(Kind::missing, fmt::format("'{}' is not recorded: '{}' has nothing of that name, or its list of "
                                                "files is not on this machine",
                                                chosen.path(), chosen.tracked->path))
            .at(chosen.tracked->file)
            .hint("`mlp data fetch` gets the list; `mlp data add` records what is new");
    };
    const auto content = site.contents().below(whole, chosen.part);
    if (!content) throw nothing();
    if (content->kind != ContentKind::tree || content->digest.algorithm() == Algorithm::sha256) return {*content, {}};
    Wanted wanted{*content, std::vector<data::dvc::ListedFile>()};
    const std::string inside = chosen.part + "/";
    for (const auto& file : site.contents().dvc().cache().listing(whole)) {
        if (file.path.starts_with(inside)) wanted.part->push_back({file.path.substr(inside.size()), file.digest});
    }
    return wanted;
}

std::map<std::string, Content> files_present(DataSite& site, const std::string& path, Algorithm algorithm) {
    std::map<std::string, Content> files;
    if (algorithm == Algorithm::sha256) {
        const auto held = site.contents().workspace().look_into(path);
        if (!held) return files;
        if (held->content.kind != ContentKind::tree) return {{"", held->content}};
        return held->files;
    }
    const auto held = site.contents().dvc().workspace().look_into(path, algorithm);
    if (!held) return files;
    if (held->content.kind != ContentKind::tree) return {{"", held->content}};
    for (std::size_t at = 0; at < held->files.size(); ++at)
        files.emplace(held->files[at].path, Content{.digest = held->files[at].digest, .size = held->sizes[at]});
    return files;
}

fs::path store_of(DataSite& site, const Content& content) {
    if (content.digest.algorithm() == Algorithm::sha256) return site.contents().objects().folder();
    return site.contents().dvc().cache().folder();
}

std::map<std::string, Content> files_wanted(DataSite& site, const std::string& path, const Wanted& wanted) {
    if (wanted.content.kind != ContentKind::tree) return {{"", wanted.content}};
    if (!wanted.part) {
        auto files = recorded_files(site, wanted.content);
        if (!files) throw data::not_stored(path, {{path + "/", wanted.content.digest}}, store_of(site, wanted.content));
        return *std::move(files);
    }
    std::map<std::string, Content> files;
    for (const auto& file : *wanted.part) files.emplace(file.path, Content{.digest = file.digest});
    return files;
}

class WorkspaceCheckout {
public:
    WorkspaceCheckout(DataSite& site, const DataCheckoutOptions& options) : site_(site), options_(options) {}

    void plan(const Chosen& chosen);
    void refuse_losses() const;
    DataCheckout apply();

private:
    struct Step {
        Chosen chosen;
        Wanted wanted;
        bool is_new = false;
        bool is_same = false;  ///< to be linked anew alone

        std::string name() const { return shown(chosen.path(), wanted.content); }
    };
    void refuse_link(const std::string& path) const;
    bool find_losses(const Step& step);
    void fail(const std::string& name, const Error& error);
    void restore(const Step& step);
    void finish(const Step& step);
    void apply_all();

    DataSite& site_;
    DataCheckoutOptions options_;
    std::vector<Step> steps_;
    std::vector<std::string> lost_;
    std::vector<std::pair<std::string, Content>> placed_;
    DataCheckout done_;
};

/// What is not here, or damaged, fails alone; anything else ends the checkout.
void WorkspaceCheckout::fail(const std::string& name, const Error& error) {
    if (error.kind() != Kind::missing && error.kind() != Kind::damaged) throw Error(error);
    Error told(error);
    // What is missing is told with its name, what is damaged by the place where it is kept.
    if (told.kind() == Kind::damaged && told.steps().empty()) told.during(fmt::format("restoring '{}'", name));
    done_.failed.emplace_back(name, std::move(told));
}

/// The files behind it are somebody's who did not ask for this.
void WorkspaceCheckout::refuse_link(const std::string& path) const {
    const fs::path place = site_.root() / path;
    const auto itself = base::signature_of(place);
    std::error_code problem;
    if (!site_.is_dvc() || !itself || !itself->is_link() || !fs::is_directory(place, problem)) return;
    throw Error(Kind::conflict, fmt::format("'{}' is a link to the folder '{}', whose files a checkout would change", path,
                                            fs::read_symlink(place, problem).string()))
        .at(place.string())
        .hint("remove the link and run again; --force changes what lies behind it");
}

/// False when what is recorded cannot be read, so that nobody knows what would be lost.
bool WorkspaceCheckout::find_losses(const Step& step) try {
    const std::string path = step.chosen.path();
    const auto wanted = files_wanted(site_, path, step.wanted);
    for (const auto& [name, file] : files_present(site_, path, step.wanted.content.digest.algorithm())) {
        const auto same = wanted.find(name);
        if (same != wanted.end() && same->second.digest == file.digest) continue;
        if (!is_kept(site_, file)) lost_.push_back(name.empty() ? path : path + "/" + name);
    }
    return true;
} catch (const Error& error) {
    fail(step.name(), error);
    return false;
}

void WorkspaceCheckout::plan(const Chosen& chosen) {
    const TrackedPath& tracked = *chosen.tracked;
    if (!tracked.cache || !tracked.content) return;
    Step step{.chosen = chosen, .wanted = {}};
    try {
        step.wanted = wanted_of(site_, chosen);
    } catch (const Error& error) {
        return fail(chosen.path(), error);
    }
    const Content& wanted = step.wanted.content;
    const auto now = site_.contents().content_of(chosen.path(), wanted.digest.algorithm());
    step.is_new = !now;
    const bool as_executable =
        wanted.kind != ContentKind::executable || (now && now->kind == ContentKind::executable);
    step.is_same = now && now->digest == wanted.digest && as_executable;
    if (now && !step.is_same && !options_.force) refuse_link(chosen.path());
    if (step.is_same) {
        if (!options_.relink) return finish(step);
    } else if (now && !options_.force && !find_losses(step)) {
        return;
    }
    steps_.push_back(std::move(step));
}

void WorkspaceCheckout::refuse_losses() const {
    if (lost_.empty()) return;
    constexpr std::size_t shown_at_most = 10;
    std::string list;
    for (std::size_t at = 0; at < lost_.size() && at < shown_at_most; ++at) list += (at > 0 ? ", " : "") + lost_[at];
    if (lost_.size() > shown_at_most) list += fmt::format(" and {} more", lost_.size() - shown_at_most);
    throw Error(Kind::conflict, fmt::format("a checkout would lose files that are kept nowhere else: {}", list))
        .hint("`mlp data add` keeps them; `mlp data checkout --force` overwrites them");
}

void WorkspaceCheckout::restore(const Step& step) {
    pipeline::Contents& contents = site_.contents();
    const std::string path = step.chosen.path();
    if (options_.relink && contents.stored(step.wanted.content)) {
        // The file in the workspace may be the last good one.
        if (!is_whole(site_, step.wanted.content)) {
            throw Error(Kind::damaged, fmt::format("what is stored of '{}' is damaged; it is left as it is", path))
                .at(store_of(site_, step.wanted.content).string())
                .hint(data::damaged_hint);
        }
        contents.remove(path, site_.algorithm());
    }
    if (step.wanted.part) {
        contents.dvc().workspace().restore_folder(path, *step.wanted.part);
    } else {
        contents.restore(path, step.wanted.content);
    }
}

/// The path holds what is recorded.
void WorkspaceCheckout::finish(const Step& step) {
    if (step.is_same) {
        ++done_.unchanged;
    } else {
        (step.is_new ? done_.added : done_.modified).push_back(step.name());
    }
    if (step.chosen.part.empty()) placed_.emplace_back(step.chosen.path(), step.wanted.content);
}

void WorkspaceCheckout::apply_all() {
    for (const Step& step : steps_) {
        try {
            restore(step);
        } catch (const Error& error) {
            fail(step.name(), error);
            continue;
        }
        finish(step);
    }
}

DataCheckout WorkspaceCheckout::apply() {
    std::uint64_t bytes = 0;
    for (const Step& step : steps_) bytes += step.wanted.content.size;
    const ReadingProgress progress(site_.call(), "checking out", [bytes] { return bytes; });
    try {
        apply_all();
    } catch (...) {  // such as a full disk: what is in its place by now stays ours
        remember_placed(site_, placed_);
        throw;
    }
    remember_placed(site_, placed_);
    return std::move(done_);
}

}  // namespace

DataCheckout check_out(DataSite& site, const std::vector<Chosen>& chosen, const DataCheckoutOptions& options, bool all) {
    WorkspaceCheckout checkout(site, options);
    for (const Chosen& one : chosen) checkout.plan(one);
    checkout.refuse_losses();
    std::vector<std::string> deleted;
    if (all) deleted = remove_untracked(site);
    DataCheckout done = checkout.apply();
    done.deleted = std::move(deleted);
    return done;
}

Error failure_of(const DataCheckout& done) {
    const auto& [path, first] = done.failed.front();
    std::string others;
    for (std::size_t at = 1; at < done.failed.size(); ++at) others += (at > 1 ? ", " : "") + done.failed[at].first;
    Error error(first.kind(), others.empty() ? first.message() : fmt::format("{}; nor: {}", first.message(), others));
    for (const std::string& step : first.steps()) error.during(step);
    error.during(fmt::format("checking out; {} of {} tracked paths are as recorded now", done.as_recorded(),
                             done.as_recorded() + done.failed.size()));
    return std::move(error.at(first.place()).hint(first.hint_text()));
}

}  // namespace mlp::cli
