#include "core/data/named_in_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace mlp::data {

using base::Algorithm;

namespace {

constexpr std::size_t sha256_digits = 64;
constexpr std::size_t md5_digits = 32;
constexpr std::string_view folder_mark = ".dir";

bool is_digit(char letter) { return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'); }

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && is_digit(text[at + count])) ++count;
    return count;
}

/// Behind the key `md5`: a quote, a colon, spaces, a quote, as far as they are there.
std::size_t skip_separators(std::string_view text, std::size_t at) {
    while (at < text.size() && std::string_view("\"': ").find(text[at]) != std::string_view::npos) ++at;
    return at;
}

void take_md5(std::string_view text, std::size_t at, std::vector<BlobName>& names) {
    if (digits_at(text, at) != md5_digits) return;
    const bool is_listing = text.substr(at + md5_digits).starts_with(folder_mark);
    for (const Algorithm algorithm : {Algorithm::md5, Algorithm::md5_text}) {
        const auto digest = base::Digest::parse_hex(algorithm, text.substr(at, md5_digits));
        if (!digest) continue;
        names.push_back({*digest, is_listing});
        // Our own form "md5:…" does not say what it is of.
        if (!is_listing) names.push_back({*digest, true});
    }
}

}  // namespace

std::vector<BlobName> named_in_text(std::string_view text) {
    constexpr std::string_view own = "sha256:";
    std::vector<BlobName> names;
    for (std::size_t at = text.find(own); at != std::string_view::npos; at = text.find(own, at + own.size())) {
        const std::size_t digits = at + own.size();
        if (digits_at(text, digits) != sha256_digits) continue;
        const auto digest = base::Digest::parse_hex(Algorithm::sha256, text.substr(digits, sha256_digits));
        if (digest) names.push_back({*digest, false});
    }
    for (const std::string_view key : {"md5", "md5-text"}) {
        for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + key.size()))
            take_md5(text, skip_separators(text, at + key.size()), names);
    }
    return names;
}

bool may_name_blobs(std::string_view beginning, std::uint64_t size) {
    constexpr std::uint64_t small = 4ULL << 20;
    if (size <= small) return beginning.find('\0') == std::string_view::npos;
    constexpr std::array<std::string_view, 14> openings{"{",     "# What", "file ",    "exec ",  "link ",
                                                        "tree ", "outs:",  "deps:",    "md5:",   "wdir:",
                                                        "meta:", "desc:",  "frozen:",  "schema:"};
    return std::any_of(openings.begin(), openings.end(), [&](std::string_view opening) {
               return beginning.starts_with(opening);
           });
}

}  // namespace mlp::data
