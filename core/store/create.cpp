#include "core/store/create.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/sqlite.hpp"
#include "core/store/schema.hpp"
#include "core/store/store.hpp"

namespace mlp::store {
namespace {

namespace fs = std::filesystem;

/// The file under its temporary name; gone with what SQLite may have left beside it, unless it got its name.
class Draft {
public:
    explicit Draft(fs::path path) : path_(std::move(path)) {}
    ~Draft() {
        for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((path_.string() + suffix).c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    const fs::path& path() const { return path_; }

    /// False when the name is taken.
    bool publish(const fs::path& name) {
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) return true;
        if (errno == EEXIST) return false;
        // File systems without that flag have hard links, which do not replace either.
        if (::link(path_.c_str(), name.c_str()) == 0) return true;
        if (errno == EEXIST) return false;
        throw system_error("make the store", name.string(), errno);
    }

private:
    fs::path path_;
};

/// Held while a store is made: those who come at the same time wait, and find it.
base::Fd lock_folder(const fs::path& folder) {
    base::Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) throw system_error("open", folder.string(), errno);
    while (::flock(fd.get(), LOCK_EX) != 0) {
        if (errno != EINTR) throw system_error("lock", folder.string(), errno);
    }
    return fd;
}

/// The log of a database that somebody deleted alone would be taken for the new one's, and its pages put into it.
void set_aside_old_log(const fs::path& database) {
    const std::string log = database.string() + "-wal";
    if (::rename(log.c_str(), (log + ".orphaned").c_str()) != 0 && errno != ENOENT)
        throw system_error("move away", log, errno);
    ::unlink((database.string() + "-shm").c_str());
}

}  // namespace

void create_store(const fs::path& database, const base::Env& env) {
    const fs::path folder = database.has_parent_path() ? database.parent_path() : fs::path(".");
    base::make_folders(folder);
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        const int reason = errno;
        throw system_error("make a store in", folder.string(), reason)
            .hint("mend the permissions, or set MLP_STORE to a path that you may write");
    }
    const base::Fd lock = lock_folder(folder);
    if (base::signature_of(database, true)) return;
    set_aside_old_log(database);
    Draft draft(folder / fmt::format(".{}.{}.tmp", database.filename().string(), base::new_id(env).substr(0, 16)));
    {
        base::Db db = base::Db::open(draft.path(), {});
        // Nothing is at stake before the file has its name: one sync at the end is enough.
        db.execute(
            fmt::format("PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL; PRAGMA application_id={}", application_id));
        apply_steps(db, schema_version());
    }
    base::sync_file(draft.path());
    if (draft.publish(database)) base::sync_folder(folder);
}

}  // namespace mlp::store
