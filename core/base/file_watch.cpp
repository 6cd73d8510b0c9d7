#include "core/base/file_watch.hpp"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/base/error.hpp"

namespace mlp::base {

FileWatch::FileWatch() : fd_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    if (!fd_) throw system_error("cannot watch", "files", errno);
}

void FileWatch::add_folder(const fs::path& folder) {
    constexpr std::uint32_t events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB |
                                     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    if (::inotify_add_watch(fd_.get(), folder.c_str(), events) >= 0) return;
    if (errno == ENOSPC) {
        throw Error(Kind::invalid,
                    fmt::format("the system watches no more folders, and '{}' is one more", folder.string()))
            .hint("raise the limit: `sysctl fs.inotify.max_user_watches=1048576`");
    }
    // One that went away meanwhile is noticed in the folder above.
    if (errno != ENOENT && errno != ENOTDIR) throw system_error("cannot watch", folder.string(), errno);
}

void FileWatch::add(const fs::path& path) {
    std::error_code problem;
    if (!fs::is_directory(path, problem)) {
        fs::path folder = path.parent_path();
        while (!fs::is_directory(folder, problem) && folder.has_relative_path()) folder = folder.parent_path();
        return add_folder(folder);
    }
    add_folder(path);
    // What lies above tells when the folder itself is exchanged.
    add_folder(path.parent_path());
    constexpr auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(path, options, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        if (entry->is_directory(problem) && !entry->is_symlink(problem)) add_folder(entry->path());
    }
}

void FileWatch::drain() const {
    std::array<char, 4096> bytes{};
    while (::read(fd_.get(), bytes.data(), bytes.size()) > 0 || errno == EINTR) {
    }
}

}  // namespace mlp::base
