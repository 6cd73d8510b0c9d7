// The Markdown twin of a command (cli/commands/<path>.md), read into blocks that help, man pages and the reference
// render.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::cli {

struct Block {
    enum class Kind { paragraph, item, code };
    Kind kind = Kind::paragraph;
    std::string text;  ///< one line for paragraphs and items; whole lines for code
};

struct Section {
    std::string title;  ///< empty: the description at the top
    std::vector<Block> blocks;
};

struct Page {
    std::vector<Section> sections;
    /// The section with this title ("" = description), or nullptr.
    const Section* section(std::string_view title) const;
};

/// Understands what the twins use: paragraphs, "- " items, fenced code, "## " headings.
Page parse_page(std::string_view markdown);

/// The page of a command or group; empty when it has none.
Page page_of(std::string_view path);

/// Inline Markdown taken away: `code`, **strong** and [text](target) become their text.
std::string plain_inline(std::string_view text);

}  // namespace mlp::cli
