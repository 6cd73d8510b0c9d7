// The text of a file beside its tree: from a position to a byte and back, and where inside a scalar something stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/yaml.hpp"

namespace mlp::config {

using base::Yaml;

class Source {
public:
    /// @param file as it goes into positions
    Source(std::string file, std::string text);

    const std::string& file() const { return file_; }
    /// With '\n' where a '\r' alone ended a line, so that bytes are where they are in the file.
    const std::string& text() const { return text_; }
    /// Byte of a position (lines and columns count from 1, columns in characters); the end of the text when it is
    /// beyond.
    std::size_t offset_of(const Position& place) const;
    /// So many characters behind an offset, at most to the end of its line.
    std::size_t offset_behind(std::size_t at, int characters) const;
    Position position_of(std::size_t offset) const;
    /// Where `part` begins inside the scalar `node`, seen in the text as written; the node itself when it is not found.
    Position place_of(const Yaml& node, std::string_view part, std::size_t before = 0) const;
    /// The position `characters` into a one-line scalar, behind its opening quote.
    Position place_in(const Yaml& node, std::size_t characters) const;

private:
    /// Number of characters before a byte.
    std::size_t characters_before(std::size_t offset) const;
    /// Where the line of a byte ends: its '\n', or the end of the text.
    std::size_t line_end(std::size_t offset) const;

    std::string file_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    /// Byte of each thousandth character or so: one line may have megabytes and a finding at each of its words.
    std::vector<std::size_t> steps_;
};

}  // namespace mlp::config
