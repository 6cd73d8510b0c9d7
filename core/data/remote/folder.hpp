// A folder as a remote: a shared disk, a mounted bucket, a DVC remote with a local path.
#pragma once

#include <filesystem>

#include "core/data/remote/remote.hpp"

namespace mlp::data {

class FolderRemote final : public BlobRemote {
public:
    /// Made by the first put; read from, it must be there: Error{remote}.
    explicit FolderRemote(std::filesystem::path folder);

    std::string address() const override { return folder_.string(); }
    bool exists() override;
    std::optional<std::uint64_t> size_of(const BlobName& name) override;
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override;
    using BlobRemote::put;
    bool put(const BlobName& name, const std::filesystem::path& file, const Moved& moved) override;
    void remove(const std::vector<BlobName>& names) override;
    void list(const std::function<void(const BlobName&, std::uint64_t size)>& visit) override;
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& name, std::string_view text) override;
    std::vector<std::string> list_texts(const std::string& folder) override;

private:
    std::filesystem::path path_of(const BlobName& name) const;
    void require_folder();

    std::filesystem::path folder_;
};

}  // namespace mlp::data
