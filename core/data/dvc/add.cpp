#include "core/data/dvc/add.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/process.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/git/repository.hpp"
#include "core/git/tracked.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = ".dvc";

Error cannot_add(Kind kind, const std::string& path, std::string_view why) {
    return Error(kind, fmt::format("cannot add '{}': {}", path, why));
}

bool is_definition(std::string_view name) {
    return name == "dvc.yaml" || name == "dvc.lock" || name == "mlp.yaml" || name == "mlp.lock" ||
           name == ".dvcignore" || name == ".gitignore" || name.ends_with(suffix);
}

/// A folder on the way, or the path itself, that is a link to a folder: what lies behind it belongs elsewhere.
void refuse_links(const fs::path& root, const std::string& path) {
    fs::path at = root;
    for (const fs::path& part : fs::path(path)) {
        at /= part;
        const auto found = base::signature_of(at);
        if (!found || !found->is_link()) continue;
        std::error_code problem;
        if (!fs::is_directory(at, problem)) continue;
        throw cannot_add(Kind::invalid, path, fmt::format("'{}' is a link to a folder", at.string()))
            .at(at.string())
            .hint("add the folder that it leads to, or move the data into the project");
    }
}

/// The .dvc file of a target with the output in it, as far as there is one.
struct Recorded {
    std::optional<std::string> text;
    std::optional<FileItem> out;
};

Recorded read_recorded(const fs::path& root, const AddTarget& target) {
    Recorded recorded;
    recorded.text = base::read_file_if_exists(root / target.file);
    if (!recorded.text) return recorded;
    const DvcFile file = parse_dvc_file(*recorded.text, target.file);
    const fs::path folder = root / fs::path(target.file).parent_path() / file.wdir;
    for (const FileItem& item : file.outs) {
        if (base::inside(root, folder, item.path) == target.out) recorded.out = item;
    }
    return recorded;
}

/// A folder with a part of it exchanged; contents and sizes as DVC counts them.
struct Patched {
    Content content;
    bool has_size = true;
    std::vector<ListedFile> files;
};

bool is_part(std::string_view file, std::string_view part) { return base::is_within(file, part); }

class Patch {
public:
    Patch(const Content& folder, bool has_size, std::vector<ListedFile> files)
        : old_(folder), has_size_(has_size), files_(std::move(files)) {}

    /// What stands at `part` of the folder now is this.
    void exchange(const std::string& part, const Workspace::Holding& holding) {
        take_out(part);
        if (holding.content.kind != ContentKind::tree) files_.push_back({part, holding.content.digest});
        for (const ListedFile& file : holding.files) files_.push_back({part + "/" + file.path, file.digest});
        appended_ += holding.content.size;
    }
    /// Nothing stands there any more. False when nothing did.
    bool take_out(const std::string& part) {
        const auto gone = std::erase_if(files_, [&](const ListedFile& file) { return is_part(file.path, part); });
        append_only_ = append_only_ && gone == 0;
        return gone > 0;
    }

    /// DVC knows the size of the whole only where it grew, or where nothing changed.
    Patched finish() && {
        const Content bare = folder_content(files_, 0, old_.digest.algorithm());
        const bool same = bare.digest == old_.digest;
        const bool known = has_size_ && (same || (append_only_ && old_.size > 0));
        const std::uint64_t size = !known ? 0 : same ? old_.size : old_.size + appended_;
        return {folder_content(files_, size, old_.digest.algorithm()), known, std::move(files_)};
    }

private:
    Content old_;
    bool has_size_;
    std::vector<ListedFile> files_;
    bool append_only_ = true;
    std::uint64_t appended_ = 0;
};

class Adding {
public:
    Adding(Workspace& workspace, Cache& cache, Cache::Batch& batch, const AddOptions& options)
        : workspace_(workspace), cache_(cache), batch_(batch), options_(options) {}

    void take(const AddTarget& target);
    std::vector<Added> finish();

private:
    struct Pending {
        Added added;
        Tracked out;
        Recorded before;
        std::optional<std::vector<ListedFile>> files = {};  // of a folder whose parts are added
    };
    Workspace::Holding hold(const std::string& path, bool cached);
    void take_whole(Pending& pending, bool cached);
    void take_part(Pending& pending, bool cached);
    Pending& pending_of(const AddTarget& target);
    std::string text_of(const Pending& pending) const;

    Workspace& workspace_;
    Cache& cache_;
    Cache::Batch& batch_;
    AddOptions options_;
    std::vector<Pending> pending_;
    std::map<std::string, std::size_t> by_out_;  // several parts of one folder change one .dvc file
};

Workspace::Holding Adding::hold(const std::string& path, bool cached) {
    if (options_.commit && cached) return workspace_.store_all(path, batch_);
    auto holding = workspace_.look_into(path);
    if (!holding) throw cannot_add(Kind::missing, path, "it does not exist").at((workspace_.root() / path).string());
    return *std::move(holding);
}

Adding::Pending& Adding::pending_of(const AddTarget& target) {
    const auto [place, is_new] = by_out_.emplace(target.out, pending_.size());
    if (is_new) {
        Pending pending{.added = {.target = target, .content = {}}, .out = {}, .before = {}};
        pending.before = read_recorded(workspace_.root(), target);
        if (pending.before.out) static_cast<Tracked&>(pending.out) = *pending.before.out;
        pending_.push_back(std::move(pending));
    }
    return pending_[place->second];
}

void Adding::take_whole(Pending& pending, bool cached) {
    pending.out.content = hold(pending.added.target.out, cached).content;
    pending.out.has_size = true;
}

void Adding::take_part(Pending& pending, bool cached) {
    const AddTarget& target = pending.added.target;
    // A listing of DVC 2 names files in another way: the whole folder is recorded anew.
    if (pending.out.content && pending.out.content->digest.algorithm() != base::Algorithm::md5)
        return take_whole(pending, cached);
    if (!pending.out.content || pending.out.content->kind != ContentKind::tree) {
        throw cannot_add(Kind::conflict, target.path, fmt::format("'{}' is tracked as a file", target.out))
            .at(target.file)
            .hint(fmt::format("`mlp data add {}` records it anew", base::shell_quote(target.out)));
    }
    const std::string part = target.path.substr(target.out.size() + 1);
    if (!pending.files) pending.files = cache_.listing(*pending.out.content);
    Patch patch(*pending.out.content, pending.out.has_size, *pending.files);
    if (base::signature_of(workspace_.root() / target.path)) {
        patch.exchange(part, hold(target.path, cached));
    } else if (!patch.take_out(part)) {
        throw cannot_add(Kind::missing, target.path, fmt::format("neither '{}' nor its record has it", target.out))
            .at((workspace_.root() / target.path).string());
    }
    Patched patched = std::move(patch).finish();
    if (options_.commit && cached) batch_.put_listing(patched.files, patched.content.size);
    pending.out.content = patched.content;
    pending.out.has_size = patched.has_size;
    pending.files = std::move(patched.files);
}

void Adding::take(const AddTarget& target) {
    Pending& pending = pending_of(target);
    pending.added.target.path = target.path;
    const bool cached = !pending.before.out || pending.before.out->flag("cache", true);
    try {
        if (target.path == target.out) {
            take_whole(pending, cached);
        } else {
            take_part(pending, cached);
        }
    } catch (Error& error) {
        error.during(fmt::format("adding '{}'", target.path));
        throw;
    }
}

std::string Adding::text_of(const Pending& pending) const {
    const AddTarget& target = pending.added.target;
    if (pending.before.out) return update_dvc_file(*pending.before.text, target.file, {pending.out});
    Tracked out = pending.out;
    out.path = fs::path(target.out).filename().string();
    return new_dvc_file(out);
}

std::vector<Added> Adding::finish() {
    std::vector<std::string> texts;
    for (const Pending& pending : pending_) texts.push_back(text_of(pending));
    if (options_.commit) batch_.commit();
    std::vector<Added> result;
    for (std::size_t at = 0; at < pending_.size(); ++at) {
        Pending& pending = pending_[at];
        Added& added = pending.added;
        added.content = *pending.out.content;
        const bool cached = !pending.before.out || pending.before.out->flag("cache", true);
        // Git never gets to see the data: its line comes before the file that invites to commit.
        if (options_.git && cached) added.ignored = ignore_output(workspace_.root(), added.target.out);
        added.changed = pending.before.text != texts[at];
        if (added.changed) base::replace_file(workspace_.root() / added.target.file, texts[at]);
        result.push_back(std::move(added));
    }
    return result;
}

}  // namespace

AddTarget new_target(const std::string& path) { return {path, path, path + std::string(suffix)}; }

void check_target(const fs::path& root, const Ignore* ignore, const AddTarget& target, const AddOptions& options) {
    const std::string& path = target.path;
    for (const char* own : {".git", ".dvc", ".mlp"}) {
        if (base::is_within(path, own) || path == ".") {
            throw cannot_add(Kind::usage, path, "it belongs to the project itself").hint("name the data inside of it");
        }
    }
    const bool of_own_project = ignore == nullptr && (path == "data.lock" || path == "contracts.lock");
    if (of_own_project || is_definition(fs::path(path).filename().string())) {
        throw cannot_add(Kind::invalid, path, "it describes data, and is for git to keep").at(path);
    }
    refuse_links(root, path);
    std::error_code problem;
    if (ignore != nullptr && ignore->is_ignored(path, fs::is_directory(root / path, problem))) {
        throw cannot_add(Kind::invalid, path, "a .dvcignore leaves it out")
            .at(path)
            .hint("take the pattern out of .dvcignore first");
    }
    if (!options.git) return;
    if (git::is_tracked(root, target.out)) {
        throw cannot_add(Kind::conflict, path, "git tracks it already")
            .at(target.out)
            .hint(fmt::format("stop that first: git rm -r --cached {0} && git commit -m 'Stop tracking {0}'", target.out));
    }
    if (git::is_ignored(root, target.file).value_or(false)) {
        throw cannot_add(Kind::invalid, path, fmt::format("git ignores '{}', which would record it", target.file))
            .at(target.file)
            .hint("change the pattern in .gitignore");
    }
}

std::vector<Added> add(Workspace& workspace, Cache& cache, Cache::Batch& batch, const std::vector<AddTarget>& targets,
                       const AddOptions& options) {
    Adding adding(workspace, cache, batch, options);
    for (const AddTarget& target : targets) adding.take(target);
    return adding.finish();
}

}  // namespace mlp::data::dvc
