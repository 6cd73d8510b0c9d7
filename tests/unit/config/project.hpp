// A project in a temporary folder, for tests.
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

class TestProject {
public:
    TestProject() : folder_(std::filesystem::temp_directory_path(), "mlp-config") {}
    explicit TestProject(std::string_view yaml) : TestProject() { write("mlp.yaml", yaml); }

    /// Writes a file below the project, with its folders.
    TestProject& write(const std::string& name, std::string_view content) {
        std::filesystem::create_directories((root() / name).parent_path());
        std::ofstream(root() / name, std::ios::binary) << content;
        return *this;
    }
    std::string read(const std::string& name) const { return base::read_file(root() / name); }
    const std::filesystem::path& root() const { return folder_.path(); }
    Loaded load() const { return load_project(root()); }

private:
    base::TemporaryFolder folder_;
};

/// "MLP010 mlp.yaml:3:1" for each problem, joined by "; ", warnings with a '?' behind the code.
template <class Found>
std::string brief(const std::vector<Found>& problems) {
    std::string lines;
    for (const Problem& problem : problems) {
        const bool warning = problem.severity == Problem::Severity::warning;
        lines += (lines.empty() ? "" : "; ") + problem.code + (warning ? "? " : " ") + problem.place.to_string();
    }
    return lines;
}

/// An environment without a variable.
inline base::Env bare_env() {
    base::Env env;
    env.variable = [](std::string_view) { return std::nullopt; };
    return env;
}

/// Stages below the two lines that every mlp.yaml needs.
inline std::string stages(std::string_view text) { return "version: 1\nproject: p\nstages:\n" + std::string(text); }

/// The message of the only problem, or all of them when there is another number.
inline std::string only_message(const Loaded& loaded) {
    if (loaded.problems.size() == 1) return loaded.problems.front().message;
    std::string all = std::to_string(loaded.problems.size()) + " problems:";
    for (const Problem& problem : loaded.problems) all += "\n" + problem.place.to_string() + ": " + problem.message;
    return all;
}

}  // namespace mlp::config
