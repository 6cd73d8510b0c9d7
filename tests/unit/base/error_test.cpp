#include "core/base/error.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <set>

using mlp::Error;
using mlp::Kind;
using mlp::Position;

TEST_CASE("each kind has one exit code of the interface") {
    struct Row {
        Kind kind;
        int code;
        const char* name;
    };
    const Row expected[] = {{Kind::work_failed, 1, "work_failed"}, {Kind::usage, 2, "usage"},
                            {Kind::invalid, 3, "invalid"},         {Kind::missing, 4, "missing"},
                            {Kind::conflict, 5, "conflict"},       {Kind::remote, 6, "remote"},
                            {Kind::damaged, 7, "damaged"},         {Kind::bug, 70, "bug"}};
    CHECK(mlp::kind_table().size() == std::size(expected));
    for (const auto& row : expected) {
        CAPTURE(row.name);
        CHECK(mlp::row_of(row.kind).kind == row.kind);
        CHECK(mlp::row_of(row.kind).exit_code == row.code);
        CHECK(mlp::row_of(row.kind).name == row.name);
        CHECK_FALSE(mlp::row_of(row.kind).meaning.empty());
    }
}

TEST_CASE("the table is in order of the exit codes") {
    int last = 0;
    for (const auto& row : mlp::kind_table()) {
        CHECK(row.exit_code > last);
        last = row.exit_code;
    }
}

TEST_CASE("a position is written as far as it is known") {
    CHECK(Position{"mlp.yaml", 3, 7}.to_string() == "mlp.yaml:3:7");
    CHECK(Position{"mlp.yaml", 3, 0}.to_string() == "mlp.yaml:3");
    CHECK(Position{"mlp.yaml", 0, 0}.to_string() == "mlp.yaml");
    CHECK(Position{"mlp.yaml", 0, 4}.to_string() == "mlp.yaml");
    CHECK(Position{}.to_string().empty());
}

TEST_CASE("an error carries place, hint, code and the steps it climbed through, innermost first") {
    try {
        try {
            throw Error(Kind::missing, "no model 'x'").at("mlp.yaml:2:1").hint("push it").code("MLP099");
        } catch (Error& error) {
            error.during("reading the gate").during("deploying to staging");
            throw;
        }
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::missing);
        CHECK(error.message() == "no model 'x'");
        CHECK(std::string_view(error.what()) == "no model 'x'");
        CHECK(error.place() == "mlp.yaml:2:1");
        CHECK(error.hint_text() == "push it");
        CHECK(error.code_text() == "MLP099");
        REQUIRE(error.steps().size() == 2);
        CHECK(error.steps()[0] == "reading the gate");
        CHECK(error.steps()[1] == "deploying to staging");
    }
}

TEST_CASE("an error is caught as std::exception with its message") {
    const Error error(Kind::bug, "broken");
    const std::exception& base = error;
    CHECK(std::string_view(base.what()) == "broken");
    CHECK(error.place().empty());
    CHECK(error.hint_text().empty());
    CHECK(error.steps().empty());
}

TEST_CASE("system errors name the file and what the system said") {
    const auto absent = mlp::system_error("open", "/no/such", ENOENT);
    CHECK(absent.kind() == Kind::missing);
    CHECK(absent.message() == "cannot open '/no/such': No such file or directory");
    const auto denied = mlp::system_error("read", "f", EACCES);
    CHECK(denied.kind() == Kind::invalid);
    CHECK(denied.message() == "cannot read 'f': Permission denied");
    CHECK(denied.hint_text().find("permissions") != std::string::npos);
}

TEST_CASE("a full disk or an exhausted quota hints at free space") {
    for (const int number : {ENOSPC, EDQUOT}) {
        const auto error = mlp::system_error("write", "f", number);
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.hint_text().find("free some space") != std::string::npos);
    }
    CHECK(mlp::system_error("read", "f", EIO).hint_text().empty());
}
