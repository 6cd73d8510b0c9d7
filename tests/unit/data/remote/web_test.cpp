// Remotes on servers that do not do as they should: pauses, broken bodies, wrong ranges, redirections, refusals.
#include <doctest/doctest.h>

#include <atomic>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/http.hpp"
#include "core/base/patience.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/s3.hpp"
#include "tests/unit/base/canned_server.hpp"

using namespace mlp;
using data::BlobName;
using base::Patience;
using base::PatienceRules;
using data::RemoteSettings;
using std::chrono::milliseconds;
using test::CannedServer;
namespace fs = std::filesystem;

namespace {

base::Env no_variables() {
    base::Env env = base::Env::of_process();
    env.variable = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
    return env;
}

/// Rules that note pauses instead of making them.
PatienceRules noting(std::vector<milliseconds>& pauses) {
    return {.sleep = [&](milliseconds pause) { pauses.push_back(pause); }, .chance = [] { return 1.0; }};
}

RemoteSettings bucket(const CannedServer& server) {
    return {.name = "store",
            .url = "s3://bkt/pre",
            .options = {{"endpointurl", server.url()}, {"access_key_id", "ID"}, {"secret_access_key", "sesame"}}};
}

const BlobName name{base::sha256("0123456789")};

std::string read(data::BlobRemote& remote, std::uint64_t offset = 0) {
    std::string bytes;
    remote.get(name, offset, [&](std::string_view more) { bytes += more; });
    return bytes;
}

/// What was thrown, checked not to tell any secret.
Error thrown_by(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK((error.message() + error.place() + error.hint_text()).find("sesame") == std::string::npos);
        return error;
    }
    FAIL("nothing was thrown");
    return {Kind::bug, ""};
}

}  // namespace

TEST_CASE("pauses double up to a bound, and a server's wish is kept") {
    std::vector<milliseconds> pauses;
    Patience patience(noting(pauses));
    int made = 0;
    const auto never = [&]() -> std::optional<Patience::Setback> {
        ++made;
        return Patience::Setback{Error(Kind::remote, "later"),
                                 made == 2 ? std::optional(milliseconds(9000)) : std::nullopt};
    };
    CHECK_THROWS_AS(patience.through(never), Error);
    CHECK(made == 6);
    CHECK(pauses == std::vector<milliseconds>{milliseconds(200), milliseconds(9000), milliseconds(800),
                                              milliseconds(1600), milliseconds(3200)});
    // The server is down: the next one does not wait as long again.
    made = 0;
    CHECK_THROWS_AS(patience.through(never), Error);
    CHECK(made == 1);
    patience.through([] { return std::nullopt; });
    made = 0;
    CHECK_THROWS_AS(patience.through(never), Error);
    CHECK(made == 6);
}

TEST_CASE("attempts that bring something are not counted") {
    std::vector<milliseconds> pauses;
    Patience patience(noting(pauses));
    int made = 0;
    patience.through([&]() -> std::optional<Patience::Setback> {
        if (++made == 20) return std::nullopt;
        return Patience::Setback{Error(Kind::remote, "cut"), {}, true};
    });
    CHECK(made == 20);
    CHECK(pauses.size() == 19);
}

TEST_CASE("a body that breaks is taken up where it broke, whether the server knows ranges or not") {
    for (const bool ranges : {true, false}) {
        CAPTURE(ranges);
        std::atomic<int> calls = 0;
        const CannedServer server([&](const std::string& request) -> std::string {
            const int call = ++calls;
            if (call == 1) return "HTTP/1.1 200 x\r\nETag: \"e\"\r\nContent-Length: 10\r\n\r\n01234";
            if (call == 2) return test::answer(503, "<Error><Code>SlowDown</Code></Error>");
            CHECK(request.find("range: bytes=5-\r\n") != std::string::npos);
            CHECK(request.find("if-match: \"e\"\r\n") != std::string::npos);
            if (!ranges) return test::answer(200, "0123456789");
            return test::answer(206, "56789", "Content-Range: bytes 5-9/10\r\n");
        });
        std::vector<milliseconds> pauses;
        const auto remote = data::open_s3(bucket(server), no_variables(), noting(pauses));
        CHECK(read(*remote) == "0123456789");
        CHECK(pauses.size() == 2);
    }
}

TEST_CASE("a range that begins elsewhere, and content that changed underneath, are not taken") {
    std::string answer = test::answer(206, "3456", "Content-Range: bytes 3-6/10\r\n");
    std::atomic<int> calls = 0;
    const CannedServer server([&](const std::string&) {
        return ++calls == 1 && answer.find("412") != std::string::npos
                   ? "HTTP/1.1 200 x\r\nETag: \"e\"\r\nContent-Length: 10\r\n\r\n01234"
                   : answer;
    });
    std::vector<milliseconds> pauses;
    const auto remote = data::open_s3(bucket(server), no_variables(), noting(pauses));
    CHECK(thrown_by([&] { read(*remote, 2); }).kind() == Kind::remote);
    calls = 0;
    answer = test::answer(412);
    const auto fresh = data::open_s3(bucket(server), no_variables(), noting(pauses));
    CHECK(thrown_by([&] { read(*fresh); }).message().find("changed") != std::string::npos);
}

TEST_CASE("an offset at the end gives nothing") {
    const CannedServer server([](const std::string&) { return test::answer(416); });
    CHECK(read(*data::open_s3(bucket(server), no_variables()), 10).empty());
}

TEST_CASE("refusals say what they mean and how to go on, and are not repeated") {
    std::string code;
    const CannedServer server([&](const std::string&) {
        return test::answer(403, "<Error><Code>" + code + "</Code><Message>said\x1b[2J</Message></Error>");
    });
    std::vector<milliseconds> pauses;
    const auto remote = data::open_s3(bucket(server), no_variables(), noting(pauses));
    for (const char* one : {"InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "NoSuchBucket", "Unheard"}) {
        code = one;
        const Error error = thrown_by([&] { remote->texts()->find_text("t"); });
        CHECK(error.kind() == Kind::remote);
        CHECK(error.message().find(one) != std::string::npos);
        CHECK(error.message().find('\x1b') == std::string::npos);
        CHECK(error.place() == "s3://bkt/pre");
    }
    CHECK(pauses.empty());
}

TEST_CASE("what is not there is missing, in a bucket that is") {
    std::string body;
    const CannedServer server([&](const std::string&) { return test::answer(404, body); });
    const auto remote = data::open_s3(bucket(server), no_variables());
    CHECK_FALSE(remote->size_of(name));
    CHECK_FALSE(remote->texts()->find_text("t"));
    CHECK(thrown_by([&] { read(*remote); }).kind() == Kind::missing);
    for (const char* code : {"NoSuchBucket", "XAdminUserNotFound"}) {
        body = std::string("<Error><Code>") + code + "</Code></Error>";
        CHECK(thrown_by([&] { read(*remote); }).kind() == Kind::remote);
        CHECK(thrown_by([&] { remote->texts()->find_text("t"); }).kind() == Kind::remote);
    }
}

TEST_CASE("a bucket in another region is asked there") {
    const CannedServer server([](const std::string& request) {
        if (request.find("/eu-north-1/s3/") != std::string::npos) return test::answer(200, "text");
        return test::answer(301, "<Error><Code>PermanentRedirect</Code></Error>",
                            "x-amz-bucket-region: eu-north-1\r\n");
    });
    const auto remote = data::open_s3(bucket(server), no_variables());
    CHECK(remote->texts()->find_text("t") == "text");
    CHECK(server.requests().size() == 2);
    CHECK(remote->texts()->find_text("t") == "text");
    CHECK(server.requests().size() == 3);  // remembered
}

TEST_CASE("a clock that is off is allowed for") {
    const CannedServer server([](const std::string& request) {
        if (request.find("x-amz-date: 20300101T0000") != std::string::npos) return test::answer(200, "text");
        return test::answer(403, "<Error><Code>RequestTimeTooSkewed</Code></Error>",
                            "Date: Tue, 01 Jan 2030 00:00:00 GMT\r\n");
    });
    CHECK(data::open_s3(bucket(server), no_variables())->texts()->find_text("t") == "text");
}

TEST_CASE("small content goes in one signed request, and not at all when it is not what its name says") {
    const CannedServer server([](const std::string&) { return test::answer(200); });
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-s3");
    base::replace_file(folder.path() / "f", "0123456789");
    RemoteSettings settings = bucket(server);
    settings.options["acl"] = "private";
    settings.options["session_token"] = "tok";
    const auto remote = data::open_s3(settings, no_variables());
    std::uint64_t moved = 0;
    remote->put(name, folder.path() / "f", [&](std::uint64_t count) { moved += count; });
    CHECK(moved == 10);
    const std::string request = server.requests().at(0);
    CHECK(request.starts_with("PUT /bkt/pre/objects/sha256/" + name.digest.hex().substr(0, 2) + "/"));
    CHECK(request.find("x-amz-content-sha256: " + name.digest.hex()) != std::string::npos);
    CHECK(request.find("x-amz-acl: private\r\n") != std::string::npos);
    CHECK(request.find("x-amz-security-token: tok\r\n") != std::string::npos);
    CHECK(request.find("SignedHeaders=host;x-amz-acl;x-amz-content-sha256;x-amz-date;x-amz-security-token,") !=
          std::string::npos);
    base::replace_file(folder.path() / "f", "something else");
    CHECK(thrown_by([&] { remote->put(name, folder.path() / "f"); }).kind() == Kind::damaged);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("listings come in pages, and what is no blob is passed over") {
    const std::string key = "pre/" + data::blob_key(name);
    const CannedServer server([&](const std::string& request) {
        const bool second = request.find("continuation-token=a%2Fb") != std::string::npos;
        return test::answer(200, "<ListBucketResult><EncodingType>url</EncodingType>" +
                                     std::string(second ? "<IsTruncated>false</IsTruncated>"
                                                        : "<IsTruncated>true</IsTruncated><NextContinuationToken>a/b"
                                                          "</NextContinuationToken>") +
                                     "<Contents><Key>" + (second ? "pre%2Fruns/x" : key) +
                                     "</Key><Size>10</Size></Contents></ListBucketResult>");
    });
    std::vector<BlobName> found;
    data::open_s3(bucket(server), no_variables())->list([&](const BlobName& one, std::uint64_t size) {
        CHECK(size == 10);
        found.push_back(one);
    });
    CHECK(found == std::vector<BlobName>{name});
    CHECK(server.requests().size() == 2);
    CHECK(server.requests()[0].starts_with("GET /bkt?encoding-type=url&list-type=2&prefix=pre%2F HTTP"));
}

TEST_CASE("a listing without end, and one that is no XML, end in an error") {
    std::string body =
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken></"
        "ListBucketResult>";
    const CannedServer server([&](const std::string&) { return test::answer(200, body); });
    const auto remote = data::open_s3(bucket(server), no_variables());
    const auto list = [&] { remote->list([](const BlobName&, std::uint64_t) {}); };
    CHECK(thrown_by(list).kind() == Kind::remote);
    body = "<html>";
    CHECK(thrown_by(list).kind() == Kind::remote);
}

TEST_CASE("settings of buckets that are kept otherwise are refused") {
    for (const char* option : {"version_aware", "worktree"}) {
        CHECK_THROWS_AS(data::open_s3({.url = "s3://b", .options = {{option, "true"}}}, no_variables()), Error);
    }
    CHECK_THROWS_AS(data::open_s3({.url = "s3://b", .options = {{"connect_timeout", "soon"}}}, no_variables()), Error);
}

TEST_CASE("a web server is read, and only read") {
    const CannedServer server([](const std::string& request) {
        if (request.find("/files/") != std::string::npos) return test::answer(200, "0123456789");
        return test::answer(request.starts_with("GET /r/runs") ? 404 : 503);
    });
    std::vector<milliseconds> pauses;
    const auto remote = data::open_http({.url = server.url() + "/r"}, no_variables(), noting(pauses));
    const BlobName md5{base::md5("0123456789")};
    CHECK(remote->size_of(md5) == 10);
    std::string bytes;
    remote->get(md5, 4, [&](std::string_view more) { bytes += more; });
    CHECK(bytes == "456789");
    CHECK_FALSE(remote->texts()->find_text("runs/x"));
    CHECK(pauses.empty());
    CHECK(thrown_by([&] { remote->texts()->find_text("other"); }).kind() == Kind::remote);
    CHECK(pauses.size() == 5);
    CHECK(thrown_by([&] { remote->put(md5, "f"); }).kind() == Kind::remote);
    CHECK(thrown_by([&] { remote->remove({md5}); }).kind() == Kind::remote);
    CHECK(thrown_by([&] { remote->texts()->put_text("a", "b"); }).kind() == Kind::remote);
    CHECK(thrown_by([&] { remote->list([](const BlobName&, std::uint64_t) {}); }).kind() == Kind::remote);
}

TEST_CASE("a web server may point elsewhere in every way that HTTP knows") {
    const CannedServer server([](const std::string& request) {
        const auto to = [](const std::string& where) {
            return "HTTP/1.1 302 Found\r\nLocation: " + where + "\r\nContent-Length: 0\r\n\r\n";
        };
        if (request.starts_with("GET /r/a ")) return to("b");
        if (request.starts_with("GET /r/b ")) return to("/other/c?d=1");
        if (request.starts_with("GET /other/c?d=1 ")) return test::answer(200, "arrived");
        if (request.starts_with("GET /r/away ")) return to("ftp://elsewhere/x");
        return to("round");
    });
    const auto remote = data::open_http({.url = server.url() + "/r"}, no_variables());
    CHECK(remote->texts()->find_text("a") == "arrived");
    const auto said = [&](const char* name) { return thrown_by([&] { remote->texts()->find_text(name); }).message(); };
    CHECK(said("away").find("no address of a web server") != std::string::npos);
    CHECK(said("round").find("without end") != std::string::npos);
    const auto from = base::parse_url("http://h/a/b?q").value();
    CHECK(base::resolve(from, "//cdn/x") == "http://cdn/x");
    CHECK(base::resolve(from, "https://s/x") == "https://s/x");
    CHECK(base::resolve(from, "?p") == "http://h/a/b?p");
}

TEST_CASE("a web server's password goes to it and to nobody it points to") {
    const CannedServer other([](const std::string&) { return test::answer(200, "text"); });
    const CannedServer server([&](const std::string& request) {
        if (request.starts_with("GET /r/a ")) return test::answer(302, "", "Location: /r/b\r\n");
        return test::answer(302, "", "Location: " + other.url() + "/c\r\n");
    });
    const std::string host = server.url().substr(7);
    for (const RemoteSettings& settings : {RemoteSettings{.url = "http://ada:sesame@" + host + "/r"},
                                           RemoteSettings{.url = server.url() + "/r",
                                           .options = {{"auth", "basic"}, {"user", "ada"}, {"password", "sesame"}}}}) {
        const auto remote = data::open_http(settings, no_variables());
        CHECK(remote->address() == server.url() + "/r/");
        CHECK(remote->texts()->find_text("a") == "text");
    }
    const auto custom =
        data::open_http({.url = server.url() + "/r",
                         .options = {{"auth", "custom"}, {"custom_auth_header", "X-Door"}, {"password", "sesame"}}},
                        no_variables());
    CHECK(custom->texts()->find_text("a") == "text");
    REQUIRE(server.requests().size() == 6);
    for (const std::size_t at : {0UL, 1UL, 2UL, 3UL}) {
        CHECK(server.requests()[at].find("authorization: Basic YWRhOnNlc2FtZQ==\r\n") != std::string::npos);
    }
    CHECK(server.requests()[4].find("X-Door: sesame\r\n") != std::string::npos);
    REQUIRE(other.requests().size() == 3);
    for (const std::string& request : other.requests()) {
        CHECK(request.find("sesame") == std::string::npos);
        CHECK(request.find("Basic") == std::string::npos);
    }
    CHECK_THROWS_AS(data::open_http({.url = server.url(), .options = {{"auth", "basic"}}}, no_variables()), Error);
    CHECK_THROWS_AS(data::open_http({.url = server.url(), .options = {{"auth", "digest"}}}, no_variables()), Error);
}

TEST_CASE("redirections end") {
    const CannedServer server([](const std::string&) { return test::answer(302, "", "Location: /again\r\n"); });
    const auto remote = data::open_http({.url = server.url()}, no_variables());
    CHECK(thrown_by([&] { remote->texts()->find_text("a"); }).kind() == Kind::remote);
    CHECK(server.requests().size() == 11);
}
