#include "core/base/url.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"

namespace mlp::base {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
    const auto unfit = [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '#'; };
    if (std::any_of(text.begin(), text.end(), unfit)) return std::nullopt;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    Url url;
    for (const char c : text.substr(0, colon)) {
        if (!is_unreserved(c) && c != '+') return std::nullopt;
        url.scheme += lower(c);
    }
    std::string_view rest = text.substr(colon + 3);
    if (const auto question = rest.find('?'); question != std::string_view::npos) {
        url.query = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
        url.path = rest.substr(slash);
        rest = rest.substr(0, slash);
    }
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        url.user = rest.substr(0, at);
        rest = rest.substr(at + 1);
    }
    url.host = rest;
    return url.host.empty() ? std::nullopt : std::optional(url);
}

std::string resolve(const Url& from, std::string_view reference) {
    const auto colon = reference.find(':');
    if (colon != std::string_view::npos && colon < reference.find('/')) return std::string(reference);
    const std::string rest(reference);
    if (reference.starts_with("//")) return from.scheme + ":" + rest;
    if (reference.starts_with('/')) return from.origin() + rest;
    if (reference.starts_with('?')) return from.origin() + from.path + rest;
    const std::string folder = from.path.empty() ? "/" : from.path.substr(0, from.path.rfind('/') + 1);
    return from.origin() + folder + rest;
}

std::string url_encode(std::string_view text, std::string_view keep) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c) || keep.find(c) != std::string_view::npos) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

std::string url_decode(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
        if (low < 0) {
            result += text[at];
            continue;
        }
        result += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return result;
}

std::string public_url(std::string_view text) {
    const auto scheme = text.find("://");
    if (scheme == std::string_view::npos) return std::string(text);
    const std::string_view rest = text.substr(scheme + 3, text.find_first_of("?#") - scheme - 3);
    const auto at = rest.substr(0, rest.find('/')).rfind('@');
    return std::string(text.substr(0, scheme + 3)) +
           std::string(at == std::string_view::npos ? rest : rest.substr(at + 1));
}

}  // namespace mlp::base
