#include "core/git/status.hpp"

#include <chrono>
#include <thread>

namespace mlp::git {

namespace {

/// Each is lost only to a file that changes in the microseconds between its listing and its opening.
constexpr int attempts = 100;
constexpr std::chrono::milliseconds pause{1};

/// Gone, or of another size than a moment before.
bool is_changed_file(int code) {
    const git_error* last = code < 0 ? git2().error_last() : nullptr;
    if (last == nullptr) return false;
    return last->klass == GIT_ERROR_FILESYSTEM || (last->klass == GIT_ERROR_OS && code == GIT_ENOTFOUND);
}

}  // namespace

int read_steadily(const std::function<int()>& read) {
    int code = read();
    for (int attempt = 1; attempt < attempts && is_changed_file(code); ++attempt) {
        std::this_thread::sleep_for(pause);
        code = read();
    }
    return code;
}

StatusList read_status(git_repository* repository, unsigned flags, git_status_show_t show) {
    git_status_options options{};
    check(git2().status_options_init(&options, GIT_STATUS_OPTIONS_VERSION), "read the status");
    options.flags = flags;
    options.show = show;
    git_status_list* list = nullptr;
    check(read_steadily([&] { return git2().status_list_new(&list, repository, &options); }), "read the status");
    return StatusList(list);
}

}  // namespace mlp::git
