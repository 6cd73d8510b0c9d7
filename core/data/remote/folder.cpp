#include "core/data/remote/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"

namespace mlp::data {

namespace fs = std::filesystem;
using base::Digest;

namespace {

constexpr std::uint64_t longest_text = 16ULL << 20;

/// What fails below the folder is the remote's fault, not that of anybody's input.
template <class Work>
auto at_remote(const fs::path& folder, Work work) {
    try {
        return work();
    } catch (const Error& error) {
        if (error.kind() == Kind::damaged || error.kind() == Kind::missing) throw;
        throw Error(Kind::remote, error.message()).at(folder.string()).hint(error.hint_text());
    }
}

}  // namespace

FolderRemote::FolderRemote(fs::path folder) : folder_(std::move(folder)), objects_(folder_ / "objects") {}

bool FolderRemote::has(const Digest& digest) { return objects_.has(digest); }

void FolderRemote::get(const Digest& digest, const fs::path& to) {
    at_remote(folder_, [&] {
        const fs::path from = objects_.path_of(digest);
        const base::Fd file(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
        if (!file) throw system_error("cannot write", to.string(), errno);
        try {
            if (base::hash_and_copy(from, file.get(), digest.algorithm()).digest != digest) {
                throw Error(Kind::damaged,
                            fmt::format("{} in the remote does not hold what its name says", digest.to_string()))
                    .at(from.string())
                    .hint("remove that file: whoever has the content will put it there again");
            }
        } catch (...) {
            base::remove_tree(to);
            throw;
        }
    });
}

void FolderRemote::put(const Digest& digest, const fs::path& from) {
    at_remote(folder_, [&] {
        if (objects_.has(digest)) return;
        ObjectStore::Batch batch(objects_);
        if (batch.put_file(from).digest != digest) {
            throw Error(Kind::damaged, fmt::format("{} does not hold what its name says", digest.to_string()))
                .at(from.string())
                .hint("`mlp run` makes it again");
        }
        batch.commit();
    });
}

void FolderRemote::list(const std::function<void(const Digest&)>& visit) {
    at_remote(folder_, [&] { objects_.for_each([&](const Digest& digest, std::uint64_t) { visit(digest); }); });
}

std::optional<std::string> FolderRemote::find_text(const std::string& name) {
    return at_remote(folder_, [&] { return base::read_file_if_exists(folder_ / name, longest_text); });
}

void FolderRemote::put_text(const std::string& name, std::string_view text) {
    at_remote(folder_, [&] { base::replace_file(folder_ / name, text); });
}

std::unique_ptr<BlobRemote> open_remote(const std::string& address, const fs::path& root) {
    if (address.find("://") != std::string::npos) {
        throw Error(Kind::invalid, fmt::format("there is no remote of the kind of '{}' yet", address))
            .hint("name a folder, such as /mnt/team/mlp");
    }
    return std::make_unique<FolderRemote>(root / address);
}

}  // namespace mlp::data
