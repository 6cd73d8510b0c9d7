#include "cli/data/unread.hpp"

#include <filesystem>

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

std::uint64_t unread_file(DataSite& site, const fs::path& path) {
    const auto signature = base::signature_of(path, true);
    if (!signature || !signature->is_regular()) return 0;
    const std::string name = path.lexically_relative(site.root()).generic_string();
    return site.index().find(name, *signature, site.algorithm()) ? 0 : signature->size;
}

}  // namespace

std::uint64_t unread_bytes(DataSite& site, const std::string& path) {
    const fs::path top = site.root() / path;
    std::error_code problem;
    if (!fs::is_directory(top, problem)) return unread_file(site, top);
    std::uint64_t bytes = 0;
    for (fs::recursive_directory_iterator entry(top, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::error_code unknown;
        if (!entry->is_directory(unknown)) bytes += unread_file(site, entry->path());
    }
    return bytes;
}

}  // namespace mlp::cli
