// Putting content of the cache back. What was not there is built aside and appears by one rename; in a folder that is
// there, one file after the other is replaced, as it may hold files that .dvcignore leaves out.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/data/absent.hpp"
#include "core/data/dvc/workspace_state.hpp"
#include "core/data/parallel.hpp"
#include "core/data/placing.hpp"
#include "core/git/tracked.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

void refuse_own_folders(const std::string& name) {
    for (const char* own : {".git", ".dvc", ".mlp"}) {
        if (!base::is_within(name, own) && name != ".") continue;
        throw Error(Kind::invalid, fmt::format("'{}' cannot be an output: it belongs to the project itself", name))
            .hint("write outputs to a file or folder of their own");
    }
}

/// Records of others name where content goes: nowhere but below the project.
void refuse_outside(const std::string& name) {
    if (!fs::path(name).is_absolute()) return;
    throw Error(Kind::invalid, fmt::format("'{}' lies outside of the project, where no content is put", name))
        .hint("correct the path in the file that records it");
}

/// A link on the way must not lead into a folder of git or of the project itself, nor one that git brought out of the
/// project: others write what lies there, and whoever clones it would have it written.
void refuse_led_astray(const fs::path& root, const std::string& name) {
    std::error_code problem;
    fs::path way;
    for (const fs::path& part : fs::path(name)) {
        way /= part;
        const auto found = base::signature_of(root / way);
        if (!found) return;
        // A link to a file is replaced, never followed.
        if (!found->is_link() || !fs::is_directory(root / way, problem)) continue;
        const fs::path real = fs::weakly_canonical(root / way, problem).lexically_relative(fs::canonical(root, problem));
        const std::string first = real.empty() ? ".." : real.begin()->string();
        const bool own = first == ".dvc" || first == ".mlp" || std::find(real.begin(), real.end(), ".git") != real.end();
        const bool outside = first == ".." || problem;
        if (!own && !(outside && git::is_tracked(root, way.generic_string()))) continue;
        throw Error(Kind::invalid, fmt::format("'{}' is a link that leads {}: no content is put there", way.string(),
                                               own ? "into the project's own folders" : "out of the project"))
            .at((root / way).string())
            .hint("remove the link, or correct the path in the file that records it");
    }
}

/// The first thing below it that is no folder; nullptr: none.
const Node* first_file(const Node& folder) {
    for (const Node& child : folder.children) {
        const Node* found = child.content.kind == ContentKind::tree ? first_file(child) : &child;
        if (found != nullptr) return found;
    }
    return nullptr;
}

/// One folder that is brought to what a listing says.
class Folder {
public:
    /// @param name of the folder in the project, for messages
    Folder(Workspace::State& state, std::string name, fs::path target, std::vector<ListedFile> files)
        : state_(state), name_(std::move(name)), target_(std::move(target)), files_(std::move(files)) {}

    /// Everything, into a folder that does not exist yet.
    void build();
    /// Only what differs from what `old` found there.
    void update(const Workspace::State::Found& old, const fs::path& staged);

private:
    void remove_extra(const Workspace::State::Found& old);
    void make_parents(const std::string& path);
    void clear_way(const fs::path& place) const;
    void place(const ListedFile& file, const fs::path& to) const;
    void each(const std::vector<const ListedFile*>& files, const std::function<void(const ListedFile&)>& work) const;

    Workspace::State& state_;
    std::string name_;
    fs::path target_;
    std::vector<ListedFile> files_;
    std::unordered_map<std::string, bool> made_;  // folders known to be there
};

void Folder::each(const std::vector<const ListedFile*>& files,
                  const std::function<void(const ListedFile&)>& work) const {
    std::size_t threads = threads_for(files.size(), 0);
    if (threads == 1) {  // few, but perhaps large
        std::uint64_t bytes = 0;
        for (const ListedFile* file : files)
            bytes += object_size(state_.cache.path_of(file->digest, false)).value_or(0);
        threads = threads_for(files.size(), bytes);
    }
    in_parallel_runs(files.size(), threads, [&](std::size_t at) { work(*files[at]); });
}

/// A link or file where a folder must be goes: nothing is ever written through a link inside of an output.
void Folder::make_parents(const std::string& path) {
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const std::string folder = path.substr(0, slash);
        if (!made_.emplace(folder, true).second) continue;
        const fs::path place = target_ / folder;
        const auto there = base::signature_of(place);
        if (there && there->is_folder()) continue;
        if (there && ::unlink(place.c_str()) != 0) throw system_error("remove", place.string(), errno);
        base::make_folders(place);
    }
}

/// A folder where a file must be: gone when nothing is in it but folders.
void Folder::clear_way(const fs::path& place) const {
    const auto there = base::signature_of(place);
    if (!there || !there->is_folder()) return;
    const Node folder = walk_folder(place, ".", {.follow_links = false, .skip_own = false, .leave_out = {}});
    if (const Node* file = first_file(folder)) {
        throw Error(Kind::conflict, fmt::format("cannot restore '{}': a folder stands there with '{}' in it, which "
                                                ".dvcignore leaves out",
                                                place.string(), (place / file->path).string()))
            .hint("move that file away and run again");
    }
    base::remove_tree(place);
}

void Folder::place(const ListedFile& file, const fs::path& to) const {
    try {
        state_.linker.place(file.digest, to, false);
        if (state_.linker.shares()) state_.remember_object(file.digest);
    } catch (Error& error) {
        error.during(fmt::format("restoring '{}/{}'", name_, file.path));
        throw;
    }
}

void Folder::build() {
    if (::mkdir(target_.c_str(), 0777) != 0) throw system_error("make the folder", target_.string(), errno);
    std::vector<const ListedFile*> todo;
    for (const ListedFile& file : files_) {
        make_parents(file.path);
        todo.push_back(&file);
    }
    each(todo, [&](const ListedFile& file) { place(file, target_ / file.path); });
}

void Folder::remove_extra(const Workspace::State::Found& old) {
    std::unordered_map<std::string_view, const ListedFile*> wanted;
    for (const ListedFile& file : files_) wanted.emplace(file.path, &file);
    for (const auto& [path, node] : old.files) {
        if (wanted.contains(path)) continue;
        const fs::path place = target_ / path;
        if (::unlink(place.c_str()) != 0 && errno != ENOENT) throw system_error("remove", place.string(), errno);
        // Folders that are empty now go too; one that holds something else stays.
        for (fs::path folder = fs::path(path).parent_path(); !folder.empty(); folder = folder.parent_path()) {
            if (::rmdir((target_ / folder).c_str()) != 0) break;
        }
    }
}

void Folder::update(const Workspace::State::Found& old, const fs::path& staged) {
    remove_extra(old);
    std::vector<const ListedFile*> todo;
    for (const ListedFile& file : files_) {
        const auto there = old.files.find(file.path);
        if (there != old.files.end() && there->second->content.digest == file.digest) continue;
        make_parents(file.path);
        clear_way(target_ / file.path);
        todo.push_back(&file);
    }
    each(todo, [&](const ListedFile& file) {
        const auto number = static_cast<std::size_t>(&file - files_.data());
        const fs::path made = staged / std::to_string(number);
        place(file, made);
        put_into_place(made, target_ / file.path, staged);
    });
}

/// Digests of what we wrote, as long as nobody wrote after us.
void remember_all(Workspace::State& state, const std::string& name, const std::vector<ListedFile>& files) {
    for (const ListedFile& file : files) state.remember(name + "/" + file.path, file.digest);
}

/// A folder becomes what these files are; `old` is what stands there now.
void restore_files(Workspace::State& state, const std::string& name, const std::optional<Workspace::State::Found>& old,
                   const std::vector<ListedFile>& files) {
    const fs::path target = state.root / name;
    base::make_folders(target.parent_path());
    if (old && old->is_folder()) {
        // The folder may be reached through a link, and lie on another file system.
        const fs::path real = fs::canonical(target);
        const base::TemporaryFolder staged = staging(state.root, real / "restored");
        Folder(state, name, real, files).update(*old, staged.path());
    } else {
        const base::TemporaryFolder staged = staging(state.root, target);
        Folder(state, name, staged.path() / "new", files).build();
        put_into_place(staged.path() / "new", target, staged.path());
    }
    remember_all(state, name, files);
}

/// What is to be put into the workspace is in the cache, and is what its name says.
void require(Workspace& workspace, Workspace::State& state, const std::string& name,
             const std::vector<ListedFile>& files) {
    if (workspace.holds(files) && state.may_be_linked(files)) return;
    state.refuse_damaged(name, files);
    std::vector<Absent> absent;
    for (const ListedFile& file : files) {
        if (workspace.holds({file})) continue;
        absent.push_back({file.path.empty() ? name : name + "/" + file.path, file.digest});
    }
    throw not_stored(name, absent, state.cache.folder());
}

}  // namespace

void Workspace::restore(const std::string& path, const Content& content) {
    const std::string name = state_->normal(path);
    refuse_own_folders(name);
    refuse_outside(name);
    refuse_led_astray(root(), name);
    std::optional<State::Found> old = state_->look(name);
    if (old) {
        // The executable bit of a file is given back where it is missing, never taken.
        const Content now = state_->fill(*old, content.digest.algorithm(), nullptr);
        const bool as_executable = content.kind != ContentKind::executable || now.kind == ContentKind::executable;
        const bool same_kind = old->is_folder() == (content.kind == ContentKind::tree);
        if (now.digest == content.digest && same_kind && as_executable) return;
    }
    const bool folder = content.kind == ContentKind::tree;
    if (!state_->cache.has(content)) {
        throw not_stored(name, {{folder ? name + "/" : name, content.digest}}, state_->cache.folder());
    }
    const std::vector<ListedFile> files =
        folder ? state_->cache.listing(content) : std::vector<ListedFile>{{"", content.digest}};
    require(*this, *state_, name, files);
    if (folder) return restore_files(*state_, name, old, files);
    const fs::path target = root() / name;
    base::make_folders(target.parent_path());
    const base::TemporaryFolder staged = staging(root(), target);
    state_->linker.place(content.digest, staged.path() / "new", content.kind == ContentKind::executable);
    if (state_->linker.shares()) state_->remember_object(content.digest);
    put_into_place(staged.path() / "new", target, staged.path());
    state_->remember(name, content.digest);
}

void Workspace::restore_folder(const std::string& path, const std::vector<ListedFile>& files) {
    const std::string name = state_->normal(path);
    refuse_own_folders(name);
    refuse_outside(name);
    refuse_led_astray(root(), name);
    std::optional<State::Found> old = state_->look(name);
    if (old) state_->fill(*old, files.empty() ? base::Algorithm::md5 : files.front().digest.algorithm(), nullptr);
    require(*this, *state_, name, files);
    restore_files(*state_, name, old, files);
}

void Workspace::remove(const std::string& path) {
    const std::string name = state_->normal(path);
    refuse_own_folders(name);
    remove_placed(root(), root() / name);
    state_->index.forget(name);
}

namespace {

/// Copies what is a link of any kind, and lets the owner write.
void make_own(const Workspace::State& state, const Node& file) {
    const fs::path path = state.root / file.path;
    const auto itself = base::signature_of(path);
    if (!itself) return;
    struct stat bytes {};
    if (::stat(path.c_str(), &bytes) != 0) throw system_error("look at", path.string(), errno);
    const unsigned mode = bytes.st_mode & 0777U;
    if (itself->is_link() || bytes.st_nlink > 1) {
        const base::TemporaryFolder staged = staging(state.root, path);
        base::clone_file(path, staged.path() / "new", 0666);
        put_into_place(staged.path() / "new", path, staged.path());
    } else if ((mode & S_IWUSR) == 0 && ::chmod(path.c_str(), mode | S_IWUSR) != 0) {
        throw system_error("make writable", path.string(), errno);
    }
}

}  // namespace

void Workspace::unprotect(const std::string& path) {
    const auto found = state_->look(state_->normal(path));
    if (!found) return;
    if (!found->is_folder()) make_own(*state_, found->top);
    for (const auto& [name, node] : found->files) make_own(*state_, *node);
}

}  // namespace mlp::data::dvc
