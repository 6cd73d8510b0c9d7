#include "core/pipeline/shell.hpp"

#include <filesystem>

namespace mlp::pipeline {

std::vector<std::string> shell_of(const config::Stage& stage, const std::map<std::string, std::string>& environment) {
    if (!stage.is_of_dvc()) return {stage.shell, "-c"};
    const auto named = environment.find("SHELL");
    const std::string shell = named == environment.end() || named->second.empty() ? "/bin/sh" : named->second;
    const std::string name = std::filesystem::path(shell).filename().string();
    if (name == "bash") return {shell, "--noprofile", "--norc", "-c"};
    if (name == "zsh") return {shell, "--no-rcs", "-c"};
    if (name == "fish") return {shell, "--no-config", "-c"};
    return {shell, "-c"};
}

}  // namespace mlp::pipeline
