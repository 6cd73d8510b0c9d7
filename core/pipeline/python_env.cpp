#include "core/pipeline/python_env.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/json.hpp"
#include "core/base/process.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;
using base::Json;

namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_interval{100};
constexpr std::size_t kept_lines = 12;       // of a tool's output, for the error
constexpr std::size_t longest_reason = 300;  // of those, in the message
constexpr std::size_t longest_line = 2'000;  // what a tool may print without a newline

/// What an environment depends on besides its lock.
struct Interpreter {
    std::string executable;
    std::string version;   // "3.11.2"
    std::string abi;       // "cpython-311-x86_64-linux-gnu"
    std::string platform;  // "linux-x86_64"
};

/// Everything that making an environment needs to know.
struct Job {
    fs::path lock;
    base::Digest lock_digest;
    Interpreter python;
    fs::path folder;  // <cache>/python/<key>
    const base::Env& env;
    const std::function<void(std::string_view)>& progress;
    const std::function<bool()>& cancelled;

    void tell(std::string_view line) const {
        if (progress) {
            progress(line);
        }
    }
    void check_cancelled() const {
        if (cancelled && cancelled()) {
            throw Error(Kind::work_failed,
                        fmt::format("the Python environment for '{}' was not finished: interrupted", lock.string()))
                .hint("run again: it is made anew from its beginning");
        }
    }
};

/// The child's variables: ours without what would lead Python and its tools into another environment.
std::map<std::string, std::string> tool_environment(const base::Env& env) {
    auto variables = base::current_environment();
    for (const char* name : {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "CONDA_PREFIX", "PIP_TARGET",
                             "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_DRY_RUN", "PIP_REQUIREMENT", "PIP_CONSTRAINT",
                             "PIP_REQUIRE_VIRTUALENV", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON"}) {
        variables.erase(name);
    }
    variables["PATH"] = env.variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    variables["PYTHONNOUSERSITE"] = "1";
    variables["PYTHONUNBUFFERED"] = "1";
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1";
    variables["PIP_NO_INPUT"] = "1";
    variables["UV_NO_PROGRESS"] = "1";
    return variables;
}

fs::path find_python(const base::Env& env) {
    const auto named = env.variable("MLP_PYTHON");
    const std::string name = named.value_or("python3");
    const auto found = base::find_program(name, env.variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin"));
    if (!found) {
        throw Error(Kind::missing, named
                                       ? fmt::format("MLP_PYTHON names '{}', which is no program that can be run", name)
                                       : "the stage needs Python, and there is no 'python3' on PATH")
            .hint("install Python 3, or name an interpreter with MLP_PYTHON");
    }
    return *found;
}

/// Asks the interpreter itself: about 20 ms.
Interpreter ask(const fs::path& program, const base::Env& env) {
    base::ProcessSpec spec;
    spec.argv = {program.string(), "-I", "-c",
                 "import json,sys,sysconfig;print(json.dumps([sys.executable,'%d.%d.%d'%sys.version_info[:3],"
                 "sysconfig.get_config_var('SOABI') or sys.implementation.cache_tag,sysconfig.get_platform()]))"};
    spec.working_directory = fs::current_path();
    spec.environment = tool_environment(env);
    spec.separate_error = true;
    const auto captured = base::run_captured(spec, milliseconds(30'000));
    try {
        const Json answer = base::parse_json(captured.output, program.string());
        return {answer.at(0), answer.at(1), answer.at(2), answer.at(3)};
    } catch (const std::exception&) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' does not answer as Python 3 does ({}): {}", program.string(),
                                captured.end.to_string(), base::printable(captured.error.substr(0, 500))))
            .hint("name another interpreter with MLP_PYTHON");
    }
}

/// A script in front of Python (pyenv, asdf) may choose another version each time; a binary stays what its stat says.
bool is_binary(const fs::path& program) {
    const base::Fd fd = base::open_read(program);
    std::array<char, 2> start{};
    return ::read(fd.get(), start.data(), start.size()) == 2 && !(start[0] == '#' && start[1] == '!');
}

Interpreter interpreter_of(const fs::path& cache, const base::Env& env) {
    const fs::path program = find_python(env);
    std::error_code problem;
    const fs::path real = fs::canonical(program, problem);
    const auto signature = base::signature_of(real);
    if (problem || !signature || !is_binary(real)) {
        return ask(program, env);
    }
    const Json identity{program.string(), real.string(), signature->size, signature->mtime_ns, signature->inode};
    const fs::path note =
        cache / "python" / fmt::format("interpreter-{}.json", base::sha256(identity.dump()).hex().substr(0, 16));
    if (const auto text = base::read_file_if_exists(note)) {
        try {
            const Json known = base::parse_json(*text, note.string());
            return {known.at("executable"), known.at("version"), known.at("abi"), known.at("platform")};
        } catch (const std::exception&) {
            // A note that cannot be read is written again.
        }
    }
    const Interpreter found = ask(program, env);
    const Json known{
        {"executable", found.executable}, {"version", found.version}, {"abi", found.abi}, {"platform", found.platform}};
    base::replace_file(note, known.dump() + "\n");
    return found;
}

/// "https://user:password@host" in what a tool prints.
std::string without_passwords(std::string line) {
    for (std::size_t at = line.find("://"); at != std::string::npos; at = line.find("://", at + 3)) {
        const auto end = std::min(line.find_first_of(" /'\"", at + 3), line.size());
        const auto sign = line.substr(0, end).rfind('@');
        if (sign != std::string::npos && sign > at) {
            line.replace(at + 3, sign - at - 3, "***");
        }
    }
    return line;
}

/// Output of a child as lines, the last ones kept.
class Lines {
public:
    explicit Lines(const Job& job) : job_(job) {}
    void add(std::string_view bytes) {
        for (const char letter : bytes) {
            if (letter == '\n' || letter == '\r' || part_.size() >= longest_line) {
                end_line();
            }
            if (letter != '\n' && letter != '\r') {
                part_ += letter;
            }
        }
    }
    void end_line() {
        if (!part_.empty()) {
            last_.push_back(base::printable(without_passwords(std::exchange(part_, {}))));
            job_.tell(last_.back());
        }
        if (last_.size() > kept_lines) {
            last_.pop_front();
        }
    }
    std::string text() const { return fmt::format("{}", fmt::join(last_, "\n")); }
    /// The line that says why: the last that calls itself an error with the cause indented below it, else the last of
    /// all. The others were passed on already.
    std::string reason() const {
        std::string line = last_.empty() ? "it said nothing" : last_.back();
        for (std::size_t at = 0; at < last_.size(); ++at) {
            if (last_[at].starts_with("ERROR") || last_[at].starts_with("error")) {
                const auto cause = at + 1 < last_.size() ? last_[at + 1].find_first_not_of(' ') : 0;
                line = last_[at] + (cause != 0 && cause != std::string::npos ? "; " + last_[at + 1].substr(cause) : "");
            }
        }
        return base::shortened(line, longest_reason);
    }

private:
    const Job& job_;
    std::string part_;
    std::deque<std::string> last_;
};

bool mentions(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return text.find(word) != std::string::npos; });
}

Error failure(const Job& job, const std::string& tool, const base::ProcessEnd& end, const Lines& lines) {
    const std::string output = lines.text();
    const std::string message = fmt::format("cannot make the Python environment for '{}': {} ended with {}: {}",
                                            job.lock.string(), tool, end.to_string(), lines.reason());
    if (mentions(output, {"require-hashes mode", "--require-hashes", "hashes are required", "Hashes are required"})) {
        return Error(Kind::invalid, message)
            .at(job.lock.string())
            .hint(
                "every requirement needs its version and hashes: write the lock with 'uv pip compile "
                "--generate-hashes' or "
                "'pip-compile --generate-hashes'");
    }
    if (mentions(output, {"onnection", "name resolution", "Max retries", "timed out", "unreachable",
                          "error sending request", "dns error", "Failed to fetch", "ProxyError", "SSLError"})) {
        return Error(Kind::remote, message)
            .hint("check the network and the package index that pip is configured for, then run again");
    }
    return Error(Kind::work_failed, message).hint("mend the lock file or the Python installation, then run again");
}

/// Runs one tool to its end, passing its lines on.
void run_tool(const Job& job, const std::string& name, std::vector<std::string> argv) {
    base::ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.working_directory = fs::absolute(job.lock).parent_path();
    spec.environment = tool_environment(job.env);
    base::Process process = base::Process::start(spec);
    Lines lines(job);
    std::array<char, 16384> buffer{};
    const auto drain = [&] {
        for (ssize_t got = 1; got > 0;) {
            got = ::read(process.output(), buffer.data(), buffer.size());
            if (got > 0) {
                lines.add({buffer.data(), static_cast<std::size_t>(got)});
            }
        }
    };
    std::optional<base::ProcessEnd> end;
    while (!end) {
        std::array<pollfd, 2> waited{pollfd{process.output(), POLLIN, 0}, pollfd{process.pidfd(), POLLIN, 0}};
        ::poll(waited.data(), waited.size(), static_cast<int>(poll_interval.count()));
        drain();
        job.check_cancelled();  // leaving ends the child and all it started
        end = process.poll();
        if (!end && (waited[0].revents & POLLHUP) != 0) {
            end = process.wait();  // it has closed its output, so there is nothing more to listen to
        }
    }
    drain();
    lines.end_line();
    if (!end->ok()) {
        throw failure(job, name, *end, lines);
    }
}

/// A lock of comments alone asks for nothing, which pip takes for a mistake.
bool has_requirements(const fs::path& lock) {
    const std::string text = base::read_file(lock);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto first = text.find_first_not_of(" \t\r", at);
        if (first < end && text[first] != '#') {
            return true;
        }
        at = end + 1;
    }
    return false;
}

void make(const Job& job, const fs::path& folder) {
    const auto uv = base::find_program("uv", job.env.variable("PATH").value_or(""));
    job.tell(fmt::format("making the Python environment for {} (Python {}, with {})", job.lock.filename().string(),
                         job.python.version, uv ? "uv" : "pip"));
    const std::string python = (folder / "bin" / "python").string();
    const std::string lock = fs::absolute(job.lock).string();
    if (uv) {
        run_tool(job, "uv venv", {uv->string(), "venv", "--python", job.python.executable, "--quiet", folder.string()});
    } else {
        run_tool(job, "python -m venv", {job.python.executable, "-I", "-m", "venv", folder.string()});
    }
    if (!has_requirements(job.lock)) {
        return;
    }
    if (uv) {
        run_tool(job, "uv pip sync", {uv->string(), "pip", "sync", "--python", python, "--require-hashes", lock});
    } else {
        run_tool(job, "pip install",
                 {python, "-I", "-m", "pip", "install", "--require-hashes", "--progress-bar", "off", "-r", lock});
    }
}

/// The finished attempt, if its Python still runs from where it was made.
std::optional<fs::path> finished(const Job& job) {
    const auto note = base::read_file_if_exists(job.folder / "complete");
    if (!note) {
        return std::nullopt;
    }
    const fs::path attempt = job.folder / fs::path(note->substr(0, note->find('\n'))).filename();
    std::error_code problem;
    return fs::exists(attempt / "bin" / "python", problem) ? std::optional(attempt) : std::nullopt;
}

/// Attempts that were killed, or that have lost their Python. Only called by the holder of the lock.
void remove_attempts(const fs::path& folder) {
    std::error_code problem;
    for (fs::directory_iterator entries(folder, problem), end; !problem && entries != end; entries.increment(problem)) {
        try {
            if (entries->is_directory(problem)) {
                base::remove_tree(entries->path());
            }
        } catch (const Error&) {
            // An orphaned pip may still write there; the next attempt sweeps again.
        }
    }
}

base::FileLock wait_for_lock(const Job& job) {
    const fs::path path = job.folder / "lock";
    bool told = false;
    while (true) {
        if (auto lock = base::FileLock::try_acquire(path)) {
            return std::move(*lock);
        }
        if (!told) {
            const auto holder = base::FileLock::holder(path);
            job.tell(fmt::format("waiting for process {}, which is making the same Python environment",
                                 holder ? std::to_string(*holder) : "(unknown)"));
            told = true;
        }
        job.check_cancelled();
        std::this_thread::sleep_for(poll_interval);
    }
}

fs::path make_once(const Job& job) {
    base::make_folders(job.folder);
    const base::FileLock lock = wait_for_lock(job);
    if (const auto attempt = finished(job)) {
        return *attempt;  // the one that was waited for
    }
    remove_attempts(job.folder);
    const fs::path attempt = job.folder / base::new_id(job.env).substr(0, 8);
    try {
        make(job, attempt);
    } catch (...) {
        base::remove_tree(attempt);
        throw;
    }
    base::sync_file_system(attempt);
    base::replace_file(job.folder / "complete", attempt.filename().string() + "\n");
    return attempt;
}

}  // namespace

PythonEnvironment ensure_python_environment(const fs::path& lock_file, const fs::path& cache_folder,
                                            const base::Env& env, const std::function<void(std::string_view)>& progress,
                                            const std::function<bool()>& cancelled) {
    const auto signature = base::signature_of(lock_file, true);
    if (!signature || !signature->is_regular()) {
        throw Error(Kind::missing, fmt::format("the Python lock file '{}' does not exist", lock_file.string()))
            .hint(
                "write it with 'uv pip compile --generate-hashes requirements.in -o <lock>', or correct 'env.python'");
    }
    const fs::path cache = fs::absolute(cache_folder);
    Job job{lock_file, base::hash_file(lock_file).digest, interpreter_of(cache, env), {}, env, progress, cancelled};
    const Json key{{"v", 1},
                   {"lock", job.lock_digest.to_string()},
                   {"python", job.python.version},
                   {"abi", job.python.abi},
                   {"platform", job.python.platform}};
    job.folder = cache / "python" / base::sha256(base::canonical_json(key)).hex().substr(0, 32);
    const auto ready = finished(job);
    return {ready ? *ready : make_once(job), job.lock_digest, job.python.version};
}

}  // namespace mlp::pipeline
