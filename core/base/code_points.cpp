#include "core/base/code_points.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

std::u32string code_points(std::string_view text) {
    if (invalid_utf8(text)) throw Error(Kind::invalid, fmt::format("'{}' is not valid UTF-8", printable(text)));
    std::u32string codes;
    codes.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at++]);
        const unsigned following = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        auto code = static_cast<char32_t>(following == 0 ? lead : lead & (0x3fU >> following));
        for (unsigned i = 0; i < following; ++i) code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3fU);
        codes += code;
    }
    return codes;
}

void append_utf8(char32_t code, std::string& out) {
    const auto following = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3fU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0U | (code >> 6U));
        following(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0U | (code >> 12U));
        following(6);
        following(0);
    } else {
        out += static_cast<char>(0xf0U | (code >> 18U));
        following(12);
        following(6);
        following(0);
    }
}

}  // namespace mlp::base
