#include "core/base/digest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/library.hpp"

namespace mlp::base {

namespace {

constexpr std::string_view prefix = "sha256:";
constexpr std::size_t block_size = std::size_t{1} << 20;

/// The few functions of libcrypto that are used, with its opaque types as void.
struct Crypto {
    Library library{{"libcrypto.so.3", "libcrypto.so.1.1"}, "hashing of content (SHA-256)", "OpenSSL (libssl3)"};
    void* (*context_new)() = library.symbol<void* (*)()>("EVP_MD_CTX_new");
    void (*context_free)(void*) = library.symbol<void (*)(void*)>("EVP_MD_CTX_free");
    const void* (*algorithm)() = library.symbol<const void* (*)()>("EVP_sha256");
    int (*init)(void*, const void*, void*) = library.symbol<int (*)(void*, const void*, void*)>("EVP_DigestInit_ex");
    int (*update)(void*, const void*,
                  std::size_t) = library.symbol<int (*)(void*, const void*, std::size_t)>("EVP_DigestUpdate");
    int (*finish)(void*, unsigned char*,
                  unsigned*) = library.symbol<int (*)(void*, unsigned char*, unsigned*)>("EVP_DigestFinal_ex");
};

const Crypto& crypto() {
    static const Crypto table;
    return table;
}

void check(int result, std::string_view step) {
    if (result != 1) throw Error(Kind::bug, fmt::format("SHA-256 failed to {}", step));
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// Hands the file's blocks to `take` in order; gives its size.
template <class Take>
std::uint64_t for_each_block(const std::filesystem::path& path, Take take) {
    const auto fd = open_read(path);
    struct stat info {};
    if (fstat(fd.get(), &info) != 0) throw system_error("look at", path.native(), errno);
    // A pipe or device has no content that stays, and may never end.
    if (!S_ISREG(info.st_mode)) throw Error(Kind::invalid, fmt::format("'{}' is not a regular file", path.native()));
    // Small files, of which there are many, pay for neither a hint nor a large block.
    const auto wanted = static_cast<std::uint64_t>(info.st_size) + 1;
    const auto length = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1 << 12, block_size));
    if (wanted > block_size) posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    const auto block = std::make_unique_for_overwrite<char[]>(length);
    std::uint64_t size = 0;
    while (true) {
        const auto got = ::read(fd.get(), block.get(), length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw system_error("read", path.native(), errno);
        if (got == 0) return size;
        take(std::string_view(block.get(), static_cast<std::size_t>(got)));
        size += static_cast<std::uint64_t>(got);
    }
}

}  // namespace

std::optional<Digest> Digest::parse(std::string_view text) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    Digest digest;
    if (text.size() != 2 * digest.bytes_.size()) return std::nullopt;
    for (std::size_t i = 0; i < digest.bytes_.size(); ++i) {
        const int high = digit_value(text[2 * i]);
        const int low = digit_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        digest.bytes_[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

Digest Digest::of_bytes(const std::array<std::uint8_t, 32>& bytes) {
    Digest digest;
    digest.bytes_ = bytes;
    return digest;
}

std::string Digest::hex() const {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes_.size());
    for (const auto byte : bytes_) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::string Digest::to_string() const { return std::string(prefix) + hex(); }

Digest::operator bool() const {
    return std::any_of(bytes_.begin(), bytes_.end(), [](std::uint8_t byte) { return byte != 0; });
}

struct Hasher::State {
    State() : context(crypto().context_new()) {
        if (context == nullptr) throw Error(Kind::bug, "SHA-256 failed to make its state");
    }
    ~State() { crypto().context_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    void* context;
    bool finished = false;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
    check(crypto().init(state_->context, crypto().algorithm(), nullptr), "start");
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    check(crypto().update(state_->context, bytes.data(), bytes.size()), "take bytes");
}

Digest Hasher::finish() {
    if (std::exchange(state_->finished, true)) throw Error(Kind::bug, "a SHA-256 was asked for its end twice");
    std::array<std::uint8_t, 32> bytes{};
    unsigned length = 0;
    check(crypto().finish(state_->context, bytes.data(), &length), "finish");
    return Digest::of_bytes(bytes);
}

Digest sha256(std::string_view bytes) {
    Hasher hasher;
    hasher.update(bytes);
    return hasher.finish();
}

HashedFile hash_file(const std::filesystem::path& path) {
    Hasher hasher;
    const auto size = for_each_block(path, [&](std::string_view block) { hasher.update(block); });
    return {hasher.finish(), size};
}

HashedFile hash_and_copy(const std::filesystem::path& from, int to_fd) {
    Hasher hasher;
    std::error_code unknown;
    const auto to = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", to_fd), unknown);
    const auto size = for_each_block(from, [&](std::string_view block) {
        hasher.update(block);
        write_all(to_fd, block, to);
    });
    return {hasher.finish(), size};
}

}  // namespace mlp::base
