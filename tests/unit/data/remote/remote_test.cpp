#include "core/data/remote/remote.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>

#include "core/base/error.hpp"
#include "core/data/remote/folder.hpp"
#include "core/data/remote/transfer.hpp"
#include "tests/unit/data/dvc/project.hpp"

using namespace mlp;
using data::BlobName;
using data::FolderRemote;
using data::Transferred;
using test::DvcProject;
using test::DvcSession;
namespace fs = std::filesystem;

namespace {

BlobName md5_name(const std::string& bytes, bool is_listing = false) { return {base::md5(bytes), is_listing}; }

/// A remote as bad as the test asks: what it holds by name, whatever the name says.
struct Lying : data::BlobRemote {
    std::map<BlobName, std::string> blobs;
    std::uint64_t breaks_after = UINT64_MAX;
    std::atomic<std::uint64_t> first_offset = 0;  // of the last get
    int spoilt = 0;                               // how many of the next answers are of other bytes

    std::string address() const override { return "lying"; }
    std::optional<std::uint64_t> size_of(const BlobName& name) override {
        return blobs.contains(name) ? std::optional<std::uint64_t>(blobs[name].size()) : std::nullopt;
    }
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override {
        first_offset = offset;
        const std::string bytes = spoilt-- > 0 ? "spoilt" : blobs.at(name);
        if (offset > bytes.size()) return;
        sink(std::string_view(bytes).substr(offset, breaks_after));
        if (bytes.size() - offset > breaks_after) throw Error(Kind::remote, "the line broke");
    }
    void put(const BlobName& /*name*/, const fs::path& /*file*/, const Moved& /*moved*/) override {
        throw Error(Kind::remote, "no room");
    }
    void remove(const std::vector<BlobName>& names) override {
        for (const BlobName& name : names) blobs.erase(name);
    }
    void list(const std::function<void(const BlobName&, std::uint64_t)>& /*visit*/) override {}
};

struct Count : data::TransferObserver {
    std::atomic<std::uint64_t> bytes = 0;
    std::atomic<int> done = 0;
    std::atomic<std::uint64_t> done_bytes = 0;
    void on_bytes(const BlobName& /*name*/, std::uint64_t count) override { bytes += count; }
    void on_done(const BlobName& /*name*/, std::uint64_t size) override {
        ++done;
        done_bytes += size;
    }
};

std::vector<BlobName> names_in(data::BlobRemote& remote) {
    std::vector<BlobName> names;
    remote.list([&](const BlobName& name, std::uint64_t) { names.push_back(name); });
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("a blob has one key, and a key one blob") {
    const std::string hex = base::md5("x").hex();
    const base::Digest old = *base::Digest::parse_hex(base::Algorithm::md5_text, hex);
    CHECK(data::blob_key(md5_name("x")) == "files/md5/" + hex.substr(0, 2) + "/" + hex.substr(2));
    CHECK(data::blob_key({old, true}) == hex.substr(0, 2) + "/" + hex.substr(2) + ".dir");
    for (const BlobName& name : {md5_name("x"), md5_name("x", true), BlobName{old, false}, BlobName{old, true},
                                 BlobName{base::sha256("x"), false}}) {
        CHECK(data::parse_blob_key(data::blob_key(name)) == name);
    }
    for (const char* key : {"", "tmp/x", "files/md5/ab", "files/md5/ab/cd", "files/md5/../etc", "runs/ab/cd",
                            "objects/sha256/ab/cd.dir", "files/sha256/ab/cd"}) {
        CAPTURE(key);
        CHECK_FALSE(data::parse_blob_key(key));
    }
}

TEST_CASE("what one machine pushed to a folder, another fetches") {
    const DvcProject here;
    here.write("d/a", "1");
    here.write("d/b", std::string(3 << 20, 'x'));
    DvcSession session(here);
    const data::Content content = session.store("d");
    std::vector<BlobName> names{{content.digest, true}};
    for (const auto& file : session.cache.listing(content)) names.push_back({file.digest, false});

    const base::TemporaryFolder shared(fs::temp_directory_path(), "mlp-remote");
    FolderRemote remote(shared.path() / "store");
    const Transferred pushed = push_blobs(remote, names, data::space_of(session.cache));
    CHECK(pushed.moved == 3);
    CHECK(pushed.failed.empty());
    CHECK(push_blobs(remote, names, data::space_of(session.cache)).present == 3);
    std::sort(names.begin(), names.end());
    CHECK(names_in(remote) == names);

    const DvcProject there;
    DvcSession other(there);
    Count count;
    const Transferred fetched =
        fetch_blobs(remote, names, data::space_of(other.cache), {.jobs = 2, .observer = &count});
    CHECK(fetched.moved == 3);
    CHECK(count.done == 3);
    CHECK(count.bytes == fetched.bytes);
    CHECK(count.done_bytes == fetched.bytes);
    // What is there already moves no bytes, and all of it counts as done.
    Count again;
    fetch_blobs(remote, names, data::space_of(other.cache), {.observer = &again});
    push_blobs(remote, names, data::space_of(session.cache), {.observer = &again});
    CHECK(again.bytes == 0);
    CHECK(again.done_bytes == 2 * fetched.bytes);
    CHECK(other.workspace.stored(content));
    other.workspace.restore("d", content);
    CHECK(there.read("d/a") == "1");
    CHECK(there.mode(test::object(base::md5("1").hex())) == 0444);
}

TEST_CASE("as many blobs move at once as asked, else as the remote says") {
    const data::RemoteSettings two{.options = {{"jobs", "2"}}};
    CHECK(data::jobs_of(two, {}) == 2);
    CHECK(data::jobs_of(two, 5) == 5);
    CHECK(data::jobs_of(two, 0) == 1);
    CHECK(data::jobs_of({}, {}) == 8);
    CHECK(data::jobs_of({}, 3) == 3);
}

TEST_CASE("our own objects move the same way") {
    const test::Project here;
    here.write("f", "content");
    test::Session session(here);
    const data::Content content = session.store("f");
    const base::TemporaryFolder shared(fs::temp_directory_path(), "mlp-remote");
    FolderRemote remote(shared.path());
    CHECK(push_blobs(remote, {{content.digest, false}}, data::space_of(session.objects)).moved == 1);
    const test::Project there;
    test::Session other(there);
    CHECK(fetch_blobs(remote, {{content.digest, false}}, data::space_of(other.objects)).moved == 1);
    CHECK(other.objects.verify(content.digest));
}

TEST_CASE("a single file that the line spoilt is asked for once more") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-remote");
    Lying remote;
    remote.blobs[md5_name("fine")] = "fine";
    remote.spoilt = 1;
    fetch_file(remote, md5_name("fine"), folder.path() / "f");
    CHECK(base::read_file(folder.path() / "f") == "fine");
    remote.spoilt = 2;
    CHECK_THROWS_AS(fetch_file(remote, md5_name("fine"), folder.path() / "g"), Error);
    CHECK_FALSE(fs::exists(folder.path() / "g"));
}

TEST_CASE("wrong bytes are noticed and nothing of them is kept") {
    const DvcProject project;
    DvcSession session(project);
    Lying remote;
    remote.blobs[md5_name("good")] = "evil";
    remote.blobs[md5_name("fine")] = "fine";
    const Transferred result = fetch_blobs(remote, {md5_name("good"), md5_name("fine")}, data::space_of(session.cache));
    CHECK(result.moved == 1);  // the other one arrived
    REQUIRE(result.failed.size() == 1);
    CHECK(result.failed[0].error.kind() == Kind::damaged);
    CHECK_FALSE(project.exists(test::object(base::md5("good").hex())));
    CHECK_FALSE(fs::exists(project.root / ".dvc/cache/tmp"));
}

TEST_CASE("a transfer that broke is continued where it stopped") {
    const DvcProject project;
    DvcSession session(project);
    const std::string bytes = std::string(1000, 'a') + std::string(1000, 'b');
    Lying remote;
    remote.blobs[md5_name(bytes)] = bytes;
    remote.breaks_after = 700;
    CHECK(fetch_blobs(remote, {md5_name(bytes)}, data::space_of(session.cache)).failed.size() == 1);
    remote.breaks_after = UINT64_MAX;
    const Transferred result = fetch_blobs(remote, {md5_name(bytes)}, data::space_of(session.cache));
    CHECK(remote.first_offset == 700);
    CHECK(result.bytes == 1300);
    CHECK(project.read(test::object(base::md5(bytes).hex())) == bytes);
}

TEST_CASE("a beginning that was wrong is fetched again from the start") {
    const DvcProject project;
    DvcSession session(project);
    const std::string bytes(2000, 'a');
    Lying remote;
    remote.blobs[md5_name(bytes)] = bytes;
    project.write(".dvc/cache/tmp/" + base::md5(bytes).hex() + ".part", std::string(500, 'z'));
    CHECK(fetch_blobs(remote, {md5_name(bytes)}, data::space_of(session.cache)).moved == 1);
    CHECK(project.read(test::object(base::md5(bytes).hex())) == bytes);
    // One longer than the blob ever was, too.
    const std::string small = "small";
    remote.blobs[md5_name(small)] = small;
    project.write(".dvc/cache/tmp/" + base::md5(small).hex() + ".part", bytes);
    CHECK(fetch_blobs(remote, {md5_name(small)}, data::space_of(session.cache)).moved == 1);
}

TEST_CASE("a listing is not pushed without its files") {
    const DvcProject project;
    project.write("d/a", "1");
    DvcSession session(project);
    const data::Content content = session.store("d");
    fs::remove(project.root / test::object(base::md5("1").hex()));
    const base::TemporaryFolder shared(fs::temp_directory_path(), "mlp-remote");
    FolderRemote remote(shared.path());
    const Transferred result =
        push_blobs(remote, {{content.digest, true}, md5_name("1")}, data::space_of(session.cache));
    REQUIRE(result.failed.size() == 1);
    CHECK(result.failed[0].error.kind() == Kind::missing);
    CHECK(names_in(remote).empty());
}

TEST_CASE("a machine that has a part pushes on: the rest is in the remote already") {
    const DvcProject project;
    project.write("d/a", "1");
    project.write("d/b", "2");
    DvcSession session(project);
    const data::Content content = session.store("d");
    const base::TemporaryFolder shared(fs::temp_directory_path(), "mlp-remote");
    FolderRemote remote(shared.path());
    CHECK(push_blobs(remote, {md5_name("1")}, data::space_of(session.cache)).moved == 1);
    fs::remove(project.root / test::object(base::md5("1").hex()));
    const Transferred result =
        push_blobs(remote, {{content.digest, true}, md5_name("1"), md5_name("2")}, data::space_of(session.cache));
    CHECK(result.failed.empty());
    CHECK(result.moved == 2);
    CHECK(result.present == 1);
}

TEST_CASE("a damaged object is not pushed") {
    const DvcProject project;
    project.write(test::object(base::md5("good").hex()), "evil");
    DvcSession session(project);
    const base::TemporaryFolder shared(fs::temp_directory_path(), "mlp-remote");
    FolderRemote remote(shared.path());
    const Transferred result = push_blobs(remote, {md5_name("good")}, data::space_of(session.cache));
    REQUIRE(result.failed.size() == 1);
    CHECK(result.failed[0].error.kind() == Kind::damaged);
    CHECK(names_in(remote).empty());
}

TEST_CASE("a remote folder that is not there is a failure of the remote") {
    const DvcProject project;
    DvcSession session(project);
    FolderRemote remote(project.root / "unmounted");
    CHECK_FALSE(remote.exists());
    CHECK_FALSE(remote.has(md5_name("x")));
    CHECK_THROWS_AS(names_in(remote), Error);
    const Transferred result = fetch_blobs(remote, {md5_name("x")}, data::space_of(session.cache));
    REQUIRE(result.failed.size() == 1);
    CHECK(result.failed[0].error.kind() == Kind::remote);
    CHECK(result.failed[0].error.message().find("not there") != std::string::npos);
}

TEST_CASE("what a remote folder was made for goes with it") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-remote");
    const fs::path root = folder.path();
    base::replace_file(root / "file", "content");
    const BlobName name{base::sha256("content")};
    {
        FolderRemote remote(root / "far" / "there/");
        remote.put(name, root / "file");
        CHECK(remote.has(name));
        remote.remove({name});
    }
    CHECK_FALSE(base::signature_of(root / "far"));
    fs::create_directory(root / "mine");  // by somebody else
    base::replace_file(root / "other", "other");
    FolderRemote remote(root / "mine");
    remote.put(name, root / "file");
    remote.put({base::sha256("other")}, root / "other");
    remote.remove({name});
    CHECK(remote.has({base::sha256("other")}));
    remote.remove({{base::sha256("other")}});
    CHECK(fs::is_directory(root / "mine"));
    CHECK(fs::is_empty(root / "mine"));
}

TEST_CASE("a file comes alone, checked") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-remote");
    const fs::path root = folder.path();
    const auto remote = data::open_remote({.url = "there"}, root, base::Env::of_process());
    const BlobName name{base::sha256("content")};
    CHECK_THROWS_AS(fetch_file(*remote, name, root / "got"), Error);
    CHECK_FALSE(base::signature_of(root / "got"));
    CHECK_FALSE(base::signature_of(root / "there"));  // asking makes nothing
    base::replace_file(root / "file", "content");
    remote->put(name, root / "file");
    fetch_file(*remote, name, root / "got");
    CHECK(base::read_file(root / "got") == "content");
    CHECK_THROWS_AS(fetch_file(*remote, name, root / "got"), Error);  // it is there
    base::replace_file(root / "there" / data::blob_key(name), "spoilt!");
    try {
        fetch_file(*remote, name, root / "spoilt");
        FAIL("damaged content was taken");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::damaged);
    }
    CHECK_FALSE(base::signature_of(root / "spoilt"));
}

TEST_CASE("small texts stand beside the blobs") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-remote");
    const auto remote = data::open_remote({.url = (folder.path() / "there").string()}, "/", base::Env::of_process());
    CHECK_FALSE(remote->texts()->find_text("runs/ab/c"));
    remote->texts()->put_text("runs/ab/c", "text");
    CHECK(remote->texts()->find_text("runs/ab/c") == "text");
    CHECK(names_in(*remote).empty());
    remote->texts()->put_text("runs/ab/a", "older");
    fs::last_write_time(folder.path() / "there/runs/ab/a", fs::file_time_type::clock::now() - std::chrono::hours(1));
    CHECK(remote->texts()->list_texts("runs/ab") == std::vector<std::string>{"runs/ab/c", "runs/ab/a"});
    CHECK(remote->texts()->list_texts("runs/none").empty());
    CHECK_THROWS_AS(data::open_remote({.url = "ftp://bucket"}, "/", base::Env::of_process()), Error);
}
