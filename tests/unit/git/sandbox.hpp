// A folder with a home of its own in which real `git` is run, so that nobody's settings reach a test.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/io.hpp"
#include "core/base/process.hpp"

namespace mlp::test {

namespace fs = std::filesystem;

struct Sandbox {
    base::TemporaryFolder folder{fs::temp_directory_path(), "mlp-git"};
    fs::path top = fs::canonical(folder.path());
    fs::path root = top / "project";
    std::map<std::string, std::string> environment{{"PATH", std::getenv("PATH")},
                                                   {"HOME", (top / "home").string()},
                                                   {"GIT_CONFIG_NOSYSTEM", "1"},
                                                   {"GIT_AUTHOR_NAME", "Ada"},
                                                   {"GIT_AUTHOR_EMAIL", "ada@example.org"},
                                                   {"LC_ALL", "C"},
                                                   {"GIT_COMMITTER_NAME", "Ada"},
                                                   {"GIT_COMMITTER_EMAIL", "ada@example.org"},
                                                   {"GIT_CONFIG_COUNT", "2"},
                                                   {"GIT_CONFIG_KEY_0", "init.defaultBranch"},
                                                   {"GIT_CONFIG_VALUE_0", "main"},
                                                   {"GIT_CONFIG_KEY_1", "protocol.file.allow"},
                                                   {"GIT_CONFIG_VALUE_1", "always"}};

    Sandbox() {
        fs::create_directories(top / "home");
        fs::create_directories(root);
    }

    void write(const std::string& path, const std::string& bytes) const {
        fs::create_directories((root / path).parent_path());
        std::ofstream(root / path, std::ios::binary | std::ios::trunc) << bytes;
    }

    /// Runs a shell command in the project (or in `where`) and gives its output without the last newline.
    std::string sh(const std::string& command, const fs::path& where = {}) const {
        base::ProcessSpec spec;
        spec.argv = {"/bin/sh", "-c", command};
        spec.working_directory = where.empty() ? root : where;
        spec.environment = environment;
        const auto captured = base::run_captured(spec, std::chrono::seconds(60));
        CAPTURE(command);
        CAPTURE(captured.output);
        CAPTURE(captured.error);
        REQUIRE(captured.end.ok());
        std::string text = captured.output;
        while (!text.empty() && text.back() == '\n') {
            text.pop_back();
        }
        return text;
    }

    /// A repository with one commit of one file.
    void commit_one() const {
        write("a.txt", "one\n");
        sh("git init -q . && git add . && git commit -q -m first");
    }

    /// Runs one test case of this binary in a process with the given surroundings: libgit2 reads them once, at its
    /// start.
    base::Captured run_case(const std::string& name, std::map<std::string, std::string> variables) const {
        base::ProcessSpec spec;
        spec.argv = {fs::read_symlink("/proc/self/exe").string(), "--no-skip", "--test-case=" + name};
        spec.working_directory = root;
        spec.environment = std::move(variables);
        spec.environment["MLP_TEST_ROOT"] = root.string();
        return base::run_captured(spec, std::chrono::seconds(60));
    }
};

/// The folder that run_case was asked for, inside the process that it started.
inline fs::path given_root() {
    const char* root = std::getenv("MLP_TEST_ROOT");
    return root == nullptr ? "" : root;
}

}  // namespace mlp::test
