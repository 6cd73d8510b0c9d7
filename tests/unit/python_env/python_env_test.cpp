#include "core/pipeline/python_env.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"

using namespace mlp;
namespace fs = std::filesystem;

namespace {

/// A cache, a lock file, and a PATH with nothing on it but what the test puts there.
struct Place {
    base::TemporaryFolder folder{fs::temp_directory_path(), "mlp-python"};
    fs::path root = folder.path();
    fs::path cache = root / "cache";
    fs::path lock = root / "requirements.lock";
    std::map<std::string, std::string> variables;
    std::mutex mutex;
    std::vector<std::string> lines;

    Place() {
        fs::create_directories(root / "bin");
        fs::create_directories(root / "empty");
        write("requirements.lock", "# nothing\nthing==1.0 --hash=sha256:" + std::string(64, '0') + "\n");
        for (const char* name : {"sh", "mkdir", "ln", "sleep", "cat", "rm", "touch"}) {
            fs::create_symlink(*base::find_program(name, std::getenv("PATH")), root / "bin" / name);
        }
        // A binary, whatever stands first on the developer's own PATH.
        const auto python =
            base::run_captured({.argv = {"python3", "-c", "import sys,os;print(os.path.realpath(sys.executable))"},
                                .working_directory = root,
                                .environment = base::current_environment(),
                                .separate_error = true},
                               std::chrono::seconds(30));
        REQUIRE(python.end.ok());
        fs::create_symlink(python.output.substr(0, python.output.find('\n')), root / "bin/python3");
        variables["PATH"] = (root / "bin").string();
    }
    void write(const std::string& path, const std::string& text) const { std::ofstream(root / path) << text; }

    /// A stand-in for uv: `venv` makes a folder with a Python in it, then `body` runs; arguments are logged.
    void fake_uv(const std::string& body) const {
        write("bin/uv", fmt::format("#!{0}/bin/sh\necho \"$*\" >>{0}/uv.log\nfor last; do :; done\n"
                                    "if [ \"$1\" = venv ]; then mkdir -p \"$last/bin\"; ln -s {0}/bin/python3 "
                                    "\"$last/bin/python\"; fi\n{1}\n",
                                    root.string(), body));
        fs::permissions(root / "bin/uv", fs::perms(0755));
    }
    std::string uv_log() const { return base::read_file_if_exists(root / "uv.log").value_or(""); }

    base::Env env() const {
        base::Env made = base::Env::of_process();
        made.variable = [this](std::string_view name) -> std::optional<std::string> {
            const auto found = variables.find(std::string(name));
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        return made;
    }
    pipeline::PythonEnvironment ensure(const std::function<bool()>& cancelled = {}) {
        return pipeline::ensure_python_environment(
            lock, cache, env(),
            [this](std::string_view line) {
                const std::scoped_lock guard(mutex);
                lines.emplace_back(line);
            },
            cancelled);
    }
    bool told(const std::string& part) {
        const std::scoped_lock guard(mutex);
        for (const auto& line : lines) {
            if (line.find(part) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
    std::optional<Error> failure(const std::function<bool()>& cancelled = {}) {
        try {
            ensure(cancelled);
            return std::nullopt;
        } catch (const Error& error) {
            return error;
        }
    }
    std::size_t attempts() const {
        std::size_t count = 0;
        for (const auto& key : fs::directory_iterator(cache / "python")) {
            for (const auto& entry : fs::directory_iterator(key.is_directory() ? key.path() : root / "empty")) {
                count += entry.is_directory() ? 1U : 0U;
            }
        }
        return count;
    }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void wait_until(const std::function<bool()>& condition) {
    for (int at = 0; at < 3000 && !condition(); ++at) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(condition());
}

/// A wheel of one module, made by Python's own zipfile; returns its SHA-256 for the lock.
std::string make_wheel(const Place& place) {
    place.write("wheel.py", R"(import zipfile, hashlib, sys
name = sys.argv[1] + '/thing-1.0-py3-none-any.whl'
with zipfile.ZipFile(name, 'w') as z:
    z.writestr('thing.py', 'value = 42\n')
    z.writestr('thing-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n')
    z.writestr('thing-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
    z.writestr('thing-1.0.dist-info/RECORD', 'thing.py,,\nthing-1.0.dist-info/METADATA,,\nthing-1.0.dist-info/WHEEL,,\nthing-1.0.dist-info/RECORD,,\n')
print(hashlib.sha256(open(name, 'rb').read()).hexdigest(), end='')
)");
    const auto made =
        base::run_captured({.argv = {(place.root / "bin/python3").string(), "wheel.py", place.root.string()},
                            .working_directory = place.root,
                            .environment = {},
                            .separate_error = true},
                           std::chrono::seconds(30));
    REQUIRE(made.end.ok());
    return made.output;
}

}  // namespace

TEST_CASE("venv and pip, without an index: made once, then found without a process") {
    Place place;
    const std::string hash = make_wheel(place);
    ::setenv("PIP_NO_INDEX", "1", 1);
    ::setenv("PIP_FIND_LINKS", place.root.c_str(), 1);
    place.write("requirements.lock", "thing==1.0 \\\n    --hash=sha256:" + hash + "\n");
    const auto made = place.ensure();
    CHECK(place.told("making the Python environment for requirements.lock"));
    CHECK(place.told("Successfully installed thing-1.0"));
    CHECK(made.lock_digest == base::hash_file(place.lock).digest);
    const auto answer =
        base::run_captured({.argv = {(made.folder / "bin/python").string(), "-c", "import thing;print(thing.value)"},
                            .working_directory = place.root,
                            .environment = {}},
                           std::chrono::seconds(30));
    CHECK(answer.output == "42\n");

    place.lines.clear();
    const auto again = place.ensure();
    CHECK(again.folder == made.folder);
    CHECK(again.python_version == made.python_version);
    CHECK(place.lines.empty());

    // The interpreter's answer comes from the note beside, so no process was started: change it to see.
    for (const auto& entry : fs::directory_iterator(place.cache / "python")) {
        if (entry.is_regular_file()) {
            auto text = base::read_file(entry.path());
            text.replace(text.find(made.python_version), made.python_version.size(), "9.9.9");
            base::replace_file(entry.path(), text);
        }
    }
    CHECK(place.failure([] { return true; })->kind() == Kind::work_failed);
    CHECK(place.told("(Python 9.9.9, with pip)"));
}

TEST_CASE("a wrong hash, and a lock without hashes") {
    Place place;
    make_wheel(place);
    ::setenv("PIP_NO_INDEX", "1", 1);
    ::setenv("PIP_FIND_LINKS", place.root.c_str(), 1);
    auto error = place.failure();
    REQUIRE(error);
    CHECK(error->kind() == Kind::work_failed);
    CHECK(contains(error->message(), "DO NOT MATCH THE HASHES"));
    place.write("requirements.lock", "thing==1.0\n");
    error = place.failure();
    REQUIRE(error);
    CHECK(error->kind() == Kind::invalid);
    CHECK(contains(error->hint_text(), "--generate-hashes"));
    CHECK(place.attempts() == 0);
}

TEST_CASE("uv is used when it is there; another lock is another environment") {
    Place place;
    place.fake_uv("");
    const auto first = place.ensure();
    CHECK(contains(place.uv_log(), "venv --python"));
    CHECK(contains(place.uv_log(), "pip sync --python " + (first.folder / "bin/python").string() +
                                       " --require-hashes " + place.lock.string()));
    place.write("requirements.lock", "other==2.0 --hash=sha256:00\n");
    CHECK(place.ensure().folder.parent_path() != first.folder.parent_path());
    // Nothing to install: no second call.
    place.write("uv.log", "");
    place.write("requirements.lock", "# only a comment\n\n   # another");
    place.ensure();
    CHECK(!contains(place.uv_log(), "pip sync"));
    CHECK(place.attempts() == 3);
}

TEST_CASE("an environment whose Python is gone is made anew") {
    Place place;
    place.fake_uv("");
    const auto first = place.ensure();
    fs::remove(first.folder / "bin/python");
    fs::create_symlink("/no/longer/python", first.folder / "bin/python");
    const auto second = place.ensure();
    CHECK(second.folder != first.folder);
    CHECK(!fs::exists(first.folder));
    CHECK(place.ensure().folder == second.folder);
}

TEST_CASE("a failure tells the tool's last lines, keeps no secret and leaves nothing") {
    Place place;
    place.fake_uv(
        "echo 'Looking in https://me:geheim@example.org/simple'\n"
        "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo line $i; done\necho it broke >&2\nexit 3");
    const auto error = place.failure();
    REQUIRE(error);
    CHECK(error->kind() == Kind::work_failed);
    CHECK(contains(error->message(), "uv venv ended with exit code 3"));
    CHECK(contains(error->message(), "it broke"));
    CHECK(!contains(error->message(), "\n"));  // the other lines have been told
    CHECK(place.told("https://***@example.org/simple"));
    CHECK(!place.told("geheim"));
    CHECK(place.attempts() == 0);
    place.fake_uv("echo 'error: no luck'; echo '  cause: dns error'; exit 2");
    CHECK(place.failure()->kind() == Kind::remote);
    CHECK(contains(place.failure()->message(), "exit code 2: error: no luck; cause: dns error"));
    place.fake_uv("");
    CHECK(fs::exists(place.ensure().folder));
}

TEST_CASE("the second of two waits for the first, says so, and gets the same") {
    Place place;
    place.fake_uv(fmt::format("while [ ! -e {}/gate ]; do sleep 0.02; done", place.root.string()));
    fs::path one;
    fs::path two;
    {
        std::jthread first([&] { one = place.ensure().folder; });
        wait_until([&] { return contains(place.uv_log(), "venv"); });
        std::jthread second([&] { two = place.ensure().folder; });
        wait_until([&] { return place.told("waiting for process " + std::to_string(::getpid())); });
        place.write("gate", "");
    }
    CHECK(one == two);
    CHECK(place.attempts() == 1);
}

TEST_CASE("cancelling ends the tool with all it started") {
    Place place;
    place.fake_uv(fmt::format("sleep 1000 &\necho $! >{0}/pid\necho started\nwait", place.root.string()));
    const auto error = place.failure([&] { return place.told("started"); });
    REQUIRE(error);
    CHECK(contains(error->message(), "interrupted"));
    const auto pid = std::stoi(base::read_file(place.root / "pid"));
    wait_until([&] {
        // Gone, or a zombie that nobody here reaps.
        const auto status = base::read_file_if_exists(fmt::format("/proc/{}/stat", pid));
        return !status || contains(*status, ") Z ");
    });
    CHECK(place.attempts() == 0);
}

TEST_CASE("a kill in the middle leaves an attempt that is never used") {
    Place place;
    place.fake_uv(fmt::format("echo $$ >{0}/pid; while [ ! -e {0}/gate ]; do sleep 0.02; done; touch \"$last/late\"",
                              place.root.string()));
    const pid_t child = ::fork();
    if (child == 0) {
        place.ensure();
        ::_exit(0);
    }
    wait_until([&] { return fs::exists(place.root / "pid"); });
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(place.attempts() == 1);
    // The orphaned tool goes on in its own folder while the next process makes another.
    const auto orphan = std::stoi(base::read_file(place.root / "pid"));
    place.fake_uv("");
    const auto made = place.ensure();
    CHECK(fs::exists(made.folder / "bin/python"));
    place.write("gate", "");
    wait_until([&] { return ::kill(orphan, 0) != 0; });
    CHECK(!fs::exists(made.folder / "late"));
    CHECK(place.ensure().folder == made.folder);
}

TEST_CASE("which Python: absent, named, a script that chooses, and one that is none") {
    Place place;
    place.fake_uv("");
    place.variables["MLP_PYTHON"] = "/no/such/python";
    CHECK(place.failure()->kind() == Kind::missing);
    CHECK(contains(place.failure()->message(), "MLP_PYTHON names '/no/such/python'"));
    place.write("bin/chooser",
                fmt::format("#!{0}/bin/sh\necho x >>{0}/asked\nexec {0}/bin/python3 \"$@\"\n", place.root.string()));
    place.write("bin/none", fmt::format("#!{0}/bin/sh\necho hello; echo no python here >&2\n", place.root.string()));
    fs::permissions(place.root / "bin/chooser", fs::perms(0755));
    fs::permissions(place.root / "bin/none", fs::perms(0755));
    place.variables["MLP_PYTHON"] = "none";
    CHECK(place.failure()->kind() == Kind::invalid);
    CHECK(contains(place.failure()->message(), "no python here"));
    place.variables["MLP_PYTHON"] = "chooser";
    const auto first = place.ensure();
    place.ensure();
    CHECK(base::read_file(place.root / "asked") == "x\nx\n");  // a script may choose anew each time, so it is asked
    place.variables.erase("MLP_PYTHON");
    CHECK(place.ensure().folder == first.folder);  // the same version, ABI and platform
    fs::remove(place.root / "bin/python3");
    CHECK(place.failure()->kind() == Kind::missing);
    fs::remove(place.lock);
    CHECK(contains(place.failure()->message(), "requirements.lock' does not exist"));
}
