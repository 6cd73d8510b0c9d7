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

}  // namespace mlp::base
