#include "core/data/dvc/linker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/damage.hpp"
#include "core/data/placing.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

/// The way between these two places does not allow this type of link; another may work.
bool is_refusal(int number) {
    constexpr std::array<int, 9> refusals{EPERM, EACCES, ENOTSUP, EXDEV, ENOTTY, ENOSYS, EINVAL, EAGAIN, EMLINK};
    return std::find(refusals.begin(), refusals.end(), number) != refusals.end();
}

base::Fd make_file(const fs::path& to) {
    // As the umask leaves it: what DVC gives to files that it makes.
    base::Fd made(::open(to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!made) throw system_error("make the file", to.string(), errno);
    return made;
}

void finish(const base::Fd& file, const fs::path& to, bool executable) {
    struct stat found {};
    if (executable &&
        (::fstat(file.get(), &found) != 0 || ::fchmod(file.get(), (found.st_mode & 07777U) | S_IXUSR) != 0)) {
        throw system_error("make executable", to.string(), errno);
    }
    back_date(file.get(), to);
}

bool reflink(const fs::path& object, const fs::path& to) {
    const base::Fd source = base::open_read(object);
    const base::Fd made = make_file(to);
    if (::ioctl(made.get(), FICLONE, source.get()) == 0) {
        back_date(made.get(), to);
        return true;
    }
    const int number = errno;
    ::unlink(to.c_str());
    if (is_refusal(number)) return false;
    throw system_error("clone the object to", to.string(), number);
}

}  // namespace

Linker::Linker(const Cache& cache, std::vector<LinkType> types) : cache_(cache), types_(std::move(types)) {}

bool Linker::shares() const { return types_.front() == LinkType::hardlink || types_.front() == LinkType::symlink; }

void Linker::copy(const Digest& digest, const fs::path& to, bool executable) const {
    const fs::path object = cache_.path_of(digest, false);
    const base::Fd made = make_file(to);
    if (base::hash_and_copy(object, made.get(), digest.algorithm()).digest != digest) {
        ::unlink(to.c_str());
        throw Error(Kind::damaged, fmt::format("{} in the cache does not hold what its name says", digest.hex()))
            .at(object.string())
            .hint(damaged_hint);
    }
    finish(made, to, executable);
}

bool Linker::try_type(LinkType type, const fs::path& object, const fs::path& to) const {
    if (type == LinkType::reflink) {
        const bool made = !no_reflinks_ && reflink(object, to);
        no_reflinks_ = !made;
        return made;
    }
    const bool made = type == LinkType::hardlink ? ::link(object.c_str(), to.c_str()) == 0
                                                 : ::symlink(object.c_str(), to.c_str()) == 0;
    if (made) {
        cache_.protect(object);
        return true;
    }
    if (is_refusal(errno)) return false;
    throw system_error("link the object to", to.string(), errno);
}

void Linker::place(const Digest& digest, const fs::path& to, bool executable) const {
    const fs::path object = cache_.path_of(digest, false);
    const bool of_its_own = executable || (types_.front() == LinkType::hardlink && object_size(object) == 0);
    if (of_its_own) return copy(digest, to, executable);
    for (const LinkType type : types_) {
        if (type == LinkType::copy) return copy(digest, to, executable);
        if (try_type(type, object, to)) return;
    }
    throw Error(Kind::invalid, fmt::format("cannot link '{}' from the cache: the file systems allow none of the types "
                                           "that 'cache.type' names",
                                           to.string()))
        .at(cache_.folder().string())
        .hint("add 'copy' to cache.type: dvc config cache.type reflink,hardlink,copy");
}

bool Linker::needs_relink(const Digest& digest, const fs::path& path, bool by_itself) const {
    const fs::path object = cache_.path_of(digest, false);
    struct stat itself {};
    struct stat bytes {};
    struct stat cached {};
    if (::lstat(path.c_str(), &itself) != 0 || ::stat(path.c_str(), &bytes) != 0) return false;
    const bool is_symlink = S_ISLNK(itself.st_mode);
    const bool is_hard_link = bytes.st_nlink > 1;
    const bool has_object = ::lstat(object.c_str(), &cached) == 0;
    const bool may_be_copy = !is_symlink && !is_hard_link && !(by_itself && shares());
    for (const LinkType type : types_) {
        if ((type == LinkType::copy || type == LinkType::reflink) && may_be_copy) return false;
        if (type == LinkType::hardlink && is_hard_link && has_object) {
            return is_symlink || bytes.st_ino != cached.st_ino || bytes.st_dev != cached.st_dev;
        }
        if (type == LinkType::symlink && is_symlink) {
            std::error_code problem;
            return fs::read_symlink(path, problem) != object;
        }
    }
    return has_object;
}

}  // namespace mlp::data::dvc
