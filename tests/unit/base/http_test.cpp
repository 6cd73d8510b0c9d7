#include "core/base/http.hpp"

#include <doctest/doctest.h>

#include "tests/unit/base/canned_server.hpp"

using namespace mlp;
using base::HttpClient;
using base::HttpFailure;
using base::HttpRequest;
using test::CannedServer;

TEST_CASE("a request goes out as it is meant, and the answer comes back with its headers") {
    const CannedServer server([](const std::string&) { return test::answer(404, "not here", "X-Thing:  a b \r\n"); });
    HttpClient client;
    const auto answer =
        client.send({.url = server.url() + "/a%2Fb/../c?x=1", .headers = {{"x-empty", ""}, {"x-one", "1"}}});
    CHECK(answer.status == 404);
    CHECK(answer.body == "not here");
    CHECK(answer.header("x-thing") == "a b");
    const std::string request = server.requests().at(0);
    CHECK(request.starts_with("GET /a%2Fb/../c?x=1 HTTP/1.1\r\n"));
    CHECK(request.find("x-empty:\r\n") != std::string::npos);
    CHECK(request.find("x-one: 1\r\n") != std::string::npos);
}

TEST_CASE("bodies are sent with their length and told of as they leave") {
    const CannedServer server([](const std::string&) { return test::answer(200); });
    HttpClient client;
    const std::string body(3'000'000, 'x');
    std::uint64_t sent = 0;
    client.send(
        {.method = "PUT", .url = server.url(), .body = body, .sent = [&](std::uint64_t count) { sent += count; }});
    CHECK(sent == body.size());
    const std::string request = server.requests().at(0);
    CHECK(request.find("Content-Length: 3000000\r\n") != std::string::npos);
    CHECK(request.find("Expect") == std::string::npos);
    CHECK(request.size() > body.size());
    client.send({.method = "POST", .url = server.url()});
    CHECK(server.requests().at(1).find("Content-Length: 0\r\n") != std::string::npos);
}

TEST_CASE("the body of a good answer goes to the sink, that of another is collected") {
    int status = 200;
    const CannedServer server([&](const std::string&) { return test::answer(status, "body"); });
    HttpClient client;
    std::string got;
    int begun = 0;
    const HttpRequest request{.url = server.url(),
                              .begun = [&](const base::HttpResponse& so_far) { begun = so_far.status; },
                              .sink = [&](std::string_view bytes) { got += bytes; }};
    CHECK(client.send(request).body.empty());
    CHECK(got == "body");
    CHECK(begun == 200);
    status = 503;
    CHECK(client.send(request).body == "body");
    CHECK(got == "body");
}

TEST_CASE("what the sink throws comes out") {
    const CannedServer server([](const std::string&) { return test::answer(200, "body"); });
    HttpClient client;
    CHECK_THROWS_AS(
        client.send({.url = server.url(), .sink = [](std::string_view) { throw Error(Kind::damaged, "no room"); }}),
        Error);
}

TEST_CASE("an answer cut short is a failure, as is none at all") {
    std::string raw = "HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\nonly this";
    const CannedServer server([&](const std::string&) { return raw; });
    HttpClient client;
    for (const std::string& answer :
         {raw, std::string(), std::string("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")}) {
        raw = answer;
        try {
            client.send({.url = server.url() + "/x?secret=1"});
            FAIL("taken as whole");
        } catch (const HttpFailure& failure) {
            CHECK(failure.kind() == Kind::remote);
            CHECK_FALSE(failure.is_final());
            CHECK(failure.message().find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("a collected body has a bound") {
    const CannedServer server([](const std::string&) { return test::answer(200, std::string(2000, 'x')); });
    HttpClient client({.longest_body = 1000});
    CHECK_THROWS_AS(client.send({.url = server.url()}), HttpFailure);
}

TEST_CASE("a server that says nothing is not waited for without end") {
    const CannedServer server([](const std::string& request) {
        return "HTTP/1.1 200 x\r\nContent-Length: " + std::to_string(request.size() + 1) + "\r\n\r\n";
    });
    HttpClient client({.stall_timeout = std::chrono::seconds(1)});
    CHECK_THROWS_AS(client.send({.url = server.url()}), HttpFailure);
}

TEST_CASE("addresses that are none, and other protocols, are final") {
    HttpClient client;
    for (const char* url : {"file:///etc/passwd", "http://", "gopher://127.0.0.1/"}) {
        CAPTURE(url);
        try {
            client.send({.url = url});
            FAIL("answered");
        } catch (const HttpFailure& failure) {
            CHECK(failure.is_final());
        }
    }
}
