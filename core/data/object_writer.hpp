// Objects of any layout made durable together: written to temporary names, one sync, then renamed into place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/digest.hpp"

namespace mlp::data {

/// Thread-safe. What was not committed is dropped with the writer.
class ObjectWriter {
public:
    struct Place {
        std::filesystem::path folder;         ///< every object lies below it, on one file system
        std::filesystem::path temporaries;    ///< on that file system too; leftovers of the killed are swept in it
        std::optional<unsigned> folder_mode;  ///< of folders that are made; else what the umask leaves
    };
    enum class Take {
        copy,  ///< reflink, else copy: the object is of its own
        link,  ///< reflink, else hard link, else copy: the file itself becomes the object and read-only
    };
    using Target = std::function<std::filesystem::path(const base::Digest&)>;

    explicit ObjectWriter(Place place);
    ~ObjectWriter();
    ObjectWriter(const ObjectWriter&) = delete;
    ObjectWriter& operator=(const ObjectWriter&) = delete;

    /// Reads the file once, hashing it on the way into the store. A link is followed. When `known` (from the index)
    /// stands at its target already, untouched, the file is not read at all.
    /// @param target where an object of that digest belongs
    base::HashedFile put_file(const std::filesystem::path& path, base::Algorithm algorithm, const Target& target,
                              Take take = Take::copy, const std::optional<base::Digest>& known = std::nullopt);
    void put_bytes(std::string_view bytes, const std::filesystem::path& target);
    /// Takes over a file in the temporaries that is known to hold what belongs at the target.
    void adopt(const std::filesystem::path& temporary, const std::filesystem::path& target);
    /// One sync for all, then the renames, then the folders. After this every object put is durable.
    void commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// mkdir -p; what is made gets the mode that a shared store asks for, else what the umask leaves.
void make_store_folders(const std::filesystem::path& folder, std::optional<unsigned> mode);
/// An object of this size that nobody made writable: whatever its bytes, they are taken for what its name says.
bool is_untouched_object(const std::filesystem::path& path, std::uint64_t size);

/// Size of the object at a path; nothing when there is none, or no regular file.
std::optional<std::uint64_t> object_size(const std::filesystem::path& path);

}  // namespace mlp::data
