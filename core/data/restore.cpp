// Putting content back. The new file or folder is built under .mlp/tmp (where no folder listing sees it) and takes its
// place by one rename or exchange, so that a kill leaves old or new. In a folder that is partly right, unchanged files
// are hard links to the old ones until those go: nothing of them is copied, and their inode and time stay.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/data/damage.hpp"
#include "core/data/parallel.hpp"
#include "core/data/placing.hpp"
#include "core/data/workspace_state.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

/// A file of the new content: where it will stand, and how to know later that nobody touched it.
struct Placed {
    std::string path;  // relative to the root
    fs::path built;
    Content content;
    std::int64_t mtime_ns = 0;
    bool linked = false;   // to the file that stands there now
    bool trusted = false;  // its digest may be remembered
};

const Node* child_of(const Node* folder, const std::string& name) {
    if (folder == nullptr) {
        return nullptr;
    }
    const auto found =
        std::lower_bound(folder->children.begin(), folder->children.end(), name,
                         [](const Node& child, const std::string& wanted) { return child.name < wanted; });
    return found != folder->children.end() && found->name == name ? &*found : nullptr;
}

class Builder {
public:
    Builder(const Workspace::State& state, std::vector<Placed>& files) : state_(state), files_(files) {}

    /// Folders, links and hard links at once; files that must be copied are listed for copy_all.
    void build(const Content& content, const fs::path& to, const std::string& path, const Node* old);
    void copy_all();

private:
    void build_file(const Content& content, const fs::path& to, const std::string& path, const Node* old);
    void build_tree(const Content& content, const fs::path& to, const std::string& path, const Node* old);
    void copy(Placed& file) const;

    const Workspace::State& state_;
    std::vector<Placed>& files_;
};

void Builder::build(const Content& content, const fs::path& to, const std::string& path, const Node* old) {
    if (content.kind == ContentKind::tree) {
        build_tree(content, to, path, old);
    } else if (content.kind == ContentKind::link) {
        if (::symlink(state_.objects.read(content.digest).c_str(), to.c_str()) != 0) {
            throw system_error("make the link", path, errno);
        }
    } else {
        build_file(content, to, path, old);
    }
}

void Builder::build_file(const Content& content, const fs::path& to, const std::string& path, const Node* old) {
    Placed file{.path = path, .built = to, .content = content};
    if (old != nullptr && old->content == content && ::link((state_.root / path).c_str(), to.c_str()) == 0) {
        file.linked = true;
        file.mtime_ns = old->signature.mtime_ns;
        file.trusted = state_.index.find(path, old->signature) == content.digest;
    }
    files_.push_back(std::move(file));
}

void Builder::build_tree(const Content& content, const fs::path& to, const std::string& path, const Node* old) {
    if (::mkdir(to.c_str(), 0755) != 0) {
        throw system_error("make the folder", to.string(), errno);
    }
    for (const TreeEntry& entry : parse_tree(state_.objects.read(content.digest))) {
        build(entry.content, to / entry.name, path + "/" + entry.name, child_of(old, entry.name));
    }
}

void Builder::copy(Placed& file) const {
    const fs::path from = state_.objects.path_of(file.content.digest);
    const unsigned mode = file.content.kind == ContentKind::executable ? 0755 : 0644;
    const base::Fd to(::open(file.built.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!to) {
        throw system_error("make the file", file.built.string(), errno);
    }
    const base::Fd source = base::open_read(from);
    if (::ioctl(to.get(), FICLONE, source.get()) != 0 &&
        base::hash_and_copy(from, to.get()).digest != file.content.digest) {
        throw Error(Kind::damaged, fmt::format("the stored content of '{}' is damaged", file.path))
            .at(from.string())
            .hint(damaged_hint);
    }
    file.mtime_ns = back_date(to.get(), file.built);
    file.trusted = true;
}

void Builder::copy_all() {
    std::vector<Placed*> todo;
    std::uint64_t bytes = 0;
    for (Placed& file : files_) {
        if (!file.linked) {
            todo.push_back(&file);
            bytes += file.content.size;
        }
    }
    in_parallel_runs(todo.size(), threads_for(todo.size(), bytes), [&](std::size_t at) { copy(*todo[at]); });
}

void refuse_own_folders(const std::string& name) {
    if (name == "." || base::is_within(name, ".mlp") || base::is_within(name, ".git")) {
        throw Error(Kind::invalid, fmt::format("'{}' cannot be an output: it belongs to the project itself", name))
            .hint("write outputs to a file or folder of their own");
    }
}

}  // namespace

void Workspace::restore(const std::string& path, const Content& content) {
    const std::string name = State::normal(path);
    refuse_own_folders(name);
    std::optional<Node> old;
    if (state_->parents_are_inside(name, false)) {
        old = state_->present(name);
    }
    if (old && old->content == content) {
        return;
    }
    if (old && old->holds_hidden) {
        throw Error(Kind::conflict,
                    fmt::format("cannot restore '{}': a '.git' or '.mlp' of its own stands in it", name))
            .hint("move that folder away, or remove it, and run again");
    }
    if (!stored(content)) {
        throw not_stored(name, absent_of(name, content), state_->objects.folder());
    }
    const fs::path target = root_ / name;
    base::make_folders(target.parent_path());
    std::vector<Placed> files;
    {
        const base::TemporaryFolder staged = staging(root_, target);
        Builder builder(*state_, files);
        const fs::path made = staged.path() / "new";
        // What lies behind a link is somebody else's: it is never shared, only replaced.
        const bool own = old && !fs::is_symlink(fs::symlink_status(root_ / name));
        builder.build(content, made, name, own ? &*old : nullptr);
        builder.copy_all();
        put_into_place(made, target, staged.path());
    }
    // Only now do the signatures stay: renames and vanished hard links move ctime.
    for (const Placed& file : files) {
        const auto now = base::signature_of(root_ / file.path);
        if (file.trusted && now && now->is_regular() && now->mtime_ns == file.mtime_ns &&
            now->size == file.content.size) {
            state_->index.remember_written(file.path, *now, file.content.digest);
        }
    }
}

void Workspace::remove(const std::string& path) {
    const std::string name = State::normal(path);
    refuse_own_folders(name);
    const fs::path target = root_ / name;
    if (state_->parents_are_inside(name, false)) {
        remove_placed(root_, target);
    }
    state_->index.forget(name);
}

}  // namespace mlp::data
