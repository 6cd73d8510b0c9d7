#include "core/base/io.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "thrown.hpp"

using mlp::Kind;
using mlp::test::contains;
using mlp::test::Folder;
using mlp::test::thrown_by;
using namespace mlp::base;

namespace {

void write(const fs::path& path, std::string_view content) { CHECK(create_file(path, content)); }

unsigned mode_of(const fs::path& path) { return signature_of(path)->mode & 07777U; }

std::size_t entries_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Runs `body` in a child that is an ordinary user with a small limit on file sizes, and gives its exit code.
template <class Body>
int in_child(Body body) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        int code = 1;
        try {
            code = body();
        } catch (const mlp::Error&) {
            code = 2;
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// From here on writes past `bytes` fail with EFBIG, as they would with ENOSPC on a full disk.
void limit_file_size(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

void become_nobody() {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(3);
}

}  // namespace

TEST_CASE("a descriptor is closed once, by its last owner") {
    const Folder folder;
    write(folder / "f", "x");
    Fd first = open_read(folder / "f");
    const int number = first.get();
    Fd second = std::move(first);
    CHECK(second.get() == number);
    CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): this is what is tested
    CHECK(::fcntl(number, F_GETFD) == FD_CLOEXEC);
    second = Fd();
    CHECK(::fcntl(number, F_GETFD) == -1);
    Fd third = open_read(folder / "f");
    const int released = third.release();
    CHECK_FALSE(third);
    CHECK(::close(released) == 0);
}

TEST_CASE("whole files are read, within a bound") {
    const Folder folder;
    const std::string bytes("a\0\xff\n", 4);
    write(folder / "f", bytes);
    CHECK(read_file(folder / "f") == bytes);
    CHECK(read_file(folder / "f", 4) == bytes);
    const auto error = thrown_by([&] { read_file(folder / "f", 3); });
    CHECK(error.kind() == Kind::invalid);
    CHECK(contains(error.message(), "larger than 3 bytes"));
    write(folder / "empty", "");
    CHECK(read_file(folder / "empty", 0).empty());
}

TEST_CASE("a sparse giant is refused without asking for its memory") {
    const Folder folder;
    write(folder / "giant", "");
    REQUIRE(::truncate((folder / "giant").c_str(), off_t{1} << 42) == 0);
    CHECK(thrown_by([&] { read_file(folder / "giant"); }).kind() == Kind::invalid);
}

TEST_CASE("a file that claims to be empty is read to its end") {
    // Files of the kernel say size 0.
    CHECK_FALSE(read_file("/proc/self/status").empty());
    CHECK(thrown_by([] { read_file("/proc/self/status", 5); }).kind() == Kind::invalid);
}

TEST_CASE("what is absent is told from what is wrong") {
    const Folder folder;
    const auto absent = thrown_by([&] { read_file(folder / "no"); });
    CHECK(absent.kind() == Kind::missing);
    CHECK(contains(absent.message(), (folder / "no").native()));
    CHECK_FALSE(read_file_if_exists(folder / "no"));
    write(folder / "f", "x");
    CHECK(read_file_if_exists(folder / "f") == "x");
    CHECK_FALSE(read_file_if_exists(folder / "f" / "below"));
    CHECK(contains(thrown_by([&] { read_file(folder.path()); }).message(), "is a folder"));
    CHECK(contains(thrown_by([&] { read_file_if_exists(folder.path()); }).message(), "is a folder"));
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(contains(thrown_by([&] { read_file(folder / "pipe"); }).message(), "not a regular file"));
    CHECK(thrown_by([] { read_file("/dev/zero"); }).kind() == Kind::invalid);
}

TEST_CASE("replacing writes, replaces, and leaves nothing else behind") {
    const Folder folder;
    const auto path = folder / "deep/er/f";
    replace_file(path, "one");
    CHECK(read_file(path) == "one");
    replace_file(path, "");
    CHECK(read_file(path).empty());
    replace_file(path, "two");
    CHECK(read_file(path) == "two");
    CHECK(entries_in(path.parent_path()) == 1);
}

TEST_CASE("replacing keeps the mode of the old file, whatever the umask") {
    const Folder folder;
    const auto old_mask = ::umask(077);
    write(folder / "f", "x");
    ::chmod((folder / "f").c_str(), 0664);
    replace_file(folder / "f", "y");
    replace_file(folder / "new", "z", 0644);
    ::umask(old_mask);
    CHECK(mode_of(folder / "f") == 0664);
    CHECK(mode_of(folder / "new") == 0600);
}

TEST_CASE("replacing follows links, to files that are there and to those that are not") {
    const Folder folder;
    write(folder / "real", "old");
    fs::create_symlink("real", folder / "link");
    fs::create_symlink(folder / "link", folder / "chain");
    replace_file(folder / "chain", "new");
    CHECK(read_file(folder / "real") == "new");
    CHECK(signature_of(folder / "link")->is_link());
    CHECK(signature_of(folder / "chain")->is_link());
    fs::create_symlink("sub/later", folder / "dangling");
    replace_file(folder / "dangling", "made");
    CHECK(signature_of(folder / "dangling")->is_link());
    CHECK(read_file(folder / "sub/later") == "made");
    fs::create_symlink("loop", folder / "loop");
    CHECK(thrown_by([&] { replace_file(folder / "loop", "x"); }).kind() == Kind::invalid);
}

// With a pipe of our own only: as root, a broken replace_file would take a device of the machine away.
TEST_CASE("what is no file is written to as it is, folders refused") {
    const Folder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    const Fd reader(::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    replace_file(folder / "pipe", "through");
    std::array<char, 16> block{};
    CHECK(::read(reader.get(), block.data(), block.size()) == 7);
    CHECK(std::string_view(block.data()) == "through");
    CHECK(S_ISFIFO(signature_of(folder / "pipe")->mode));
    CHECK(contains(thrown_by([&] { replace_file(folder.path(), "x"); }).message(), "is a folder"));
}

TEST_CASE("a file name of the greatest length can be replaced") {
    const Folder folder;
    const std::string longest(255, 'n');
    replace_file(folder / longest, "1");
    replace_file(folder / longest, "2");
    CHECK(read_file(folder / longest) == "2");
    CHECK(thrown_by([&] { replace_file(folder / std::string(256, 'n'), "x"); }).kind() == Kind::invalid);
    CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("a disk that fills up leaves the old file whole and no half ones") {
    const Folder folder;
    write(folder / "f", "old");
    write(folder / "source", std::string(100'000, 's'));
    const int code = in_child([&] {
        limit_file_size(5000);
        const std::string large(100'000, 'n');
        const auto fails = [](auto call) {
            try {
                call();
            } catch (const mlp::Error&) {
                return true;
            }
            return false;
        };
        const bool all = fails([&] { replace_file(folder / "f", large); }) &&
                         fails([&] { create_file(folder / "created", large); }) &&
                         fails([&] { clone_file(folder / "source", folder / "cloned"); });
        return all ? 0 : 1;
    });
    CHECK(code == 0);
    CHECK(read_file(folder / "f") == "old");
    CHECK(entries_in(folder.path()) == 2);
}

TEST_CASE("a read-only folder is an error that names the file") {
    const Folder folder;
    ::chmod(folder.path().c_str(), 0755);
    write(folder / "f", "old");
    const int code = in_child([&] {
        become_nobody();
        try {
            replace_file(folder / "f", "new");
        } catch (const mlp::Error& error) {
            return contains(error.message(), "/f'") && contains(error.message(), "Permission denied") ? 0 : 1;
        }
        return 1;
    });
    CHECK(code == (::geteuid() == 0 ? 0 : 1));
}

TEST_CASE("creating never replaces") {
    const Folder folder;
    CHECK(create_file(folder / "sub/f", "first", 0600));
    CHECK_FALSE(create_file(folder / "sub/f", "second"));
    CHECK(read_file(folder / "sub/f") == "first");
    CHECK(mode_of(folder / "sub/f") == 0600);
    fs::create_symlink("nowhere", folder / "link");
    CHECK_FALSE(create_file(folder / "link", "x"));
    CHECK_FALSE(signature_of(folder / "nowhere"));
}

TEST_CASE("clones are equal, keep the executable bit and nothing else of the mode") {
    const Folder folder;
    const auto old_mask = ::umask(022);
    const std::string content = std::string(3'000'000, 'x') + "end";
    write(folder / "f", content);
    ::chmod((folder / "f").c_str(), 0700);
    CHECK(clone_file(folder / "f", folder / "copy", 0444) == content.size());
    CHECK(read_file(folder / "copy") == content);
    CHECK(mode_of(folder / "copy") == 0555);
    ::chmod((folder / "f").c_str(), 0666);
    clone_file(folder / "f", folder / "plain");
    CHECK(mode_of(folder / "plain") == 0644);
    write(folder / "empty", "");
    CHECK(clone_file(folder / "empty", folder / "empty2") == 0);
    CHECK(read_file(folder / "empty2").empty());
    ::umask(old_mask);
}

TEST_CASE("a clone of a file without a size, and over file systems, is whole") {
    const Folder folder;
    CHECK(clone_file("/proc/self/status", folder / "status") > 0);
    CHECK_FALSE(read_file(folder / "status").empty());
    write(folder / "f", "abc");
    const auto other = fs::path("/dev/shm") / folder.path().filename();
    CHECK(clone_file(folder / "f", other) == 3);
    CHECK(read_file(other) == "abc");
    remove_tree(other);
}

TEST_CASE("clones neither replace nor take what is no file") {
    const Folder folder;
    write(folder / "f", "x");
    write(folder / "there", "keep");
    CHECK(thrown_by([&] { clone_file(folder / "f", folder / "there"); }).kind() == Kind::invalid);
    CHECK(read_file(folder / "there") == "keep");
    CHECK(thrown_by([&] { clone_file(folder / "no", folder / "to"); }).kind() == Kind::missing);
    CHECK(thrown_by([&] { clone_file(folder.path(), folder / "to"); }).kind() == Kind::invalid);
    CHECK_FALSE(signature_of(folder / "to"));
}

TEST_CASE("syncing works on files, folders and their file system, and names what is absent") {
    const Folder folder;
    write(folder / "f", "x");
    sync_file(folder / "f");
    sync_folder(folder.path());
    sync_folder("");
    sync_file_system(folder.path());
    CHECK(contains(thrown_by([&] { sync_file(folder / "no"); }).message(), "no'"));
    CHECK(thrown_by([&] { sync_folder(folder / "f"); }).kind() == Kind::invalid);
}

TEST_CASE("folders are made with their parents; a file in the way is named") {
    const Folder folder;
    make_folders(folder / "a/b/c");
    make_folders(folder / "a/b/c");
    make_folders(folder / "d/");
    make_folders("");
    CHECK(signature_of(folder / "a/b/c")->is_folder());
    write(folder / "f", "x");
    const auto error = thrown_by([&] { make_folders(folder / "f/g/h"); });
    CHECK(contains(error.message(), "/f' is a file"));
    const auto long_name = thrown_by([&] { make_folders(folder / std::string(300, 'x') / "y"); });
    CHECK(contains(long_name.message(), "xxx'"));
}

TEST_CASE("removing takes files, links and trees; absent is fine") {
    const Folder folder;
    remove_tree(folder / "absent");
    write(folder / "f", "x");
    remove_tree(folder / "f" / "below");
    CHECK(signature_of(folder / "f"));
    remove_tree(folder / "f");
    write(folder / "tree/a/b/c", "x");
    write(folder / "tree/d", "x");
    REQUIRE(::mkfifo((folder / "tree/pipe").c_str(), 0600) == 0);
    remove_tree(folder / "tree/");
    CHECK(entries_in(folder.path()) == 0);
}

TEST_CASE("removing never follows a link") {
    const Folder folder;
    write(folder / "kept/f", "x");
    make_folders(folder / "tree");
    fs::create_directory_symlink("../kept", folder / "tree/inner");
    fs::create_directory_symlink("kept", folder / "outer");
    fs::create_symlink("nowhere", folder / "dangling");
    remove_tree(folder / "tree");
    remove_tree(folder / "outer/");
    remove_tree(folder / "dangling");
    CHECK(read_file(folder / "kept/f") == "x");
    CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("read-only parts of a tree are removed by its owner") {
    const Folder folder;
    ::chmod(folder.path().c_str(), 0777);
    const int code = in_child([&] {
        become_nobody();
        create_file(folder / "tree/ro/sub/f", "x", 0444);
        create_file(folder / "tree/dark/f", "x");
        ::chmod((folder / "tree/ro/sub").c_str(), 0555);
        ::chmod((folder / "tree/ro").c_str(), 0555);
        ::chmod((folder / "tree/dark").c_str(), 0);
        remove_tree(folder / "tree");
        return signature_of(folder / "tree") ? 1 : 0;
    });
    CHECK(code == 0);
}

TEST_CASE("a tree deeper than any path name is removed with a handful of descriptors") {
    const Folder folder;
    make_folders(folder / "deep");
    const int code = in_child([&] {
        const rlimit few{150, 150};
        ::setrlimit(RLIMIT_NOFILE, &few);
        if (::chdir((folder / "deep").c_str()) != 0) return 1;
        const std::string name(100, 'd');
        for (int i = 0; i < 150; ++i) {
            if (::mkdir(name.c_str(), 0555) != 0 || ::chdir(name.c_str()) != 0) return 1;
        }
        if (::chdir("/") != 0) return 1;
        remove_tree(folder / "deep");
        return signature_of(folder / "deep") ? 1 : 0;
    });
    CHECK(code == 0);
}

TEST_CASE("a signature tells kinds and changes") {
    const Folder folder;
    write(folder / "f", "x");
    fs::create_symlink("f", folder / "link");
    const auto file = *signature_of(folder / "f");
    CHECK(file.is_regular());
    CHECK_FALSE(file.is_executable());
    CHECK(file.size == 1);
    CHECK(file.mtime_ns > 0);
    CHECK(file == *signature_of(folder / "f"));
    CHECK(signature_of(folder / "link")->is_link());
    CHECK(*signature_of(folder / "link", true) == file);
    CHECK(signature_of(folder.path())->is_folder());
    ::chmod((folder / "f").c_str(), 0755);
    CHECK(signature_of(folder / "f")->is_executable());
    CHECK_FALSE(*signature_of(folder / "f") == file);
    CHECK_FALSE(signature_of(folder / "absent"));
    CHECK_FALSE(signature_of(folder / "f" / "below"));
    fs::create_symlink("loop", folder / "loop");
    CHECK(thrown_by([&] { signature_of(folder / "loop", true); }).kind() == Kind::invalid);
}

TEST_CASE("a temporary folder goes with its object, read-only content included") {
    const Folder folder;
    fs::path made;
    {
        const TemporaryFolder temporary(folder / "new/parent", "run");
        made = temporary.path();
        CHECK(made.filename().native().starts_with("run-"));
        CHECK(mode_of(made) == 0700);
        write(made / "f", "x");
        ::chmod(made.c_str(), 0500);
        const TemporaryFolder other(folder / "new/parent", "run");
        CHECK(other.path() != made);
    }
    CHECK_FALSE(signature_of(made));
}

TEST_CASE("a lock is held by one object at a time and names its holder") {
    const Folder folder;
    const auto path = folder / "sub/lock";
    CHECK_FALSE(FileLock::holder(path));
    {
        const auto lock = FileLock::try_acquire(path);
        REQUIRE(lock);
        CHECK(FileLock::holder(path) == ::getpid());
        CHECK_FALSE(FileLock::try_acquire(path));
        CHECK(in_child([&] { return FileLock::try_acquire(path) ? 1 : 0; }) == 0);
    }
    CHECK(FileLock::try_acquire(path));
}

TEST_CASE("the lock of a process that died is free") {
    const Folder folder;
    const auto path = folder / "lock";
    CHECK(in_child([&] {
              const auto lock = FileLock::try_acquire(path);
              ::_exit(lock ? 42 : 1);
              return 0;
          }) == 42);
    CHECK(FileLock::try_acquire(path));
}

TEST_CASE("a lock file with anything else in it still locks, and names nobody") {
    const Folder folder;
    write(folder / "lock", "not a pid");
    CHECK_FALSE(FileLock::holder(folder / "lock"));
    const auto lock = FileLock::try_acquire(folder / "lock");
    REQUIRE(lock);
    CHECK(FileLock::holder(folder / "lock") == ::getpid());
    CHECK(thrown_by([&] { FileLock::try_acquire(folder.path()); }).kind() == Kind::invalid);
}
