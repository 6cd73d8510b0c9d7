// Where in the file of a stage a word of its commands stands.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/config/document.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

class CommandPlaces {
public:
    explicit CommandPlaces(std::filesystem::path root) : root_(std::move(root)) {}

    struct Range {
        Position begin;
        Position end = {};  ///< line 0 where the word itself was not found
    };
    /// The word where it is written; the command, or the name of the stage, when a ${…} made the word.
    Range range_of(const Stage& stage, std::string_view word);

private:
    struct File {
        std::optional<Document> document;
        std::unordered_map<std::string, Yaml> commands;  ///< by the place of the stage's name
    };
    const File& file_of(const std::string& name);

    std::filesystem::path root_;
    std::map<std::string, File> files_;
};

}  // namespace mlp::config
