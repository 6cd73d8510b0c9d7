#include "core/base/process.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.hpp"

using mlp::Error;
using mlp::Kind;
using namespace mlp::base;
using namespace std::chrono_literals;

namespace {

ProcessSpec shell(const std::string& script) {
    return {.argv = {"sh", "-c", script}, .working_directory = "/", .environment = current_environment()};
}

Captured run(const std::string& script) { return run_captured(shell(script), 60s); }

Error start_error(const ProcessSpec& spec) {
    try {
        auto process = Process::start(spec);
        process.wait();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return Error(Kind::bug, "");
}

/// Waits until the other side has closed the pipe. The bound is only for the day that it never does.
void read_to_end(int fd) {
    char block[256];
    while (true) {
        pollfd watched{fd, POLLIN, 0};
        if (::poll(&watched, 1, 60'000) == 0) FAIL("the pipe is still open");
        const auto got = ::read(fd, block, sizeof block);
        if (got == 0) return;
    }
}

}  // namespace

TEST_CASE("a process runs in its folder with exactly its environment") {
    const TemporaryFolder folder(fs::temp_directory_path());
    const ProcessSpec spec{.argv = {"/bin/sh", "-c", "pwd; echo \"$A|$HOME|$1\"", "sh", "an 'arg' "},
                           .working_directory = folder.path(),
                           .environment = {{"A", "x=y"}}};
    const auto captured = run_captured(spec, 60s);
    CHECK(captured.end.ok());
    CHECK(captured.output == fs::canonical(folder.path()).native() + "\nx=y||an 'arg' \n");
    CHECK_FALSE(captured.timed_out);
}

TEST_CASE("exit codes and signals are told") {
    CHECK(run("exit 3").end.exit_code == 3);
    CHECK(run("exit 3").end.to_string() == "exit code 3");
    const auto killed = run("kill -KILL $$").end;
    CHECK_FALSE(killed.exit_code);
    CHECK(killed.signal == SIGKILL);
    CHECK_FALSE(killed.ok());
    CHECK(killed.to_string() == "killed by SIGKILL");
    CHECK(run("exit 0").end.peak_memory_bytes > 0);
}

TEST_CASE("both outputs go to one pipe in order, or to two") {
    auto spec = shell("echo a; echo b >&2; echo c");
    CHECK(run_captured(spec, 60s).output == "a\nb\nc\n");
    spec.separate_error = true;
    const auto captured = run_captured(spec, 60s);
    CHECK(captured.output == "a\nc\n");
    CHECK(captured.error == "b\n");
}

TEST_CASE("standard input is empty") { CHECK(run("cat; echo end").output == "end\n"); }

TEST_CASE("the descriptors of one process are not passed on to the next") {
    const auto before = run("ls /proc/self/fd").output;
    auto spec = shell("sleep 1000");
    spec.separate_error = true;
    const auto other = Process::start(spec);
    CHECK(run("ls /proc/self/fd").output == before);
}

TEST_CASE("more output than the limit is cut and said so") {
    const auto captured = run_captured(shell("head -c 100000 /dev/zero | tr '\\0' x"), 60s, 1000);
    CHECK(captured.end.ok());
    CHECK(captured.output.starts_with(std::string(1000, 'x') + "\n[99000 more bytes were cut]"));
}

TEST_CASE("a timeout kills the process and what it started") {
    // The grandchild holds the write end: the pipe ends only when it is gone too.
    const TemporaryFolder folder(fs::temp_directory_path());
    const auto pipe = folder.path() / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    const Fd held = open_read(pipe);
    const auto captured = run_captured(shell("sleep 1000 > '" + pipe.native() + "' & wait"), 200ms);
    CHECK(captured.timed_out);
    CHECK(captured.end.signal == SIGKILL);
    read_to_end(held.get());
}

TEST_CASE("something left behind that keeps the pipe open does not hold up") {
    auto spec = shell("sleep 1000 & echo $!");
    const auto captured = run_captured(spec, 60s);
    CHECK(captured.end.ok());
    CHECK_FALSE(captured.timed_out);
    const int left = std::stoi(captured.output);
    CHECK(::kill(left, SIGKILL) == 0);
}

TEST_CASE("what was left behind in the group is still reached") {
    auto process = Process::start(shell("sleep 1000 & exit 0"));
    CHECK(process.wait().ok());
    CHECK(::kill(process.pid(), 0) == 0);  // the pid stays taken as long as signals may be sent to it
    process.signal(SIGKILL);
    read_to_end(process.output());
    process.signal(SIGTERM);  // nobody is there any more
    CHECK(process.wait().ok());
}

TEST_CASE("a process that goes out of scope is killed with its group") {
    int fd = -1;
    {
        auto process = Process::start(shell("sleep 1000 & sleep 1000"));
        fd = dup(process.output());
        CHECK_FALSE(process.poll());
        Process other = std::move(process);
        CHECK(::kill(other.pid(), 0) == 0);
    }
    const Fd owned(fd);
    read_to_end(fd);
}

TEST_CASE("the descriptor of a process tells its end") {
    auto process = Process::start(shell("exit 5"));
    pollfd watched{process.pidfd(), POLLIN, 0};
    CHECK(::poll(&watched, 1, -1) == 1);
    REQUIRE(process.poll());
    CHECK(process.poll()->exit_code == 5);
    CHECK(process.wait().exit_code == 5);
    CHECK(process.error_output() == -1);
}

TEST_CASE("a signal ends a process of its own group alone") {
    auto process = Process::start(shell("trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done"));
    char byte = 0;
    pollfd watched{process.output(), POLLIN, 0};
    ::poll(&watched, 1, -1);
    CHECK(::read(process.output(), &byte, 1) == 1);
    process.signal(SIGTERM);
    const auto end = process.wait();
    CHECK(end.exit_code == 9);
}

TEST_CASE("output can be thrown away") {
    auto spec = shell("echo lost; echo lost >&2");
    spec.output = ProcessSpec::Output::null;
    auto process = Process::start(spec);
    CHECK(process.output() == -1);
    CHECK(process.wait().ok());
}

TEST_CASE("what cannot be started says why") {
    const TemporaryFolder folder(fs::temp_directory_path());
    const auto in_folder = [&](std::vector<std::string> argv) {
        return ProcessSpec{.argv = std::move(argv),
                           .working_directory = folder.path(),
                           .environment = {{"PATH", folder.path().native()}}};
    };
    const auto absent = start_error(in_folder({"absent-program"}));
    CHECK(absent.kind() == Kind::missing);
    CHECK(absent.message() == "the program 'absent-program' was not found on PATH");
    CHECK(absent.hint_text().find(folder.path().native()) != std::string::npos);
    CHECK(start_error(in_folder({"./absent"})).kind() == Kind::missing);

    create_file(folder.path() / "plain", "text", 0644);
    const auto plain = start_error(in_folder({"./plain"}));
    CHECK(plain.kind() == Kind::invalid);
    CHECK(plain.hint_text().find("chmod +x") != std::string::npos);
    CHECK(start_error(in_folder({"plain"})).kind() == Kind::missing);

    create_file(folder.path() / "interpreter", "#!/no/such/thing\n", 0755);
    const auto interpreter = start_error(in_folder({"interpreter"}));
    CHECK(interpreter.kind() == Kind::invalid);
    CHECK(interpreter.hint_text().find("interpreter") != std::string::npos);

    create_file(folder.path() / "noformat", "echo hello\n", 0755);
    CHECK(start_error(in_folder({"noformat"})).kind() == Kind::invalid);

    auto nowhere = shell("true");
    nowhere.working_directory = folder.path() / "nowhere";
    const auto error = start_error(nowhere);
    CHECK(error.kind() == Kind::invalid);
    CHECK(error.message().find("there is no such folder") != std::string::npos);

    CHECK(start_error(in_folder({"/bin/true", std::string("a\0b", 3)})).kind() == Kind::invalid);
    CHECK(start_error(in_folder({"/bin/true", std::string(200'000, 'x')})).hint_text().find("too long") !=
          std::string::npos);
    auto bad_name = shell("true");
    bad_name.environment["A=B"] = "c";
    CHECK(start_error(bad_name).kind() == Kind::invalid);
    CHECK(start_error({}).kind() == Kind::bug);
}

TEST_CASE("programs are looked for as a shell would") {
    const TemporaryFolder folder(fs::temp_directory_path());
    make_folders(folder.path() / "one" / "tool");  // a folder of that name is no program
    make_folders(folder.path() / "two");
    create_file(folder.path() / "two" / "tool", "#!/bin/sh\necho found\n", 0755);
    const auto one = (folder.path() / "one").native();
    const auto two = (folder.path() / "two").native();
    CHECK(find_program("tool", one + ":" + two) == folder.path() / "two" / "tool");
    CHECK_FALSE(find_program("tool", one));
    CHECK_FALSE(find_program("tool", ""));
    CHECK_FALSE(find_program("", two));
    // A relative part counts from the folder that the process is started in.
    const ProcessSpec spec{.argv = {"tool"}, .working_directory = folder.path(), .environment = {{"PATH", "one:two"}}};
    CHECK(run_captured(spec, 60s).output == "found\n");
}

TEST_CASE("words are quoted for a shell only when they must be") {
    CHECK(shell_quote("a/b-c_d.e=1,2:3@4%5+6") == "a/b-c_d.e=1,2:3@4%5+6");
    CHECK(shell_quote("") == "''");
    CHECK(shell_quote("a b") == "'a b'");
    CHECK(shell_quote("it's") == "'it'\\''s'");
    for (const std::string text : {"$HOME", "`x`", "a\nb", "*", "~", "\\", "\"", "#", "!", ";", "'"}) {
        CAPTURE(text);
        CHECK(run("printf %s " + shell_quote(text)).output == text);
    }
}

TEST_CASE("the environment of this process is read") {
    const auto variables = current_environment();
    CHECK(variables.contains("PATH"));
    CHECK_FALSE(variables.contains(""));
}
