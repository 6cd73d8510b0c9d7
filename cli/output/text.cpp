#include "cli/output/text.hpp"

#include <algorithm>

#include "cli/output/style.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

Text& Text::add(std::string_view text) {
    out_ += base::printable(text);
    return *this;
}

Text& Text::add(Label label, std::string_view text) {
    const std::string_view escape = colour_ ? escape_of(label) : std::string_view();
    if (escape.empty() || text.empty()) return add(text);
    out_ += escape;
    add(text);
    out_ += escape_end;
    return *this;
}

Text& Text::line(std::string_view text) {
    add(text);
    out_ += '\n';
    return *this;
}

Text& Text::line(Label label, std::string_view text) {
    add(label, text);
    out_ += '\n';
    return *this;
}

Text& Text::wrapped(std::string_view text, std::size_t indent, std::size_t limit) {
    return flow(text, indent, 0, limit);
}

Text& Text::hanging(std::string_view text, std::size_t indent, std::size_t written) {
    return flow(text, indent, written, 100);
}

Text& Text::flow(std::string_view text, std::size_t indent, std::size_t written, std::size_t limit) {
    const std::string shown = base::printable(text);
    // Even a very narrow terminal gets some words on each line.
    const std::size_t columns = std::max(std::min(width_, limit), indent + 20);
    std::size_t at = written;
    bool first = true;
    std::string_view rest = shown;
    while (true) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        if (rest.empty()) break;
        const std::string_view word = rest.substr(0, rest.find(' '));
        const std::size_t width = base::display_width(word);
        if (!first && at + 1 + width > columns) {
            out_ += '\n';
            at = 0;
            first = true;
        }
        if (first) {
            const std::size_t margin = indent > at ? indent - at : 0;
            out_.append(margin, ' ');
            at += margin;
        } else {
            out_ += ' ';
            ++at;
        }
        out_ += word;
        at += width;
        first = false;
        rest.remove_prefix(word.size());
    }
    if (at > 0) out_ += '\n';
    return *this;
}

}  // namespace mlp::cli
