#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/python_json.hpp"
#include "core/data/dvc/project_lock.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

using base::Json;

constexpr std::chrono::milliseconds table_pause{100};

bool lives(const Json& info) {
    const auto pid = info["pid"].get<int>();
    return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
}

/// Whatever the order of the members.
bool same_process(const Json& a, const Json& b) { return a["pid"] == b["pid"] && a["cmd"] == b["cmd"]; }

bool overlap(const std::string& a, const std::string& b) { return base::is_within(a, b) || base::is_within(b, a); }

bool is_info(const Json& info) {
    return info.is_object() && info.contains("pid") && info["pid"].is_number_integer() && info.contains("cmd") &&
           info["cmd"].is_string();
}

/// Entries of one mode as lists, whichever mode.
std::vector<Json> infos_of(const Json& entry) {
    if (entry.is_array()) return {entry.begin(), entry.end()};
    return {entry};
}

bool is_mode(const Json& entries) {
    if (!entries.is_object()) return false;
    return std::all_of(entries.begin(), entries.end(), [](const Json& entry) {
        const auto infos = infos_of(entry);
        return std::all_of(infos.begin(), infos.end(), is_info);
    });
}

/// The table as it stands in the file, in DVC's shape or refused.
Json read_table(const fs::path& file) {
    const auto text = base::read_file_if_exists(file);
    Json table = Json::object();
    bool fits = true;
    if (text) {
        try {
            table = base::parse_json(*text, file.string());
        } catch (const Error&) {
            fits = false;
        }
    }
    fits = fits && table.is_object();
    for (const char* mode : {"read", "write"}) {
        if (!fits) break;
        if (!table.contains(mode)) table[mode] = Json::object();
        fits = is_mode(table[mode]);
    }
    if (!fits) {
        throw Error(Kind::damaged, "DVC's table of paths in use is damaged")
            .at(file.string())
            .hint("remove that file once no dvc or mlp process is at work here");
    }
    return table;
}

/// Reads, changes and writes the table while nobody else does.
template <class Change>
void edit(const fs::path& root, const Config& config, const Change& change) {
    const fs::path folder = root / ".dvc" / "tmp";
    const LockFile guard = LockFile::acquire(folder / "rwlock.lock", config, dvc_patience);
    Json table = read_table(folder / "rwlock");
    change(table);
    base::replace_file(folder / "rwlock", base::python_json(table));
}

[[noreturn]] void refuse(const std::string& path, const Json& blocker) {
    throw Error(Kind::conflict, fmt::format("'{}' is in use by process {} ({})", path, blocker["pid"].get<int>(),
                                            blocker["cmd"].get<std::string>()))
        .hint("wait for it to end, or run with --wait");
}

/// Drops what the dead left behind, and refuses what the living hold.
void check_blockers(Json& entries, const Json& mine, const std::vector<std::string>& paths) {
    for (auto entry = entries.begin(); entry != entries.end();) {
        const auto& held = entry.key();
        const bool concerns =
            std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return overlap(path, held); });
        std::vector<Json> living;
        for (Json& info : infos_of(*entry)) {
            if (!concerns || same_process(info, mine) || lives(info)) living.push_back(std::move(info));
        }
        for (const Json& info : living) {
            if (concerns && !same_process(info, mine)) refuse(held, info);
        }
        if (living.empty()) {
            entry = entries.erase(entry);
        } else {
            if (entry->is_array()) *entry = living;
            ++entry;
        }
    }
}

}  // namespace

std::size_t count_stale_holders(const fs::path& root) {
    const Json table = read_table(root / ".dvc" / "tmp" / "rwlock");
    std::size_t stale = 0;
    for (const char* mode : {"read", "write"}) {
        for (const Json& entry : table[mode]) {
            for (const Json& info : infos_of(entry)) stale += lives(info) ? 0U : 1U;
        }
    }
    return stale;
}

struct RwLock::Hold::Release {
    RwLock& owner;
    std::vector<std::string> reads;
    std::vector<std::string> writes;
};

RwLock::Hold::Hold(RwLock& owner, std::vector<std::string> reads, std::vector<std::string> writes)
    : release_(std::make_unique<Release>(owner, std::move(reads), std::move(writes))) {}

RwLock::Hold::Hold(Hold&& other) noexcept = default;

RwLock::Hold::~Hold() {
    if (!release_) return;
    try {
        release_->owner.leave(release_->reads, release_->writes);
    } catch (const std::exception&) {
        return;  // our entries go with our pid
    }
}

RwLock::RwLock(fs::path root, const Config& config, std::string command)
    : root_(fs::weakly_canonical(root)), config_(config), command_(std::move(command)) {}

std::vector<std::string> RwLock::absolute(const std::vector<std::string>& paths) const {
    std::vector<std::string> result;
    for (const std::string& path : paths) result.push_back((root_ / path).lexically_normal().string());
    return result;
}

void RwLock::enter(const std::vector<std::string>& reads, const std::vector<std::string>& writes) {
    const Json mine = {{"pid", ::getpid()}, {"cmd", command_}};
    edit(root_, config_, [&](Json& table) {
        std::vector<std::string> all = reads;
        all.insert(all.end(), writes.begin(), writes.end());
        check_blockers(table["write"], mine, all);
        check_blockers(table["read"], mine, writes);
        for (const std::string& path : reads) {
            Json& readers = table["read"][path];
            if (readers.is_null()) readers = Json::array();
            const auto is_mine = [&](const Json& info) { return same_process(info, mine); };
            if (std::none_of(readers.begin(), readers.end(), is_mine)) readers.push_back(mine);
        }
        for (const std::string& path : writes) table["write"][path] = mine;
    });
}

RwLock::Hold RwLock::acquire(const std::vector<std::string>& reads, const std::vector<std::string>& writes,
                             std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    auto to_read = absolute(reads);
    auto to_write = absolute(writes);
    while (true) {
        try {
            const std::scoped_lock lock(mutex_);
            enter(to_read, to_write);
            for (const std::string& path : to_read) ++reading_[path];
            for (const std::string& path : to_write) ++writing_[path];
            return {*this, std::move(to_read), std::move(to_write)};
        } catch (const Error& error) {
            if (error.kind() != Kind::conflict || std::chrono::steady_clock::now() >= end) throw;
        }
        std::this_thread::sleep_for(table_pause);
    }
}

void RwLock::leave(const std::vector<std::string>& reads, const std::vector<std::string>& writes) {
    const std::scoped_lock lock(mutex_);
    const Json mine = {{"pid", ::getpid()}, {"cmd", command_}};
    const auto last_ones = [](const std::vector<std::string>& paths, std::map<std::string, int>& held) {
        std::vector<std::string> done;
        for (const std::string& path : paths) {
            if (--held[path] > 0) continue;
            held.erase(path);
            done.push_back(path);
        }
        return done;
    };
    const auto not_read = last_ones(reads, reading_);
    const auto not_written = last_ones(writes, writing_);
    edit(root_, config_, [&](Json& table) {
        for (const std::string& path : not_read) {
            if (!table["read"].contains(path) || !table["read"][path].is_array()) continue;
            Json others = Json::array();
            for (const Json& info : table["read"][path]) {
                if (!same_process(info, mine)) others.push_back(info);
            }
            table["read"][path] = others;
            if (others.empty()) table["read"].erase(path);
        }
        for (const std::string& path : not_written) {
            if (table["write"].contains(path) && same_process(table["write"][path], mine)) {
                table["write"].erase(path);
            }
        }
    });
}

}  // namespace mlp::data::dvc
