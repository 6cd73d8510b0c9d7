// Where requests go and with whose keys: addresses, profile files, credentials.
#include <doctest/doctest.h>

#include <map>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/s3/address.hpp"
#include "core/data/remote/s3/credentials.hpp"

using namespace mlp;
using namespace mlp::data::s3;
using data::RemoteSettings;
namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

base::Env env_with(Variables variables, base::Millis now = 0) {
    base::Env env = base::Env::of_process();
    env.variable = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    env.now = [now] { return now; };
    return env;
}

Address address_of(const RemoteSettings& settings, Variables variables = {}) {
    const base::Env env = env_with(std::move(variables));
    return find_address(settings, find_profile(settings, env), env);
}

Kind kind_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK_FALSE(error.hint_text().empty());
        return error.kind();
    }
    FAIL("nothing was thrown");
    return Kind::bug;
}

/// A home folder with profile files.
struct Home {
    base::TemporaryFolder folder{fs::temp_directory_path(), "mlp-aws"};
    void write(const std::string& name, const std::string& text) const {
        base::replace_file(folder.path() / ".aws" / name, text);
    }
    Variables variables(Variables more = {}) const {
        more["HOME"] = folder.path().string();
        return more;
    }
};

}  // namespace

TEST_CASE("Amazon's buckets are hosts where their names allow it, others are paths") {
    Address found = address_of({.url = "s3://my-bucket/some/prefix/", .options = {{"region", "eu-west-1"}}});
    CHECK(found.request_host() == "my-bucket.s3.eu-west-1.amazonaws.com");
    CHECK(found.request_path("some/prefix/a b") == "/some/prefix/a%20b");
    CHECK(found.request_path("") == "/");
    CHECK(found.prefix == "some/prefix/");
    CHECK(found.in_region("us-west-2").request_host() == "my-bucket.s3.us-west-2.amazonaws.com");
    found = address_of({.url = "s3://my.bucket"});
    CHECK(found.request_host() == "s3.us-east-1.amazonaws.com");
    CHECK(found.request_path("k") == "/my.bucket/k");
    found = address_of({.url = "s3://b/p", .options = {{"endpointurl", "http://127.0.0.1:9000/s3/"}}});
    CHECK(found.request_host() == "127.0.0.1:9000");
    CHECK(found.request_path("p/k") == "/s3/b/p/k");
    CHECK(found.request_path("") == "/s3/b");
    found = address_of(
        {.url = "s3://bkt", .options = {{"endpointurl", "https://o.example"}, {"addressing_style", "virtual"}}});
    CHECK(found.request_host() == "bkt.o.example");
}

TEST_CASE("the environment names endpoint and region where the settings do not") {
    const Address found =
        address_of({.url = "s3://b"}, {{"AWS_ENDPOINT_URL", "http://h:1"}, {"AWS_DEFAULT_REGION", "r"}});
    CHECK(found.host == "h:1");
    CHECK(found.region == "r");
    CHECK(address_of({.url = "s3://bbb", .options = {{"use_ssl", "false"}}}).scheme == "http");
}

TEST_CASE("wrong addresses are refused") {
    for (const char* url : {"s3://", "s3:///p", "s3://a:b@bucket", "s3://bucket?versionId=1"}) {
        CAPTURE(url);
        CHECK(kind_of([&] { address_of({.url = url}); }) == Kind::invalid);
    }
    for (const char* endpoint : {"host:9000", "ftp://h", "http://user:secret@h"}) {
        CAPTURE(endpoint);
        CHECK(kind_of([&] { address_of({.url = "s3://b", .options = {{"endpointurl", endpoint}}}); }) == Kind::invalid);
    }
}

TEST_CASE("profile files are read as the AWS tools read them") {
    const auto found = parse_profile_file(
        "# c\n; c\n[default]\nRegion=a\n[profile one]\nregion = b # not a comment\ns3 =\n  addressing_style = path\n  "
        "other=1\n"
        "next = x\r\n  y = z\n",
        "config");
    CHECK(found.at("default").at("region") == "a");
    const auto& one = found.at("profile one");
    CHECK(one.at("region") == "b # not a comment");
    CHECK(one.at("s3.addressing_style") == "path");
    CHECK(one.at("s3.other") == "1");
    CHECK(one.at("next") == "x");
    CHECK(one.at("y") == "z");
    try {
        parse_profile_file("[a]\nk = 1\nAKIASECRET\n", "credentials");
        FAIL("read");
    } catch (const Error& error) {
        CHECK(error.place() == "credentials:3");
        CHECK(error.message().find("AKIA") == std::string::npos);
    }
}

TEST_CASE("credentials: settings before environment before profile") {
    const Home home;
    home.write("credentials",
               "[default]\naws_access_key_id = D\naws_secret_access_key = d+/=#\n[two]\naws_access_key_id = T\n"
               "aws_secret_access_key = t\naws_session_token = s\n");
    const Variables keys{{"AWS_ACCESS_KEY_ID", "E"}, {"AWS_SECRET_ACCESS_KEY", "e"}};
    const auto found = [&](const RemoteSettings& settings, const Variables& variables) {
        return *CredentialSource(settings, env_with(variables)).get();
    };
    CHECK(found({.options = {{"access_key_id", "S"}, {"secret_access_key", "s"}}}, home.variables(keys)).access_key ==
          "S");
    CHECK(found({}, home.variables(keys)).access_key == "E");
    CHECK(found({}, home.variables()).secret_key == "d+/=#");
    // A profile that the settings name goes before the environment; one that the environment names does not.
    const Credentials two = found({.options = {{"profile", "two"}}}, home.variables(keys));
    CHECK(two.access_key == "T");
    CHECK(two.session_token == "s");
    CHECK(found({}, home.variables({{"AWS_PROFILE", "two"}})).access_key == "T");
    CHECK_FALSE(CredentialSource({.options = {{"allow_anonymous_login", "true"}}}, env_with({})).get());
}

TEST_CASE("half of a pair, no credentials, a profile that is not there, a way that is not ours") {
    const Home home;
    const auto get = [&](const RemoteSettings& settings, Variables variables) {
        return kind_of([&] { CredentialSource(settings, env_with(home.variables(std::move(variables)))).get(); });
    };
    CHECK(get({}, {}) == Kind::remote);
    CHECK(get({}, {{"AWS_ACCESS_KEY_ID", "E"}}) == Kind::remote);
    CHECK(get({.options = {{"access_key_id", "E"}}}, {}) == Kind::remote);
    CHECK(get({.options = {{"profile", "nobody"}}}, {}) == Kind::missing);
    home.write("config", "[default]\nsso_session = x\n");
    CHECK(get({}, {}) == Kind::remote);
}

TEST_CASE("a credential process is asked, and again before its keys expire") {
    const Home home;
    const std::string count = (home.folder.path() / "count").string();
    home.write("config", "[default]\ncredential_process = sh -c 'echo >>" + count +
                             R"(; printf "{\"Version\": 1, \"AccessKeyId\": \"P\", \"SecretAccessKey\": \"p\", )"
                             R"(\"Expiration\": \"2026-01-01T01:00:00Z\"}"')" +
                             "\n");
    base::Millis now = 1767225600000;  // 2026-01-01T00:00:00Z
    base::Env env = env_with(home.variables());
    env.now = [&] { return now; };
    CredentialSource source({}, env);
    CHECK(source.get()->access_key == "P");
    CHECK(source.get()->expires == 1767229200000);
    CHECK(base::read_file(count) == "\n");
    now += 56 * 60'000;
    source.get();
    CHECK(base::read_file(count) == "\n\n");
    source.forget();
    source.get();
    CHECK(base::read_file(count) == "\n\n\n");
}

TEST_CASE("a credential process that fails says why, whose it is, and no key") {
    const Home home;
    const auto failure = [&](const std::string& command) {
        home.write("config", "[profile lab]\ncredential_process = " + command + "\n");
        try {
            CredentialSource({.options = {{"profile", "lab"}}}, env_with(home.variables())).get();
        } catch (const Error& error) {
            CHECK(error.kind() != Kind::bug);
            return error.place() + ": " + error.message();
        }
        return std::string("fine");
    };
    const std::string denied = failure(
        R"(sh -c 'echo one >&2; echo "{\"SecretAccessKey\": \"hush\"}"; echo two >&2; )"
        R"(echo "SecretAccessKey=hush" >&2; )"
        R"(echo "key wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY is no good" >&2; echo "token has expired" >&2; exit 3')");
    CHECK(denied == "profile 'lab' in " + (home.folder.path() / ".aws" / "config").string() +
                        ": the credential_process failed (exit code 3): two; key … is no good; token has expired");
    CHECK(failure("sh -c 'exit 4'").ends_with("failed (exit code 4)"));
    CHECK(failure("sh -c 'printf \"\\033[31mred\" >&2; exit 4'").find('\033') == std::string::npos);
    CHECK(failure("/no/such/program").starts_with("profile 'lab' in "));
    CHECK(failure("echo hush").starts_with("profile 'lab' in "));
    CHECK(failure("echo hush").find("hush") == std::string::npos);
}

TEST_CASE("what a credential process must print") {
    CHECK(parse_process_credentials(R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","SessionToken":"C"})")
              .session_token == "C");
    CHECK(parse_process_credentials(
              R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","Expiration":"1970-01-01T01:00:00+01:00"})")
              .expires == 0);
    for (const char* bad :
         {"", "secret", "[]", "{}", R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"B"})",
          R"({"Version":1,"AccessKeyId":"A"})", R"({"Version":1,"AccessKeyId":1,"SecretAccessKey":"B"})",
          R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","Expiration":"soon"})"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { parse_process_credentials(bad); }) == Kind::remote);
    }
}
