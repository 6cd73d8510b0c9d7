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

struct AlgorithmName {
    Algorithm algorithm;
    std::string_view prefix;
    std::size_t bytes;
};
constexpr std::array<AlgorithmName, 3> algorithms{{{Algorithm::sha256, "sha256:", 32},
                                                   {Algorithm::md5, "md5:", 16},
                                                   {Algorithm::md5_text, "md5-text:", 16}}};
constexpr const AlgorithmName& row_of(Algorithm algorithm) { return algorithms[static_cast<std::size_t>(algorithm)]; }

/// Small enough to stay in a core's own cache between the kernel's copy and the hash: 1 MiB costs a third more time.
constexpr std::size_t block_size = std::size_t{64} << 10;
/// DVC 2's MD5 depends on how a text is cut.
constexpr std::size_t text_block_size = std::size_t{1} << 20;

/// The few functions of libcrypto that are used, with its opaque types as void.
struct Crypto {
    Library library{{"libcrypto.so.3", "libcrypto.so.1.1"}, "hashing of content", "OpenSSL (libssl3)"};
    void* (*context_new)() = library.symbol<void* (*)()>("EVP_MD_CTX_new");
    void (*context_free)(void*) = library.symbol<void (*)(void*)>("EVP_MD_CTX_free");
    const void* (*sha256)() = library.symbol<const void* (*)()>("EVP_sha256");
    const void* (*md5)() = library.symbol<const void* (*)()>("EVP_md5");
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
    if (result != 1) throw Error(Kind::bug, fmt::format("hashing failed to {}", step));
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// DVC 2's rule (dvc/istextfile): no NUL, and at most 30 % of the first 512 bytes neither printable ASCII nor white space.
bool looks_like_text(std::string_view bytes) {
    bytes = bytes.substr(0, 512);
    if (bytes.find('\0') != std::string_view::npos) return false;
    const auto odd = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        const bool printable = c >= 0x20 && c < 0x7f;
        return !printable && std::string_view("\n\r\t\f\b").find(c) == std::string_view::npos;
    });
    return static_cast<double>(odd) <= 0.3 * static_cast<double>(bytes.size());
}

/// Hands the file's blocks to `take` in order; gives its size.
template <class Take>
std::uint64_t for_each_block(const std::filesystem::path& path, Algorithm algorithm, Take take) {
    const auto fd = open_read(path);
    struct stat info {};
    if (fstat(fd.get(), &info) != 0) throw system_error("look at", path.native(), errno);
    // A pipe or device has no content that stays, and may never end.
    if (!S_ISREG(info.st_mode)) throw Error(Kind::invalid, fmt::format("'{}' is not a regular file", path.native()));
    // Small files, of which there are many, pay for neither a hint nor a large block.
    const auto wanted = static_cast<std::uint64_t>(info.st_size) + 1;
    const auto most = algorithm == Algorithm::md5_text ? text_block_size : block_size;
    const auto length = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1 << 12, most));
    if (wanted > text_block_size) posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
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
    const std::string_view prefix = row_of(Algorithm::sha256).prefix;
    if (!text.starts_with(prefix)) return std::nullopt;
    return parse_hex(Algorithm::sha256, text.substr(prefix.size()));
}

std::optional<Digest> Digest::parse_any(std::string_view text) {
    for (const AlgorithmName& row : algorithms) {
        if (text.starts_with(row.prefix)) return parse_hex(row.algorithm, text.substr(row.prefix.size()));
    }
    return std::nullopt;
}

std::optional<Digest> Digest::parse_hex(Algorithm algorithm, std::string_view hex) {
    Digest digest;
    digest.algorithm_ = algorithm;
    const std::size_t count = row_of(algorithm).bytes;
    if (hex.size() != 2 * count) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
        const int high = digit_value(hex[2 * i]);
        const int low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        digest.bytes_[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

Digest Digest::of_bytes(const std::array<std::uint8_t, 32>& bytes, Algorithm algorithm) {
    Digest digest;
    digest.bytes_ = bytes;
    digest.algorithm_ = algorithm;
    return digest;
}

std::string Digest::hex() const {
    static constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t count = row_of(algorithm_).bytes;
    std::string text;
    text.reserve(2 * count);
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes_[i] >> 4U];
        text += digits[bytes_[i] & 15U];
    }
    return text;
}

std::string Digest::to_string() const { return std::string(row_of(algorithm_).prefix) + hex(); }

Digest::operator bool() const {
    return std::any_of(bytes_.begin(), bytes_.end(), [](std::uint8_t byte) { return byte != 0; });
}

struct Hasher::State {
    explicit State(Algorithm wanted) : context(crypto().context_new()), algorithm(wanted) {
        if (context == nullptr) throw Error(Kind::bug, "hashing failed to make its state");
    }
    ~State() { crypto().context_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    void take(std::string_view bytes) { check(crypto().update(context, bytes.data(), bytes.size()), "take bytes"); }

    void* context;
    Algorithm algorithm;
    std::optional<bool> text;  ///< for md5_text, once the first block was seen
    bool finished = false;
};

Hasher::Hasher(Algorithm algorithm) : state_(std::make_unique<State>(algorithm)) {
    const auto* kind = algorithm == Algorithm::sha256 ? crypto().sha256() : crypto().md5();
    check(crypto().init(state_->context, kind, nullptr), "start");
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    if (state_->algorithm != Algorithm::md5_text) return state_->take(bytes);
    if (!state_->text) state_->text = looks_like_text(bytes);
    if (!*state_->text) return state_->take(bytes);
    while (!bytes.empty()) {
        const std::size_t end = bytes.find("\r\n");
        state_->take(bytes.substr(0, end));
        if (end == std::string_view::npos) return;
        bytes.remove_prefix(end + 1);  // the LF stays
    }
}

Digest Hasher::finish() {
    if (std::exchange(state_->finished, true)) throw Error(Kind::bug, "a hash was asked for its end twice");
    std::array<std::uint8_t, 32> bytes{};
    unsigned length = 0;
    check(crypto().finish(state_->context, bytes.data(), &length), "finish");
    return Digest::of_bytes(bytes, state_->algorithm);
}

namespace {

Digest hash_bytes(std::string_view bytes, Algorithm algorithm) {
    Hasher hasher(algorithm);
    hasher.update(bytes);
    return hasher.finish();
}

}  // namespace

Digest sha256(std::string_view bytes) { return hash_bytes(bytes, Algorithm::sha256); }
Digest md5(std::string_view bytes) { return hash_bytes(bytes, Algorithm::md5); }

HashedFile hash_file(const std::filesystem::path& path, Algorithm algorithm) {
    Hasher hasher(algorithm);
    const auto size = for_each_block(path, algorithm, [&](std::string_view block) { hasher.update(block); });
    return {hasher.finish(), size};
}

namespace {

/// As write_all, to a file whose name is looked for only when it must be told: it costs as much as a small file's content.
void write_block(int fd, std::string_view block) {
    while (!block.empty()) {
        const auto put = ::write(fd, block.data(), block.size());
        if (put >= 0) {
            block.remove_prefix(static_cast<std::size_t>(put));
        } else if (errno != EINTR) {
            const int number = errno;
            std::error_code unknown;
            const auto name = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", fd), unknown);
            throw system_error("write", name.native(), number);
        }
    }
}

/// Sends what was written of a large file on its way to the disk, so that the sync at the end finds little to wait for.
class WriteBack {
public:
    explicit WriteBack(int fd) : fd_(fd) {}

    void written(std::size_t bytes) {
        constexpr off_t at_once = 4 << 20;
        waiting_ += static_cast<off_t>(bytes);
        if (waiting_ < at_once) return;
        // Where it cannot be asked for, the sync does it all.
        ::sync_file_range(fd_, sent_, waiting_, SYNC_FILE_RANGE_WRITE);
        sent_ += std::exchange(waiting_, 0);
    }

private:
    int fd_;
    off_t sent_ = 0;
    off_t waiting_ = 0;
};

}  // namespace

HashedFile hash_and_copy(const std::filesystem::path& from, int to_fd, Algorithm algorithm) {
    Hasher hasher(algorithm);
    WriteBack write_back(to_fd);
    const auto size = for_each_block(from, algorithm, [&](std::string_view block) {
        hasher.update(block);
        write_block(to_fd, block);
        write_back.written(block.size());
    });
    return {hasher.finish(), size};
}

}  // namespace mlp::base
