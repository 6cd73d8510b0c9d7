// Content digests: value type, hashing of text, files and streams. SHA-256 names what is ours; MD5 only speaks DVC's
// formats. libcrypto is opened on first use.
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

enum class Algorithm : std::uint8_t {
    sha256,
    md5,       ///< DVC 3: of the raw bytes
    md5_text,  ///< DVC 2: of the bytes with CRLF as LF, where the first 512 look like text
};

/// A digest. Written "sha256:<64 hex>", as in OCI; "md5:<32 hex>" and "md5-text:<32 hex>" for DVC's.
class Digest {
public:
    Digest() = default;  ///< all zero: "no digest"
    /// Accepts only the written form of a SHA-256, lower case.
    static std::optional<Digest> parse(std::string_view text);
    /// As parse, but of every algorithm.
    static std::optional<Digest> parse_any(std::string_view text);
    /// From its digits alone, lower case.
    static std::optional<Digest> parse_hex(Algorithm algorithm, std::string_view hex);
    static Digest of_bytes(const std::array<std::uint8_t, 32>& bytes, Algorithm algorithm = Algorithm::sha256);
    std::string to_string() const;  ///< "sha256:…"
    std::string hex() const;        ///< the digits alone
    Algorithm algorithm() const { return algorithm_; }
    /// Of an MD5 the first 16; the rest is zero.
    const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }
    explicit operator bool() const;  ///< false for "no digest"
    auto operator<=>(const Digest&) const = default;

private:
    std::array<std::uint8_t, 32> bytes_{};
    Algorithm algorithm_ = Algorithm::sha256;
};

/// Incremental hashing.
class Hasher {
public:
    explicit Hasher(Algorithm algorithm = Algorithm::sha256);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    /// For Algorithm::md5_text each call is a block as DVC 2 read it, 1 MiB at a time: a CRLF across two stays.
    void update(std::string_view bytes);
    Digest finish();  ///< once

private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);
Digest md5(std::string_view bytes);

/// Digest and size of a file's content, read once in large blocks, constant memory.
struct HashedFile {
    Digest digest;
    std::uint64_t size = 0;
};
HashedFile hash_file(const std::filesystem::path& path, Algorithm algorithm = Algorithm::sha256);

/// Reads `from` once, hashing it while writing it to the open descriptor `to_fd`.
HashedFile hash_and_copy(const std::filesystem::path& from, int to_fd, Algorithm algorithm = Algorithm::sha256);

}  // namespace mlp::base
