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
    void read(int parent, const char* name, Node& folder, int depth);

private:
    bool look(int folder, Node& node) const;
    std::size_t names_ = 0;
};

/// Fills in what lstat tells; false when the name is gone again.
bool Walk::look(int folder, Node& node) const {
    struct stat found {};
    if (::fstatat(folder, node.name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return false;
        }
        throw system_error("look at", node.path, errno);
    }
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
        const std::string_view found(entry->d_name);
        if (found == "." || found == ".." || found == ".git" || found == ".mlp") {
            folder.holds_hidden = folder.holds_hidden || found.size() > 2;
            continue;
        }
        if (++names_ > most_names) {
            throw Error(Kind::invalid,
                        fmt::format("'{}': more than {} files are too many for one path", folder.path, most_names))
                .hint("declare its sub-folders one by one, or pack the small files into larger ones");
        }
        Node node;
        node.name = found;
        node.path = folder.path == "." ? node.name : folder.path + "/" + node.name;
        if (look(number, node)) {
            folder.children.push_back(std::move(node));
        }
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

Node walk_folder(const std::filesystem::path& root, const std::string& path) {
    Node top;
    top.path = path;
    top.name = path;
    top.content.kind = ContentKind::tree;
    Walk().read(AT_FDCWD, (root / path).c_str(), top, 0);
    return top;
}

}  // namespace mlp::data
