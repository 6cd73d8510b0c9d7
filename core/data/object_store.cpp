#include "core/data/object_store.hpp"

#include <fmt/format.h>

#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/damage.hpp"
#include "core/data/object_writer.hpp"

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

std::optional<std::uint64_t> ObjectStore::size_of(const Digest& digest) const { return object_size(path_of(digest)); }

std::string ObjectStore::read(const Digest& digest) const {
    const fs::path path = path_of(digest);
    auto bytes = base::read_file_if_exists(path, 1ULL << 30);
    if (!bytes) {
        throw no_object(digest, folder_);
    }
    if (base::sha256(*bytes) != digest) {
        throw Error(Kind::damaged, fmt::format("object {} does not hold what its name says", digest.to_string()))
            .at(path.string())
            .hint(damaged_hint);
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

struct ObjectStore::Batch::State {
    explicit State(ObjectStore& owner) : store(owner), writer({owner.folder(), owner.folder() / "tmp", {}}) {}
    ObjectStore& store;
    ObjectWriter writer;
};

ObjectStore::Batch::Batch(ObjectStore& store) : state_(std::make_unique<State>(store)) {}

ObjectStore::Batch::~Batch() = default;

base::HashedFile ObjectStore::Batch::put_file(const fs::path& path, const std::optional<Digest>& known) {
    return state_->writer.put_file(
        path, base::Algorithm::sha256, [&](const Digest& digest) { return state_->store.path_of(digest); },
        ObjectWriter::Take::copy, known);
}

Digest ObjectStore::Batch::put_bytes(std::string_view bytes) {
    const Digest digest = base::sha256(bytes);
    state_->writer.put_bytes(bytes, state_->store.path_of(digest));
    return digest;
}

void ObjectStore::Batch::commit() { state_->writer.commit(); }

}  // namespace mlp::data
