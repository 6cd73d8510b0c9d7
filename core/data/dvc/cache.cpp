#include "core/data/dvc/cache.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/damage.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largest_listing = 1ULL << 30;
constexpr mode_t read_only = 0444;
constexpr unsigned group_folder = 02775;

std::string name_of(const Content& content) {
    return content.digest.hex() + (content.kind == ContentKind::tree ? ".dir" : "");
}

Error no_object(const Content& content, const fs::path& folder) {
    return Error(Kind::missing, fmt::format("{} is not in the cache", name_of(content)))
        .at(folder.string())
        .hint("fetch it from a remote ('mlp data fetch'), or produce it again with 'mlp run --force'");
}

/// What the text of a listing is named by. DVC 2 hashed it as it hashed files; JSON has no line ends to change.
Digest listing_digest(std::string_view text, base::Algorithm algorithm) {
    base::Hasher hasher(algorithm);
    hasher.update(text);
    return hasher.finish();
}

Content folder_of(std::string_view text, std::size_t files, std::uint64_t size, base::Algorithm algorithm) {
    return {ContentKind::tree, listing_digest(text, algorithm), size, files};
}

}  // namespace

Content folder_content(const std::vector<ListedFile>& files, std::uint64_t size, base::Algorithm algorithm) {
    return folder_of(listing_text(files), files.size(), size, algorithm);
}

std::optional<std::uint64_t> known_size(const Content& content) {
    static const Digest nothing = base::md5({});
    const bool unknown = content.size == 0 && content.digest.hex() != nothing.hex();
    return content.kind == ContentKind::tree || unknown ? std::nullopt : std::optional(content.size);
}

Cache::Cache(fs::path folder) : Cache(std::move(folder), Options{}) {}
Cache::Cache(fs::path folder, Options options) : folder_(std::move(folder)), options_(options) {}

std::optional<unsigned> Cache::folder_mode() const {
    return options_.shared_with_group ? std::optional(group_folder) : std::nullopt;
}

fs::path Cache::path_of(const Digest& digest, bool is_folder) const {
    const std::string name = digest.hex() + (is_folder ? ".dir" : "");
    const fs::path top = digest.algorithm() == base::Algorithm::md5_text ? folder_ : folder_ / "files" / "md5";
    return top / name.substr(0, 2) / name.substr(2);
}

fs::path Cache::path_of(const Content& content) const {
    return path_of(content.digest, content.kind == ContentKind::tree);
}

bool Cache::has(const Content& content) const {
    const auto size = object_size(path_of(content));
    return size && (known_size(content).value_or(*size) == *size);
}

std::string Cache::read(const Content& content) const {
    const fs::path path = path_of(content);
    auto bytes = base::read_file_if_exists(path, largest_listing);
    if (!bytes) throw no_object(content, folder_);
    if (listing_digest(*bytes, content.digest.algorithm()) != content.digest) {
        throw Error(Kind::damaged, fmt::format("{} in the cache does not hold what its name says", name_of(content)))
            .at(path.string())
            .hint(damaged_hint);
    }
    return *std::move(bytes);
}

std::vector<ListedFile> Cache::listing(const Content& folder) const {
    return parse_listing(read(folder), path_of(folder).string(), folder.digest.algorithm());
}

bool Cache::verify(const Content& content) const {
    if (!object_size(path_of(content))) throw no_object(content, folder_);
    return base::hash_file(path_of(content), content.digest.algorithm()).digest == content.digest;
}

std::optional<Cache::Look> Cache::look_at_file(const Digest& digest) const {
    const std::string hex = digest.hex();
    std::string path = folder_.native();
    path += digest.algorithm() == base::Algorithm::md5_text ? "/" : "/files/md5/";
    path.append(hex, 0, 2).append(1, '/').append(hex, 2);
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw system_error("look at the object", path, errno);
    }
    if (!S_ISREG(found.st_mode)) return std::nullopt;
    return Look{static_cast<std::uint64_t>(found.st_size), (found.st_mode & 07777U) == read_only};
}

void Cache::protect(const fs::path& object) const {
    // Not to be able to is no failure: file systems without modes, caches that others own.
    [[maybe_unused]] const int done = ::chmod(object.c_str(), read_only);
}

struct Cache::Batch::State {
    explicit State(Cache& owner)
        : cache(owner), writer({owner.folder(), owner.folder() / "tmp", owner.folder_mode()}) {}

    Cache& cache;
    ObjectWriter writer;
    std::mutex mutex;  // guards the one below
    std::vector<std::function<void()>> steps;
};

Cache::Batch::Batch(Cache& cache) : state_(std::make_unique<State>(cache)) {}

Cache::Batch::~Batch() = default;

base::HashedFile Cache::Batch::put_file(const fs::path& path, base::Algorithm algorithm, bool copied) {
    return state_->writer.put_file(
        path, algorithm, [&](const Digest& digest) { return state_->cache.path_of(digest, false); },
        state_->cache.options_.link_files && !copied ? ObjectWriter::Take::link : ObjectWriter::Take::copy);
}

Content Cache::Batch::put_listing(const std::vector<ListedFile>& files, std::uint64_t size, base::Algorithm algorithm) {
    const std::string text = listing_text(files);
    const Content folder = folder_of(text, files.size(), size, algorithm);
    const fs::path object = state_->cache.path_of(folder);
    if (object_size(object) == text.size() && base::read_file(object) != text) ::unlink(object.c_str());
    state_->writer.put_bytes(text, object);
    return folder;
}

void Cache::Batch::after_commit(std::function<void()> step) {
    const std::scoped_lock lock(state_->mutex);
    state_->steps.push_back(std::move(step));
}

void Cache::Batch::commit() {
    state_->writer.commit();
    std::vector<std::function<void()>> steps;
    {
        const std::scoped_lock lock(state_->mutex);
        steps = std::exchange(state_->steps, {});
    }
    for (const auto& step : steps) step();
}

}  // namespace mlp::data::dvc
