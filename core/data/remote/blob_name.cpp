#include <fmt/format.h>

#include <array>

#include "core/data/remote/remote.hpp"

namespace mlp::data {

namespace {

using base::Algorithm;

constexpr std::string_view listing_suffix = ".dir";

/// Where each algorithm's blobs begin. The last one is a prefix of all, and so comes last.
struct Layout {
    Algorithm algorithm;
    std::string_view prefix;
};
constexpr std::array<Layout, 3> layouts{
    {{Algorithm::sha256, "objects/sha256/"}, {Algorithm::md5, "files/md5/"}, {Algorithm::md5_text, ""}}};

}  // namespace

std::string blob_key(const BlobName& name) {
    const std::string hex = name.digest.hex();
    for (const auto& [algorithm, prefix] : layouts) {
        if (algorithm != name.digest.algorithm()) continue;
        return fmt::format("{}{}/{}{}", prefix, hex.substr(0, 2), hex.substr(2), name.is_listing ? listing_suffix : "");
    }
    return {};
}

std::string blob_folder(const BlobName& name) {
    const std::string key = blob_key(name);
    return key.substr(0, key.rfind('/'));
}

std::vector<std::string> blob_folders() {
    std::vector<std::string> folders;
    for (const auto& [algorithm, prefix] : layouts) folders.emplace_back(prefix.substr(0, prefix.rfind('/')));
    return folders;
}

std::optional<BlobName> parse_blob_key(std::string_view key) {
    for (const auto& [algorithm, prefix] : layouts) {
        if (!key.starts_with(prefix)) continue;
        std::string_view rest = key.substr(prefix.size());
        const bool is_listing = algorithm != Algorithm::sha256 && rest.ends_with(listing_suffix);
        if (is_listing) rest.remove_suffix(listing_suffix.size());
        if (rest.size() < 3 || rest[2] != '/') return std::nullopt;
        const auto digest =
            base::Digest::parse_hex(algorithm, std::string(rest.substr(0, 2)) + std::string(rest.substr(3)));
        return digest ? std::optional(BlobName{*digest, is_listing}) : std::nullopt;
    }
    return std::nullopt;
}

std::string to_string(const BlobName& name) {
    return name.digest.to_string() + std::string(name.is_listing ? listing_suffix : "");
}

}  // namespace mlp::data
