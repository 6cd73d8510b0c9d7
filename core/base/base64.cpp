#include "core/base/base64.hpp"

#include <cstdint>

namespace mlp::base {
namespace {

std::string_view letters(Alphabet alphabet) {
    return alphabet == Alphabet::standard ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                                          : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
}

/// The six bits of a letter; nothing for other characters.
std::optional<std::uint32_t> bits_of(char c, Alphabet alphabet) {
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a') + 26;
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 52;
    if (c == letters(alphabet)[62]) return 62;
    if (c == letters(alphabet)[63]) return 63;
    return std::nullopt;
}

}  // namespace

std::string base64(std::string_view bytes, Alphabet alphabet) {
    const std::string_view letter = letters(alphabet);
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view group = bytes.substr(at, 3);
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 3; ++i)
            value = value << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        for (std::size_t i = 0; i < group.size() + 1; ++i) text += letter[value >> (18 - 6 * i) & 63U];
        if (alphabet == Alphabet::standard) text.append(3 - group.size(), '=');
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text, Alphabet alphabet) {
    if (alphabet == Alphabet::standard) {
        if (text.size() % 4 != 0) return std::nullopt;
        for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t value = 0;
    unsigned held = 0;
    for (const char c : text) {
        const auto bits = bits_of(c, alphabet);
        if (!bits) return std::nullopt;
        value = value << 6 | *bits;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(value >> held & 0xffU);
        value &= (1U << held) - 1;
    }
    // Two texts for the same bytes would make tokens and digests ambiguous.
    return value == 0 ? std::optional(bytes) : std::nullopt;
}

}  // namespace mlp::base
