// Which modules of a project a Python script imports.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::config {

struct PythonImport {
    std::string module;              ///< "a.b"; with leading dots when it is relative
    std::vector<std::string> names;  ///< behind `from … import`; empty for `import`
};

/// The import statements of a text, at any indentation, comments and docstrings aside.
std::vector<PythonImport> python_imports(std::string_view text);

/// Files of the project (relative to `root`) that a script imports, and that those import, without the script itself.
/// A module is looked for beside the script and in the folders of `search`, as Python does; what is not found there is
/// not the project's. Empty __init__.py files are left out. At most some hundred files are read.
std::vector<std::string> imported_files(const std::filesystem::path& root, const std::string& script,
                                        const std::vector<std::string>& search);

}  // namespace mlp::config
