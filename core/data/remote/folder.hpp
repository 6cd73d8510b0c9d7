// A remote that is a folder: a network drive, a mounted bucket, a disk beside. Same layout as the object store, so that
// one can be copied to the other.
#pragma once

#include "core/data/object_store.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

class FolderRemote final : public BlobRemote {
public:
    explicit FolderRemote(std::filesystem::path folder);

    std::string address() const override { return folder_.string(); }
    bool has(const base::Digest& digest) override;
    void get(const base::Digest& digest, const std::filesystem::path& to) override;
    void put(const base::Digest& digest, const std::filesystem::path& from) override;
    void list(const std::function<void(const base::Digest&)>& visit) override;
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& name, std::string_view text) override;

private:
    std::filesystem::path folder_;
    ObjectStore objects_;  ///< below objects/
};

}  // namespace mlp::data
