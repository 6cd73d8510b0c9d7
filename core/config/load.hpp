// load_project with all that `validate` shows: ranges, related places, fixes.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/config/document.hpp"
#include "core/config/findings.hpp"
#include "core/config/project.hpp"
#include "core/config/severities.hpp"

namespace mlp::config {

struct Found {
    Project project;
    std::vector<Finding> findings;  ///< before severities were applied
    Severities severities;
    std::optional<Document> document;  ///< mlp.yaml, where it could be read
};

/// As load_project.
Found find_project(const std::filesystem::path& root);

/// One .dvc file without the project around it.
Found find_data_file(const std::filesystem::path& root, const std::string& name);

}  // namespace mlp::config
