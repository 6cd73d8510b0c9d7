// A project folder of its own for each test, with the few words that the data tests need.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "core/base/io.hpp"
#include "core/data/file_index.hpp"
#include "core/data/object_store.hpp"
#include "core/data/workspace.hpp"

namespace mlp::test {

namespace fs = std::filesystem;

struct Project {
    base::TemporaryFolder folder{fs::temp_directory_path(), "mlp-data"};
    fs::path root = folder.path();
    fs::path objects_folder = root / ".mlp" / "objects";
    fs::path database = root / ".mlp" / "index.db";

    Project() { fs::create_directories(root / ".mlp"); }

    void write(const std::string& path, const std::string& bytes) const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path, std::ios::binary | std::ios::trunc) << bytes;
    }
    std::string read(const std::string& path) const { return base::read_file(root / path); }
    void make_executable(const std::string& path) const { fs::permissions(root / path, fs::perms(0755)); }
    /// As if last changed ten seconds ago: what people's files mostly are. (ctime still is now.)
    void age(const std::string& path) const {
        const timespec times[2] = {{::time(nullptr) - 10, 123456789}, {::time(nullptr) - 10, 123456789}};
        ::utimensat(AT_FDCWD, (root / path).c_str(), times, AT_SYMLINK_NOFOLLOW);
    }
};

/// One process' view of a project: index, objects, workspace. Made anew, it is the next process.
struct Session {
    explicit Session(const Project& project)
        : index(project.database), objects(project.objects_folder), workspace(project.root, index, objects) {}
    data::FileIndex index;
    data::ObjectStore objects;
    data::Workspace workspace;

    data::Content store(const std::string& path) {
        data::ObjectStore::Batch batch(objects);
        const data::Content content = workspace.store(path, batch);
        batch.commit();
        return content;
    }
};

/// Waits until the clock that stamps files has moved on past what was just written.
inline void next_tick() {
    timespec start{};
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &start);
    do {
        ::clock_gettime(CLOCK_REALTIME, &now);
    } while ((now.tv_sec - start.tv_sec) * 1'000'000'000 + now.tv_nsec - start.tv_nsec < 12'000'000);
}

/// Is this process root? Then mode bits do not stop it, and tests of them say nothing.
inline bool is_root() { return ::geteuid() == 0; }

}  // namespace mlp::test
