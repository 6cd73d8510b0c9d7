#include "cli/pipeline/merge_driver.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/base/process.hpp"

namespace mlp::cli {

namespace {

namespace fs = std::filesystem;

/// As it is found on PATH where that is this program: a link there outlives an upgrade, what it leads to may not.
fs::path lasting_path(const base::Env& env) {
    const fs::path own = fs::read_symlink("/proc/self/exe");
    const auto found = base::find_program("mlp", env.variable("PATH").value_or(""));
    std::error_code problem;
    return found && found->is_absolute() && fs::equivalent(*found, own, problem) ? *found : own;
}

/// git looks for placeholders in the command before its shell does for quotes.
std::string for_git(const fs::path& path) {
    std::string text;
    for (const char c : base::shell_quote(path.string())) text += c == '%' ? "%%" : std::string(1, c);
    return text;
}

}  // namespace

git::MergeDriver lock_merge_driver(const base::Env& env) {
    return {.id = "mlp-lock",
            .title = "mlp.lock and dvc.lock stage by stage, data.lock path by path",
            .command = fmt::format("mlp={}; test -x \"$mlp\" || mlp=mlp; \"$mlp\" git merge-lock %O %A %B %P",
                                   for_git(lasting_path(env))),
            .patterns = {"mlp.lock", "dvc.lock", "data.lock"}};
}

}  // namespace mlp::cli
