// The index is a cache in SQLite without any sync: a kill is undone by its rollback journal; a power loss may tear it,
// so every row carries a check sum, and a file that does not read as ours is dropped and built anew.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstring>
#include <ctime>
#include <mutex>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/sqlite.hpp"
#include "core/data/file_index.hpp"

namespace mlp::data {

namespace {

constexpr std::int64_t application = 0x6d6c7069;  // "mlpi"
constexpr std::int64_t version = 1;
constexpr std::int64_t second_ns = 1'000'000'000;
/// Kernels stamp files with the time of the last tick: 10 ms apart at the slowest (HZ=100).
constexpr std::int64_t tick_ns = 10'000'000;
/// So many rows are read in one go on first use; a larger index gives up the rest in steps, as it is asked. Folders are
/// asked for in the order of their names, so a step reads some rows ahead.
constexpr std::int64_t rows_at_once = 20'000;
constexpr std::int64_t rows_ahead = 64;
constexpr std::chrono::milliseconds patience{250};  // for another process that writes; after that, memory alone

/// 64-bit check sum of a row: against torn pages, not against people.
class CheckSum {
public:
    void add(std::uint64_t word) { state_ = std::rotl((state_ ^ word) * 0x9e3779b97f4a7c15ULL, 29); }
    void add(std::string_view bytes) {
        add(std::uint64_t{bytes.size()});
        while (!bytes.empty()) {
            std::uint64_t word = 0;
            const std::size_t count = std::min(bytes.size(), sizeof word);
            std::memcpy(&word, bytes.data(), count);
            add(word);
            bytes.remove_prefix(count);
        }
    }
    std::int64_t value() const { return std::bit_cast<std::int64_t>(state_); }

private:
    std::uint64_t state_ = 0x6d6c70;
};

std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::int64_t{now.tv_sec} * second_ns + now.tv_nsec;
}

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes().data()), digest.bytes().size()};
}

/// The row of a path's digest. Normal paths never hold "//".
constexpr std::array<std::string_view, 3> row_prefixes{"", "//md5/", "//md5-text/"};
std::string row_name(const std::string& path, base::Algorithm algorithm) {
    return std::string(row_prefixes[static_cast<std::size_t>(algorithm)]) + path;
}
base::Algorithm algorithm_of(std::string_view row) {
    if (row.starts_with(row_prefixes[1])) return base::Algorithm::md5;
    return row.starts_with(row_prefixes[2]) ? base::Algorithm::md5_text : base::Algorithm::sha256;
}

struct Entry {
    base::Signature signature;
    Digest digest;

    std::int64_t check(std::string_view path) const {
        CheckSum sum;
        sum.add(path);
        sum.add(signature.size);
        sum.add(std::bit_cast<std::uint64_t>(signature.mtime_ns));
        sum.add(std::bit_cast<std::uint64_t>(signature.ctime_ns));
        sum.add(signature.inode);
        sum.add(std::uint64_t{signature.mode});
        sum.add(bytes_of(digest));
        return sum.value();
    }
};

std::int64_t check_of(std::string_view name, std::string_view bytes) {
    CheckSum sum;
    sum.add(name);
    sum.add(bytes);
    return sum.value();
}

// A row of `file`, columns in the order of the schema. An inode or a size above 2^63 keeps its bits.
Entry entry_of(const base::Row& row) {
    Entry entry;
    entry.signature.size = std::bit_cast<std::uint64_t>(row.get<std::int64_t>(1));
    entry.signature.mtime_ns = row.get<std::int64_t>(2);
    entry.signature.ctime_ns = row.get<std::int64_t>(3);
    entry.signature.inode = std::bit_cast<std::uint64_t>(row.get<std::int64_t>(4));
    entry.signature.mode = static_cast<std::uint32_t>(row.get<std::int64_t>(5));
    const auto digest = row.get<std::string_view>(6);
    std::array<std::uint8_t, 32> bytes{};
    if (digest.size() == bytes.size()) {
        std::memcpy(bytes.data(), digest.data(), bytes.size());
    }
    entry.digest = Digest::of_bytes(bytes, algorithm_of(row.get<std::string_view>(0)));
    return entry;
}

constexpr const char* schema = R"(
CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, mode INTEGER,
                   digest BLOB, row_check INTEGER) WITHOUT ROWID;
CREATE TABLE named (name TEXT PRIMARY KEY, bytes BLOB, row_check INTEGER);
)";

}  // namespace

std::optional<std::chrono::nanoseconds> time_to_settle(const base::Signature& signature) {
    // A whole second is what a coarse file system shows (or one time in a billion by chance, which costs one more
    // hash).
    const bool coarse = signature.mtime_ns % second_ns == 0;
    const std::int64_t age = now_ns() - std::max(signature.mtime_ns, signature.ctime_ns);
    const std::int64_t wait = (coarse ? 2 * second_ns : tick_ns) - age;
    if (wait < 0) {
        return std::chrono::nanoseconds(0);
    }
    return wait > tick_ns ? std::nullopt : std::optional(std::chrono::nanoseconds(wait + 1));
}

struct FileIndex::State {
    std::filesystem::path path;
    std::mutex mutex;  // guards all below
    std::optional<base::Db> db;
    bool tried = false;    // a first open for reading was made
    bool whole = false;    // `known` holds every row of the file
    bool damaged = false;  // what lies on the disk is to be replaced by the next flush
    std::unordered_map<std::string, Entry> known;
    std::unordered_map<std::string, bool> changed;  // path → still there
    std::unordered_map<std::string, std::string> values;

    bool open(bool create);
    void create_tables();
    void drop_file();
    std::int64_t take_rows(base::Statement& rows);  // gives their number
    void load();
    void load_from(const std::string& name);
    void remember(const std::string& path, const Entry& entry);
    void write_rows();
    /// Runs `work` on the open database; a failure of any kind means that the file answers nothing more.
    template <class Work>
    void guarded(const Work& work) noexcept;
};

template <class Work>
void FileIndex::State::guarded(const Work& work) noexcept {
    try {
        work();
    } catch (const Error& error) {
        // Busy is somebody else's work in progress, a full disk nobody's fault; a missing table shows as a bug of the
        // query.
        damaged = damaged || error.kind() == Kind::damaged || error.kind() == Kind::bug;
        db.reset();
    } catch (const std::exception&) {
        db.reset();
    }
}

void FileIndex::State::create_tables() {
    base::Transaction transaction(*db);
    if (db->prepare("PRAGMA application_id").step()->get<std::int64_t>(0) == 0) {
        db->execute(schema);
        db->execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application, version));
    }
    transaction.commit();
}

bool FileIndex::State::open(bool create) {
    if (db) {
        return true;
    }
    if (damaged && create) {
        drop_file();
    }
    std::error_code problem;
    if (damaged || (!create && !std::filesystem::exists(path, problem))) {
        return false;
    }
    guarded([&] {
        db = base::Db::open(path, {.read_only = false, .immutable = false, .create = create, .busy_timeout = patience});
        db->execute("PRAGMA synchronous = OFF;");
        if (create) {
            create_tables();
        }
        const auto is = [&](const char* pragma, std::int64_t wanted) {
            return db->prepare(pragma).step()->get<std::int64_t>(0) == wanted;
        };
        if (!is("PRAGMA application_id", application) || !is("PRAGMA user_version", version)) {
            throw Error(Kind::damaged, "not an index of this version");
        }
    });
    return db.has_value();
}

void FileIndex::State::drop_file() {
    db.reset();
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
        ::unlink((path.string() + suffix).c_str());
    }
    damaged = false;
}

std::int64_t FileIndex::State::take_rows(base::Statement& rows) {
    std::int64_t count = 0;
    while (const auto row = rows.step()) {
        ++count;
        std::string name = row->get<std::string>(0);
        const Entry entry = entry_of(*row);
        // What this process knows or has forgotten is newer than what the file says.
        if (entry.check(name) == row->get<std::int64_t>(7) && !changed.contains(name)) {
            known.try_emplace(std::move(name), entry);
        }
    }
    return count;
}

void FileIndex::State::load() {
    tried = true;
    if (!open(false)) {
        return;
    }
    guarded([&] {
        auto all = db->prepare("SELECT * FROM file LIMIT ?");
        all.bind(rows_at_once);
        whole = take_rows(all) < rows_at_once;
    });
}

void FileIndex::State::load_from(const std::string& name) {
    guarded([&] {
        auto& some = db->cached("SELECT * FROM file WHERE path >= ? ORDER BY path LIMIT ?");
        some.bind(name, rows_ahead);
        take_rows(some);
        some.reset();
    });
}

void FileIndex::State::remember(const std::string& name, const Entry& entry) {
    known.insert_or_assign(name, entry);
    changed.insert_or_assign(name, true);
}

void FileIndex::State::write_rows() {
    base::Transaction transaction(*db);
    auto insert = db->prepare("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    auto erase = db->prepare("DELETE FROM file WHERE path = ?");
    for (const auto& [name, present] : changed) {
        if (!present) {
            erase.bind(name).run();
            continue;
        }
        const Entry& entry = known.at(name);
        const base::Signature& s = entry.signature;
        insert
            .bind(name, std::bit_cast<std::int64_t>(s.size), s.mtime_ns, s.ctime_ns,
                  std::bit_cast<std::int64_t>(s.inode), std::int64_t{s.mode}, base::Blob{bytes_of(entry.digest)},
                  entry.check(name))
            .run();
    }
    auto put = db->prepare("INSERT OR REPLACE INTO named VALUES (?, ?, ?)");
    for (const auto& [name, bytes] : values) {
        put.bind(name, base::Blob{bytes}, check_of(name, bytes)).run();
    }
    transaction.commit();
}

FileIndex::FileIndex(std::filesystem::path database) : state_(std::make_unique<State>()) {
    state_->path = std::move(database);
}

FileIndex::~FileIndex() { flush(); }

std::optional<Digest> FileIndex::find(const std::string& path, const base::Signature& signature,
                                      base::Algorithm algorithm) {
    const std::string name = row_name(path, algorithm);
    const std::scoped_lock lock(state_->mutex);
    if (!state_->tried) {
        state_->load();
    }
    auto found = state_->known.find(name);
    if (found == state_->known.end() && !state_->whole && state_->db && !state_->changed.contains(name)) {
        state_->load_from(name);
        found = state_->known.find(name);
    }
    if (found == state_->known.end() || found->second.signature != signature) {
        return std::nullopt;
    }
    return found->second.digest;
}

void FileIndex::remember(const std::string& path, const base::Signature& signature, const Digest& digest) {
    if (time_to_settle(signature) != std::chrono::nanoseconds(0)) {
        return;
    }
    const std::scoped_lock lock(state_->mutex);
    state_->remember(row_name(path, digest.algorithm()), {signature, digest});
}

void FileIndex::remember_written(const std::string& path, const base::Signature& signature, const Digest& digest) {
    const std::scoped_lock lock(state_->mutex);
    if (signature.mtime_ns % second_ns != 0) {
        state_->remember(row_name(path, digest.algorithm()), {signature, digest});
    }
}

void FileIndex::forget(const std::string& path) {
    const std::scoped_lock lock(state_->mutex);
    for (const std::string_view prefix : row_prefixes) {
        const std::string name = std::string(prefix) + path;
        state_->known.erase(name);
        state_->changed.insert_or_assign(name, false);
    }
}

std::optional<std::string> FileIndex::find_value(std::string_view name) {
    const std::scoped_lock lock(state_->mutex);
    if (const auto found = state_->values.find(std::string(name)); found != state_->values.end()) {
        return found->second;
    }
    std::optional<std::string> bytes;
    if (state_->open(false)) {
        state_->guarded([&] {
            auto& one = state_->db->cached("SELECT bytes, row_check FROM named WHERE name = ?");
            one.bind(name);
            const auto row = one.step();
            if (row && check_of(name, row->get<std::string_view>(0)) == row->get<std::int64_t>(1)) {
                bytes = row->get<std::string>(0);
            }
            one.reset();
        });
    }
    return bytes;
}

void FileIndex::put_value(std::string_view name, std::string_view bytes) {
    const std::scoped_lock lock(state_->mutex);
    state_->values.insert_or_assign(std::string(name), std::string(bytes));
}

void FileIndex::flush() noexcept {
    const std::scoped_lock lock(state_->mutex);
    if (state_->changed.empty() && state_->values.empty()) {
        return;
    }
    state_->guarded([&] {
        // A second attempt only when the first found a file that is no use and dropped it.
        for (int attempt = 0; attempt < 2; ++attempt) {
            if (state_->open(true)) {
                state_->guarded([&] {
                    state_->write_rows();
                    state_->changed.clear();
                    state_->values.clear();
                });
            }
            if (state_->changed.empty() && state_->values.empty()) {
                return;
            }
        }
    });
}

}  // namespace mlp::data
