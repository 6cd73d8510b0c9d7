#include "core/data/placing.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>

#include "core/base/error.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t ns_each_second = 1'000'000'000;
constexpr std::int64_t back_dated_ns = 50'000'000;
constexpr std::int64_t leftover_after_seconds = 24 * 60 * 60;
constexpr std::string_view prefix = "restore";

/// Leftovers of restores that were killed, old enough that nobody works on them.
void sweep(const fs::path& temporaries) {
    std::error_code problem;
    for (fs::directory_iterator entries(temporaries, problem), end; !problem && entries != end;
         entries.increment(problem)) {
        struct stat found {};
        if (entries->path().filename().string().starts_with(prefix) && ::lstat(entries->path().c_str(), &found) == 0 &&
            found.st_mtime + leftover_after_seconds < ::time(nullptr)) {
            base::remove_tree(entries->path());
        }
    }
}

bool same_device(const fs::path& a, const fs::path& b) {
    struct stat first {};
    struct stat second {};
    return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev;
}

void rename_or_throw(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw system_error("put into place", to.string(), errno);
    }
}

}  // namespace

std::int64_t back_date(int fd, const fs::path& path) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const std::int64_t at = std::int64_t{now.tv_sec} * ns_each_second + now.tv_nsec - back_dated_ns;
    timespec times[2]{};
    times[0] = times[1] = {at / ns_each_second, at % ns_each_second};
    if (::futimens(fd, times) != 0) {
        throw system_error("set the time of", path.string(), errno);
    }
    struct stat made {};
    if (::fstat(fd, &made) != 0) return 0;
    return std::int64_t{made.st_mtim.tv_sec} * ns_each_second + made.st_mtim.tv_nsec;  // as the file system keeps it
}

base::TemporaryFolder staging(const fs::path& root, const fs::path& target) {
    const fs::path temporaries = root / ".mlp" / "tmp";
    base::make_folders(temporaries);
    if (same_device(temporaries, target.parent_path())) {
        sweep(temporaries);
        return base::TemporaryFolder(temporaries, prefix);
    }
    return base::TemporaryFolder(target.parent_path(), "." + target.filename().string() + ".mlp");
}

void put_into_place(const fs::path& made, const fs::path& target, const fs::path& staged) {
    const auto there = base::signature_of(target);
    const bool makes_folder = base::signature_of(made).value_or(base::Signature{}).is_folder();
    if (!there || (!there->is_folder() && !makes_folder)) {
        rename_or_throw(made, target);
        return;
    }
    if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
        return;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        throw system_error("put into place", target.string(), errno);
    }
    // A file system without exchange: for an instant there is neither, which a later restore mends.
    rename_or_throw(target, staged / "old");
    rename_or_throw(made, target);
}

void remove_placed(const fs::path& root, const fs::path& target) {
    const auto there = base::signature_of(target);
    if (there && there->is_folder()) {
        const base::TemporaryFolder staged = staging(root, target);
        rename_or_throw(target, staged.path() / "old");
    } else if (there && ::unlink(target.c_str()) != 0 && errno != ENOENT) {
        throw system_error("remove", target.string(), errno);
    }
}

}  // namespace mlp::data
