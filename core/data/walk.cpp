#include "core/data/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>

#include "core/base/error.hpp"

namespace mlp::data {

namespace {

constexpr int deepest = 200;
constexpr std::size_t most_names = 5'000'000;

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

base::Signature signature_of(const struct stat& found) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    base::Signature signature;
    signature.size = static_cast<std::uint64_t>(found.st_size);
    signature.mtime_ns = std::int64_t{found.st_mtim.tv_sec} * second_ns + found.st_mtim.tv_nsec;
    signature.ctime_ns = std::int64_t{found.st_ctim.tv_sec} * second_ns + found.st_ctim.tv_nsec;
    signature.inode = found.st_ino;
    signature.mode = found.st_mode;
    return signature;
}

std::string link_target(int folder, const Node& node) {
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(folder, node.name.c_str(), target.data(), target.size());
    if (length < 0) {
        throw system_error("read the link", node.path, errno);
    }
    return {target.data(), static_cast<std::size_t>(length)};
}

/// The walk, with what must be bounded over all of it.
class Walk {
public:
    explicit Walk(const WalkRules& rules) : rules_(rules) {}
    void read(int parent, const char* name, Node& folder, int depth);

private:
    void add(int folder, std::string_view name, Node& parent);
    bool look(int folder, Node& node) const;
    bool look_through_link(int folder, Node& node, struct stat& found) const;

    const WalkRules& rules_;
    std::size_t names_ = 0;
};

/// Replaces what lstat told of a link by what it leads to; false for a folder.
bool Walk::look_through_link(int folder, Node& node, struct stat& found) const {
    if (::fstatat(folder, node.name.c_str(), &found, 0) == 0) {
        return !S_ISDIR(found.st_mode);
    }
    if (errno == ENOENT || errno == ELOOP || errno == ENOTDIR) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is a link to '{}', which does not exist", node.path, link_target(folder, node)))
            .hint("remove the link, or make what it leads to");
    }
    throw system_error("look at", node.path, errno);
}

/// Fills in what stat tells; false when the name is gone again or not to be seen.
bool Walk::look(int folder, Node& node) const {
    struct stat found {};
    if (::fstatat(folder, node.name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return false;
        }
        throw system_error("look at", node.path, errno);
    }
    const bool is_link = S_ISLNK(found.st_mode);
    if (rules_.leave_out && rules_.leave_out(node.path, S_ISDIR(found.st_mode))) {
        return false;
    }
    if (is_link && rules_.follow_links && !look_through_link(folder, node, found)) {
        return false;
    }
    node.through_link = is_link && rules_.follow_links;
    node.hard_links = found.st_nlink;
    node.signature = signature_of(found);
    node.content.size = node.signature.size;
    if (S_ISREG(found.st_mode)) {
        node.content.kind = (found.st_mode & S_IXUSR) != 0 ? ContentKind::executable : ContentKind::file;
    } else if (S_ISLNK(found.st_mode)) {
        node.content.kind = ContentKind::link;
        node.target = link_target(folder, node);
        node.content.size = node.target.size();
    } else if (S_ISDIR(found.st_mode)) {
        node.content.kind = ContentKind::tree;
    } else {
        throw Error(Kind::invalid, fmt::format("'{}' is a socket, pipe or device, which cannot be data", node.path))
            .hint("remove it, or declare the files beside it one by one");
    }
    return true;
}

void Walk::add(int folder, std::string_view name, Node& parent) {
    if (name == "." || name == "..") {
        return;
    }
    if (rules_.skip_own && (name == ".git" || name == ".mlp")) {
        parent.holds_hidden = true;
        return;
    }
    if (++names_ > most_names) {
        throw Error(Kind::invalid,
                    fmt::format("'{}': more than {} files are too many for one path", parent.path, most_names))
            .hint("declare its sub-folders one by one, or pack the small files into larger ones");
    }
    Node node;
    node.name = name;
    node.path = parent.path == "." ? node.name : parent.path + "/" + node.name;
    if (look(folder, node)) {
        parent.children.push_back(std::move(node));
    }
}

void Walk::read(int parent, const char* name, Node& folder, int depth) {
    if (depth > deepest) {
        throw Error(Kind::invalid, fmt::format("'{}' lies more than {} folders deep", folder.path, deepest));
    }
    // Only the folder that was asked for may itself be a link.
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (depth > 0 ? O_NOFOLLOW : 0);
    base::Fd fd(::openat(parent, name, flags));
    const Folder open(fd ? ::fdopendir(fd.get()) : nullptr);
    if (!open) {
        throw system_error("list the folder", folder.path, errno);
    }
    const int number = fd.release();  // closedir closes it
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        add(number, entry->d_name, folder);
        errno = 0;
    }
    if (errno != 0) {
        throw system_error("list the folder", folder.path, errno);
    }
    std::sort(folder.children.begin(), folder.children.end(),
              [](const Node& a, const Node& b) { return a.name < b.name; });
    for (Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree) {
            read(number, child.name.c_str(), child, depth + 1);
            folder.holds_hidden = folder.holds_hidden || child.holds_hidden;
        }
    }
}

}  // namespace

Node walk_folder(const std::filesystem::path& root, const std::string& path, const WalkRules& rules) {
    Node top;
    top.path = path;
    top.name = path;
    top.content.kind = ContentKind::tree;
    Walk(rules).read(AT_FDCWD, (root / path).c_str(), top, 0);
    return top;
}

std::optional<Node> look_at(const std::filesystem::path& root, const std::string& path) {
    const auto signature = base::signature_of(root / path, true);
    if (!signature) {
        return std::nullopt;
    }
    Node node;
    node.name = path;
    node.path = path;
    node.signature = *signature;
    node.content.size = signature->size;
    if (signature->is_folder()) {
        node.content.kind = ContentKind::tree;
    } else if (!signature->is_regular()) {
        throw Error(Kind::invalid, fmt::format("'{}' is a socket, pipe or device, which cannot be data", path))
            .hint("declare a file or a folder");
    } else {
        node.content.kind = signature->is_executable() ? ContentKind::executable : ContentKind::file;
    }
    return node;
}

}  // namespace mlp::data
