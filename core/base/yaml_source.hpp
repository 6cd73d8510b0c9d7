// The text of a YAML document as the parser's marks speak of it: byte offsets to lines and columns, and where a scalar
// ends.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::base {

/// The text behind the mark with which some programs begin a file.
std::string_view without_byte_order_mark(std::string_view text);

/// A word of the text as a message shows it: printable, and the beginning alone where it is long.
std::string shown_word(std::string_view text);

class YamlSource {
public:
    YamlSource(std::string_view text, std::string_view file);

    std::string_view text() const { return text_; }

    /// Line and column of a byte offset. Within a long line, ask in order: only then it is cheap.
    Position position(std::size_t offset);
    /// The byte at a line and column; the end of the text when it has no such line.
    std::size_t offset(const Position& place);
    Position start_of_file() const { return {file_, 1, 1}; }

    /// Behind anchors and tags (and the white space after them) that stand at `offset`.
    std::size_t skip_properties(std::size_t offset) const;
    /// End (exclusive) of the scalar whose properties begin at `offset` and whose value is `value`; nothing when the
    /// source does not tell.
    std::optional<std::size_t> scalar_end(std::size_t offset, std::string_view value) const;
    /// End of the word at `offset` (an alias, a plain null).
    std::size_t word_end(std::size_t offset) const;
    /// Behind the bracket that closes a flow collection, looked for from the end of its last item.
    std::optional<std::size_t> closing_bracket(std::size_t offset, char bracket) const;
    /// The word for null that stands at `offset`, "" when the node there is empty. A value may be empty with a key
    /// `null:` right behind it.
    std::string_view null_word(std::size_t offset, bool may_be_key) const;
    /// A text in quotes begins at `offset` and nothing closes it: yaml-cpp takes the rest of the file in silence.
    bool open_quote(std::size_t offset) const;
    /// A key of a block map that neither a ':' follows nor a '?' precedes: yaml-cpp takes it for a key without value.
    bool lacks_colon(std::size_t key, std::size_t key_end) const;

private:
    /// The offset of every `stride`th column of a long line, counted once.
    const std::vector<std::size_t>& milestones(std::size_t line_start);
    std::size_t skip_blank(std::size_t offset) const;
    std::optional<std::size_t> quoted_end(std::size_t offset) const;
    std::optional<std::size_t> block_end(std::size_t offset, std::string_view value) const;
    std::optional<std::size_t> plain_end(std::size_t offset, std::string_view value) const;

    std::string_view text_;
    std::string file_;
    std::vector<std::size_t> line_starts_{0};
    std::size_t known_offset_ = 0;  ///< the last place asked for, and its column
    int known_column_ = 1;
    std::map<std::size_t, std::vector<std::size_t>> milestones_;  ///< by the offset of the line
};

}  // namespace mlp::base
