// A small project for each code: wrong in exactly that way, and how it should be. `mlp validate --explain` shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::config {

struct ExampleFile {
    std::string name;
    std::string content;  ///< empty: the file only has to be there
};

struct CodeExample {
    std::vector<ExampleFile> wrong;
    std::vector<ExampleFile> right;
};

/// Every code has one. MLP072 and MLP073 are about what git does with the files.
CodeExample example_of(std::string_view code);

}  // namespace mlp::config
