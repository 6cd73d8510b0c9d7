#include "core/data/look.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

#include "core/base/error.hpp"

namespace mlp::data {

namespace {

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

/// Nothing when it is there no longer.
std::optional<std::string> link_target(int folder, const Node& node) {
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(folder, node.name.c_str(), target.data(), target.size());
    if (length >= 0) return std::string(target.data(), static_cast<std::size_t>(length));
    if (errno == ENOENT) return std::nullopt;
    throw system_error("read the link", node.path, errno);
}

/// Replaces what lstat told of a link by what it leads to; false for a folder, and for a link that is there no longer.
bool look_through_link(int folder, const Node& node, struct stat& found) {
    if (::fstatat(folder, node.name.c_str(), &found, 0) == 0) return !S_ISDIR(found.st_mode);
    const int problem = errno;
    if (problem != ENOENT && problem != ELOOP && problem != ENOTDIR) throw system_error("look at", node.path, problem);
    const auto target = link_target(folder, node);
    if (!target) return false;
    throw Error(Kind::invalid, fmt::format("'{}' is a link to '{}', which {}", node.path, *target,
                                           problem == ELOOP ? "leads back to itself" : "does not exist"))
        .hint("remove the link, or make what it leads to");
}

}  // namespace

bool look(int folder, Node& node, const WalkRules& rules) {
    struct stat found {};
    if (::fstatat(folder, node.name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return false;
        }
        throw system_error("look at", node.path, errno);
    }
    const bool is_link = S_ISLNK(found.st_mode);
    if (rules.leave_out && rules.leave_out(node.path, S_ISDIR(found.st_mode))) {
        return false;
    }
    if (is_link && rules.follow_links && !look_through_link(folder, node, found)) {
        return false;
    }
    node.through_link = is_link && rules.follow_links;
    node.hard_links = found.st_nlink;
    node.signature = signature_of(found);
    node.content.size = node.signature.size;
    if (S_ISREG(found.st_mode)) {
        node.content.kind = (found.st_mode & S_IXUSR) != 0 ? ContentKind::executable : ContentKind::file;
    } else if (S_ISLNK(found.st_mode)) {
        node.content.kind = ContentKind::link;
        auto target = link_target(folder, node);
        if (!target) return false;
        node.target = *std::move(target);
        node.content.size = node.target.size();
    } else if (S_ISDIR(found.st_mode)) {
        node.content.kind = ContentKind::tree;
    } else {
        throw Error(Kind::invalid, fmt::format("'{}' is a socket, pipe or device, which cannot be data", node.path))
            .hint("remove it, or declare the files beside it one by one");
    }
    return true;
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
