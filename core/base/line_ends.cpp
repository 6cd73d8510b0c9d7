#include "core/base/line_ends.hpp"

namespace mlp::base {

std::string with_plain_line_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto end = text.find('\r');
        out += text.substr(0, end);
        if (end == std::string_view::npos) break;
        out += '\n';
        text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return out;
}

bool has_lone_returns(std::string_view text) {
    for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
        if (!text.substr(at + 1).starts_with('\n')) return true;
    }
    return false;
}

std::string with_line_feeds(std::string text) {
    for (std::size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at + 1)) {
        if (at + 1 == text.size() || text[at + 1] != '\n') text[at] = '\n';
    }
    return text;
}

}  // namespace mlp::base
