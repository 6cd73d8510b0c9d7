#include "core/config/dataset_path.hpp"

#include <fnmatch.h>

#include <string_view>

#include "core/base/path.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view wildcards = "*?[";

/// The folder in which all that a pattern can match lies: "data" for "data/*.csv".
std::string fixed_folder(std::string_view pattern) {
    const auto slash = pattern.rfind('/', pattern.find_first_of(wildcards));
    return slash == std::string_view::npos ? "." : std::string(pattern.substr(0, slash));
}

}  // namespace

bool meets(const std::string& path, const std::string& dataset_path) {
    if (path == "." || base::is_within(path, dataset_path) || base::is_within(dataset_path, path)) return true;
    if (dataset_path.find_first_of(wildcards) == std::string::npos) return false;
    return fnmatch(dataset_path.c_str(), path.c_str(), 0) == 0 || base::is_within(fixed_folder(dataset_path), path);
}

}  // namespace mlp::config
