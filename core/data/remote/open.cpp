// The kinds of remotes: one line each.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/data/remote/folder.hpp"

namespace mlp::data {

std::unique_ptr<BlobRemote> open_remote(const std::string& address, const std::filesystem::path& root) {
    if (address.find("://") != std::string::npos) {
        throw Error(Kind::invalid, fmt::format("there is no remote of the kind of '{}' yet", address))
            .hint("name a folder, such as /mnt/team/mlp");
    }
    return std::make_unique<FolderRemote>(root / address);
}

}  // namespace mlp::data
