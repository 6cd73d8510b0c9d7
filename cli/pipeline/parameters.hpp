// `--set`: edits of parameter files before a run, all of them or none.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp::cli {

class ParameterEdits {
public:
    explicit ParameterEdits(std::filesystem::path root) : root_(std::move(root)) {}

    /// "KEY=VALUE" edits params.yaml, "FILE:KEY=VALUE" another file. Malformed: Error{usage}; unknown file or key:
    /// Error{missing}. After an Error nothing is changed.
    void apply(const std::vector<std::string>& edits);
    /// Puts the files back as they were, when what follows cannot use them.
    void undo() noexcept;

private:
    struct Before {
        std::filesystem::path path;
        std::string content;
    };
    void edit(const std::string& text);

    std::filesystem::path root_;
    std::vector<Before> before_;
};

}  // namespace mlp::cli
