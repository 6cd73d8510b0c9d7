#include "core/data/remote/s3/sign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "core/base/digest.hpp"
#include "core/base/url.hpp"

namespace mlp::data::s3 {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t block_size = 64;  // of SHA-256

std::string bytes_of(const base::Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes().data()), digest.bytes().size()};
}

/// HMAC-SHA-256 (RFC 2104).
base::Digest hmac(std::string_view key, std::string_view text) {
    std::string padded(key.size() > block_size ? bytes_of(base::sha256(key)) : std::string(key));
    padded.resize(block_size, '\0');
    const auto with = [&](unsigned char pad) {
        std::string mixed = padded;
        for (char& byte : mixed) byte = static_cast<char>(static_cast<unsigned char>(byte) ^ pad);
        return mixed;
    };
    const std::string inner = bytes_of(base::sha256(with(0x36) + std::string(text)));
    return base::sha256(with(0x5c) + inner);
}

/// White space inside of values counts once.
std::string squeezed(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == ' ' && (result.empty() || result.back() == ' ')) continue;
        result += c;
    }
    while (result.ends_with(' ')) result.pop_back();
    return result;
}

}  // namespace

std::string canonical_query(const Pairs& query) {
    Pairs encoded;
    for (const auto& [name, value] : query) encoded.emplace_back(base::url_encode(name), base::url_encode(value));
    std::sort(encoded.begin(), encoded.end());
    std::string text;
    for (const auto& [name, value] : encoded) {
        if (!text.empty()) text += '&';
        text += name + '=' + value;
    }
    return text;
}

std::string amz_date(base::Millis time) {
    const std::time_t seconds = time / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

std::string authorization(const Unsigned& request, const Credentials& credentials, std::string_view region,
                          std::string_view date) {
    Pairs headers = request.headers;
    std::sort(headers.begin(), headers.end());
    std::string lines;
    std::string names;
    for (const auto& [name, value] : headers) {
        lines += fmt::format("{}:{}\n", name, squeezed(value));
        names += (names.empty() ? "" : ";") + name;
    }
    const std::string canonical = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path,
                                              canonical_query(request.query), lines, names, request.payload_sha256);
    const std::string_view day = date.substr(0, 8);
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", day, region);
    const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, date, scope, base::sha256(canonical).hex());
    std::string key = "AWS4" + credentials.secret_key;
    for (const std::string_view part : {day, region, std::string_view("s3"), std::string_view("aws4_request")}) {
        key = bytes_of(hmac(key, part));
    }
    return fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", algorithm, credentials.access_key, scope,
                       names, hmac(key, to_sign).hex());
}

}  // namespace mlp::data::s3
