// man page source (the man macros of groff), written through functions that do the escaping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/page.hpp"

namespace mlp::cli {

class Roff {
public:
    /// @param title  "MLP-TRACK-LOG"
    Roff(std::string_view title, std::string_view version);

    Roff& section(std::string_view title);
    Roff& paragraph(std::string_view text);  ///< inline Markdown: `code` and **strong** become bold
    /// A term in bold with its explanation, as flags and exit codes are listed.
    Roff& term(std::string_view term, std::string_view text);
    Roff& code(std::string_view lines);
    Roff& blocks(const std::vector<Block>& blocks);
    Roff& raw_name(std::string_view name, std::string_view summary);  ///< the NAME section, which whatis reads
    Roff& synopsis(std::string_view program, std::string_view rest);
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

}  // namespace mlp::cli
