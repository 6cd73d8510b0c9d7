#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <thread>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/env.hpp"
#include "core/base/error.hpp"
#include "core/data/dvc/project_lock.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds pause{100};
/// A claim says in its modification time until when it holds: for good, which DVC writes as a year.
constexpr std::time_t lifetime_seconds = 365L * 24 * 60 * 60;

Error is_held(const fs::path& path, bool by_link) {
    const auto holder = by_link ? std::nullopt : base::FileLock::holder(path);
    return Error(Kind::conflict, fmt::format("the DVC project is in use by another process{}",
                                             holder ? fmt::format(" (pid {})", *holder) : ""))
        .at(path.string())
        .hint("run again when it has ended");
}

}  // namespace

std::optional<LockFile> LockFile::try_link(const fs::path& path) {
    base::make_folders(path.parent_path());
    const std::string owner =
        fmt::format("{}|{}|{}", base::host_name(), ::getpid(), base::new_id(base::Env::of_process()));
    const fs::path claim = path.parent_path() / (base::md5(owner).hex() + ".lock");
    LockFile lock;
    lock.links_.push_back(claim);
    base::create_file(claim, claim.string());
    const timespec until{::time(nullptr) + lifetime_seconds, 0};
    const timespec times[2] = {until, until};
    if (::utimensat(AT_FDCWD, claim.c_str(), times, 0) != 0)
        throw system_error("date the claim", claim.string(), errno);
    if (::link(claim.c_str(), path.c_str()) == 0) {
        lock.links_.insert(lock.links_.begin(), path);
        return lock;
    }
    if (errno != EEXIST) throw system_error("lock", path.string(), errno);
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0 && found.st_mtime < ::time(nullptr)) ::unlink(path.c_str());  // it ran out
    return std::nullopt;
}

LockFile LockFile::acquire(const fs::path& path, const Config& config, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    const bool by_link = config.flag("core", "hardlink_lock", false);
    while (true) {
        if (by_link) {
            if (auto lock = try_link(path)) return *std::move(lock);
        } else if (auto lock = base::FileLock::try_acquire(path)) {
            LockFile made;
            made.flock_ = *std::move(lock);
            return made;
        }
        if (std::chrono::steady_clock::now() >= end) throw is_held(path, by_link);
        std::this_thread::sleep_for(pause);
    }
}

LockFile::~LockFile() {
    for (const fs::path& link : links_) ::unlink(link.c_str());
}

LockFile::LockFile(LockFile&& other) noexcept
    : flock_(std::move(other.flock_)), links_(std::exchange(other.links_, {})) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(flock_, other.flock_);
    std::swap(links_, other.links_);
    return *this;
}

LockFile lock_project(const fs::path& root, const Config& config, std::chrono::milliseconds patience) {
    return LockFile::acquire(root / ".dvc" / "tmp" / "lock", config, patience);
}

}  // namespace mlp::data::dvc
