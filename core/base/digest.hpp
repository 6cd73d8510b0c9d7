// SHA-256 content digests: value type, hashing of text, files and streams. libcrypto is opened on first use.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

/// A SHA-256 digest. Written "sha256:<64 hex>", as in OCI.
class Digest {
public:
    Digest() = default;  ///< all zero: "no digest"
    static std::optional<Digest> parse(std::string_view text);  ///< accepts only the written form, lower case
    static Digest of_bytes(const std::array<std::uint8_t, 32>& bytes);
    std::string to_string() const;  ///< "sha256:…"
    std::string hex() const;        ///< the 64 digits alone
    const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }
    explicit operator bool() const;  ///< false for "no digest"
    auto operator<=>(const Digest&) const = default;

private:
    std::array<std::uint8_t, 32> bytes_{};
};

/// Incremental SHA-256.
class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    void update(std::string_view bytes);
    Digest finish();  ///< once

private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);

/// Digest and size of a file's content, read once in large blocks, constant memory.
struct HashedFile {
    Digest digest;
    std::uint64_t size = 0;
};
HashedFile hash_file(const std::filesystem::path& path);

/// Reads `from` once, hashing it while writing it to the open descriptor `to_fd`.
HashedFile hash_and_copy(const std::filesystem::path& from, int to_fd);

}  // namespace mlp::base
