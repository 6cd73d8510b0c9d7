// DVC's cache: content by MD5, read-only. Files and folder listings of DVC 3 lie in files/md5/ab/cdef…[.dir] below the
// cache folder, those of DVC 2 (Algorithm::md5_text) in ab/cdef…[.dir].
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/data/dvc/listing.hpp"
#include "core/data/object_writer.hpp"
#include "core/data/tree.hpp"

namespace mlp::data::dvc {

class Cache {
public:
    struct Options {
        bool shared_with_group = false;  ///< `cache.shared = group`: folders are made with mode 2775
        bool link_files = false;         ///< the first of `cache.type` is hardlink: stored files become the objects
    };
    explicit Cache(std::filesystem::path folder);  ///< nothing is touched before the first write
    Cache(std::filesystem::path folder, Options options);

    const std::filesystem::path& folder() const { return folder_; }
    /// Of folders that are made, where a group shares the cache; else what the umask leaves.
    std::optional<unsigned> folder_mode() const;

    // A folder's object is its listing.
    std::filesystem::path path_of(const Content& content) const;
    std::filesystem::path path_of(const Digest& digest, bool is_folder) const;
    /// The object is there, and of the size that a file must have.
    bool has(const Content& content) const;
    /// The bytes of the object, checked. Absent: Error{missing}; not what its name says: Error{damaged}.
    std::string read(const Content& content) const;
    /// The files of a folder. Absent: Error{missing}; unreadable: Error{damaged}.
    std::vector<ListedFile> listing(const Content& folder) const;
    /// Re-hashes one object; false when its content does not match its name. Absent: Error{missing}.
    bool verify(const Content& content) const;
    struct Look {
        std::uint64_t size = 0;
        bool is_protected = false;  ///< DVC trusts an object as long as nobody made it writable
    };
    /// How a file's object stands there, by one stat: for those who ask of very many. Absent, or no file: nothing.
    std::optional<Look> look_at_file(const Digest& digest) const;
    void protect(const std::filesystem::path& object) const;

    /// Several objects made durable together. Thread-safe.
    class Batch {
    public:
        explicit Batch(Cache& cache);
        ~Batch();  ///< drops what was not committed
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;
        /// Reads the file once, hashing it on the way into the cache.
        /// @param copied the file stays what it is, whatever `link_files` says
        base::HashedFile put_file(const std::filesystem::path& path, base::Algorithm algorithm = base::Algorithm::md5,
                                  bool copied = false);
        /// Stores the listing alone. `size` is that of all files.
        Content put_listing(const std::vector<ListedFile>& files, std::uint64_t size,
                            base::Algorithm algorithm = base::Algorithm::md5);
        /// What is to happen once the objects stand in their places (links of the workspace made anew).
        void after_commit(std::function<void()> step);
        /// One sync for all, then the renames, then the folders, then the steps. After this every object is durable.
        void commit();

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

private:
    std::filesystem::path folder_;
    Options options_;
};

/// How large a file's object must be; nothing for folders, and for locks of DVC 1 that tell no size (0 there).
std::optional<std::uint64_t> known_size(const Content& content);

/// The content of a folder with these files; its digest is that of the listing's text.
Content folder_content(const std::vector<ListedFile>& files, std::uint64_t size,
                       base::Algorithm algorithm = base::Algorithm::md5);

}  // namespace mlp::data::dvc
