#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>

#include "cli/doctor/checkup.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/settings.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/data/dvc/project_lock.hpp"
#include "core/store/store.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;
using State = Symptom::State;

constexpr std::uint64_t scarce_space = 1ULL << 30;
constexpr std::uint64_t no_space = 64ULL << 20;

void check_folder(const std::string& check, const fs::path& folder, Symptoms& symptoms) {
    const fs::path there = existing(folder);
    if (!may_write(folder)) {
        symptoms.push_back({State::fault, check, fmt::format("'{}' cannot be written", there.string()),
                            fmt::format("chmod u+rwx '{0}', or chown it to this user", there.string())});
        return;
    }
    struct statvfs info {};
    if (::statvfs(there.c_str(), &info) != 0) return;
    const std::uint64_t space = info.f_bavail * info.f_frsize;
    const State state = space < no_space ? State::fault : space < scarce_space ? State::warning : State::ok;
    symptoms.push_back(
        {state, check, fmt::format("{}, {} free", folder.string(), base::size_text(space)),
         state == State::ok ? "" : "make room; `mlp data gc` shows what is no longer named by anything"});
}

void check_store(Invocation& call, Symptoms& symptoms) {
    const auto location = store::locate(call.env(), call.find_root(), call.settings().text("store"));
    std::error_code problem;
    if (!fs::exists(location.database, problem)) {
        symptoms.push_back({State::ok, "store",
                            fmt::format("{} is not there yet; the first run makes it", location.database.string())});
    } else {
        store::Store opened = store::Store::open(location, call.env(), store::Access::read_only);
        auto check = opened.db().prepare("PRAGMA quick_check(1)");
        const auto row = check.step();
        const std::string verdict = row ? row->get<std::string>(0) : "no answer";
        if (verdict == "ok") {
            symptoms.push_back({State::ok, "store", location.database.string()});
        } else {
            symptoms.push_back({State::fault, "store",
                                fmt::format("{} is damaged: {}", location.database.string(), verdict),
                                fmt::format("restore it from a backup, or: sqlite3 '{0}' .recover | sqlite3 '{0}.new'",
                                            location.database.string())});
        }
    }
    check_folder("content", location.objects, symptoms);
}

/// Whether a file can share its blocks with a copy of itself there.
bool can_reflink(const fs::path& folder) {
    const base::TemporaryFolder work(folder, "doctor");
    base::replace_file(work.path() / "a", "x");
    const base::Fd from = base::open_read(work.path() / "a");
    const base::Fd to(::open((work.path() / "b").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    return to && ::ioctl(to.get(), FICLONE, from.get()) == 0;
}

void check_links(const fs::path& root, const fs::path& content, bool is_dvc, Symptoms& symptoms) {
    const fs::path there = existing(content);
    struct stat here_info {};
    struct stat there_info {};
    if (::access(root.c_str(), W_OK) != 0 || ::stat(root.c_str(), &here_info) != 0 ||
        ::stat(there.c_str(), &there_info) != 0)
        return;
    if (here_info.st_dev != there_info.st_dev) {
        symptoms.push_back({State::warning, "links",
                            "content lies on another file system than the project: files are copied",
                            "keep both on one file system to save the space, if it matters"});
    } else if (can_reflink(root)) {
        symptoms.push_back({State::ok, "links", "files share their blocks with stored content (reflink)"});
    } else {
        symptoms.push_back({State::ok, "links",
                            fmt::format("this file system has no reflinks: files are copied{}",
                                        is_dvc ? ", unless cache.type asks for links" : "")});
    }
}

bool is_alive(int pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }

/// Entries of DVC's table of busy paths whose processes are gone: DVC itself refuses to work because of them.
void check_busy_paths(const fs::path& root, Symptoms& symptoms) {
    if (data::dvc::count_stale_holders(root) == 0) return;
    symptoms.push_back({State::warning, "locks", "DVC's table of busy paths names processes that are gone",
                        fmt::format("rm '{}'", (root / ".dvc" / "tmp" / "rwlock").string())});
}

void check_ignored(const fs::path& root, const fs::path& cache, Symptoms& symptoms) {
    if (!data::dvc::git_takes_cache(root, cache)) return;
    symptoms.push_back({State::warning, "cache",
                        fmt::format("git does not ignore {}: `git add` would take all content with it", cache.string()),
                        fmt::format("echo '/{}' >>'{}'", cache.filename().string(),
                                    (cache.parent_path() / ".gitignore").string())});
}

/// What processes that were killed left in the temporaries.
void check_leftovers(const fs::path& folder, Symptoms& symptoms) {
    std::error_code problem;
    std::size_t old = 0;
    const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
    for (fs::directory_iterator entries(folder, problem), end; !problem && entries != end; entries.increment(problem)) {
        if (entries->last_write_time(problem) < yesterday) ++old;
    }
    if (old == 0) return;
    symptoms.push_back({State::warning, "leftovers",
                        fmt::format("{} things older than a day in {}", old, folder.string()),
                        fmt::format("rm -r '{}'/*, when no mlp is at work", folder.string())});
}

template <class Check>
void guarded(const std::string& name, Symptoms& symptoms, const Check& check) {
    try {
        check();
    } catch (const Error& error) {
        symptoms.push_back(
            {State::fault, name,
             error.place().empty() ? error.message() : fmt::format("{}: {}", error.place(), error.message()),
             error.hint_text().empty() ? "see the message" : error.hint_text()});
    }
}

}  // namespace

fs::path existing(fs::path folder) {
    std::error_code problem;
    while (!folder.empty() && !fs::exists(folder, problem) && folder.has_relative_path()) folder = folder.parent_path();
    return folder;
}

bool may_write(const fs::path& folder) { return ::access(existing(folder).c_str(), W_OK | X_OK) == 0; }

void check_storage(Invocation& call, Symptoms& symptoms) {
    guarded("store", symptoms, [&] { check_store(call, symptoms); });
    const auto root = call.find_root();
    if (!root) return;
    fs::path content = *root / ".mlp" / "objects";
    if (is_dvc_project(call)) {
        guarded("cache", symptoms, [&] {
            const auto config = data::dvc::read_config(*root, call.env());
            content = config.cache_folder();
            if (!config.flag("core", "no_scm", false)) check_ignored(*root, content, symptoms);
            check_folder("cache", content, symptoms);
            check_leftovers(content / "tmp", symptoms);
        });
        guarded("locks", symptoms, [&] { check_busy_paths(*root, symptoms); });
    }
    guarded("links", symptoms, [&] { check_links(*root, content, is_dvc_project(call), symptoms); });
    if (const auto holder = base::FileLock::holder(*root / ".mlp" / "run.lock"); holder && is_alive(*holder)) {
        symptoms.push_back({State::ok, "locks", fmt::format("process {} may be running the pipeline", *holder)});
    }
    check_leftovers(*root / ".mlp" / "tmp", symptoms);
}

}  // namespace mlp::cli
