// From an object of the cache to a file of the workspace: reflink, hard link, symbolic link or copy.
#pragma once

#include <atomic>
#include <filesystem>
#include <vector>

#include "core/data/dvc/cache.hpp"
#include "core/data/dvc/config.hpp"

namespace mlp::data::dvc {

class Linker {
public:
    Linker(const Cache& cache, std::vector<LinkType> types);

    /// Makes `to`, which must not exist, of the object: by the first type that the file systems allow. A copy is
    /// checked on the way (Error{damaged}) and dated back, see back_date(). No type works: Error{invalid}.
    /// Executables, and empty files instead of hard links, are always files of their own.
    void place(const Digest& object, const std::filesystem::path& to, bool executable) const;

    /// What `dvc commit` asks: whether the file at `path` is to be made anew from its object because it is a kind of
    /// link that the types do not name, or leads elsewhere. A file that is an output by itself is always to be of the
    /// first type that works; in a folder, any of the types will do.
    bool needs_relink(const Digest& object, const std::filesystem::path& path, bool by_itself) const;

    /// The first type makes objects and workspace files share their bytes.
    bool shares() const;

private:
    bool try_type(LinkType type, const std::filesystem::path& object, const std::filesystem::path& to) const;
    void copy(const Digest& object, const std::filesystem::path& to, bool executable) const;

    const Cache& cache_;
    std::vector<LinkType> types_;
    mutable std::atomic<bool> no_reflinks_ = false;  ///< the file systems know none: they are not asked for each file
};

}  // namespace mlp::data::dvc
