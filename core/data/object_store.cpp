#include "core/data/object_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view algorithm = "sha256";

Error no_object(const Digest& digest, const fs::path& folder) {
    return Error(Kind::missing, fmt::format("object {} is not in the store", digest.to_string()))
        .at(folder.string())
        .hint("produce it again with 'mlp run --force', or bring it back from a copy of the store");
}

/// "ab" + 62 digits → the digest, or nothing for names that are not ours.
std::optional<Digest> digest_of_name(const std::string& folder, const std::string& file) {
    if (folder.size() != 2 || file.size() != 62) {
        return std::nullopt;
    }
    return Digest::parse(fmt::format("{}:{}{}", algorithm, folder, file));
}

}  // namespace

ObjectStore::ObjectStore(fs::path folder) : folder_(std::move(folder)) {}

fs::path ObjectStore::path_of(const Digest& digest) const {
    const std::string hex = digest.hex();
    return folder_ / algorithm / hex.substr(0, 2) / hex.substr(2);
}

bool ObjectStore::has(const Digest& digest) const { return size_of(digest).has_value(); }

std::optional<std::uint64_t> ObjectStore::size_of(const Digest& digest) const {
    struct stat found {};
    const fs::path path = path_of(digest);
    if (::lstat(path.c_str(), &found) == 0) {
        return S_ISREG(found.st_mode) ? std::optional(static_cast<std::uint64_t>(found.st_size)) : std::nullopt;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return std::nullopt;
    }
    throw system_error("look at the object", path.string(), errno);
}

std::string ObjectStore::read(const Digest& digest) const {
    const fs::path path = path_of(digest);
    auto bytes = base::read_file_if_exists(path, 1ULL << 30);
    if (!bytes) {
        throw no_object(digest, folder_);
    }
    if (base::sha256(*bytes) != digest) {
        throw Error(Kind::damaged, fmt::format("object {} does not hold what its name says", digest.to_string()))
            .at(path.string())
            .hint("remove that file and produce it again with 'mlp run --force'");
    }
    return *std::move(bytes);
}

void ObjectStore::clone_to(const Digest& digest, const fs::path& to, bool executable) const {
    if (!has(digest)) {
        throw no_object(digest, folder_);
    }
    base::clone_file(path_of(digest), to, executable ? 0755U : 0644U);
}

bool ObjectStore::verify(const Digest& digest) const {
    if (!has(digest)) {
        throw no_object(digest, folder_);
    }
    return base::hash_file(path_of(digest)).digest == digest;
}

void ObjectStore::for_each(const std::function<void(const Digest&, std::uint64_t)>& visit) const {
    std::error_code problem;
    for (fs::directory_iterator folders(folder_ / algorithm, problem), end; !problem && folders != end;
         folders.increment(problem)) {
        std::error_code inner;
        for (fs::directory_iterator files(folders->path(), inner); !inner && files != end; files.increment(inner)) {
            const auto digest = digest_of_name(folders->path().filename().string(), files->path().filename().string());
            const auto size = digest ? size_of(*digest) : std::nullopt;
            if (size) {
                visit(*digest, *size);
            }
        }
        if (inner && inner != std::errc::not_a_directory) {
            throw system_error("list", folders->path().string(), inner.value());
        }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        throw system_error("list", (folder_ / algorithm).string(), problem.value());
    }
}

}  // namespace mlp::data
