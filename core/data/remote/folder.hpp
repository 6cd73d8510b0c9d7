// A folder as a remote: a shared disk, a mounted bucket, a DVC remote with a local path.
#pragma once

#include <filesystem>
#include <mutex>

#include "core/data/remote/remote.hpp"

namespace mlp::data {

class FolderRemote final : public BlobRemote, public TextStore {
public:
    /// Made by the first put, and gone with the last blob where this object made it; read from, it must be there:
    /// Error{remote}. Folders in it that a removal leaves empty go, too.
    explicit FolderRemote(std::filesystem::path folder);

    std::string address() const override { return folder_.string(); }
    bool exists() override;
    std::optional<std::uint64_t> size_of(const BlobName& name) override;
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override;
    using BlobRemote::put;
    void put(const BlobName& name, const std::filesystem::path& file, const Moved& moved) override;
    void remove(const std::vector<BlobName>& names) override;
    void list(const Visit& visit) override;
    TextStore* texts() override { return this; }
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& name, std::string_view text) override;
    std::vector<std::string> list_texts(const std::string& folder) override;

private:
    std::filesystem::path path_of(const BlobName& name) const;
    void require_folder();
    void note_made();
    std::vector<std::string> names_in(const std::string& folder);
    void remove_empty(const std::filesystem::path& folder) const;

    std::filesystem::path folder_;
    std::mutex first_put_;  // guards the two below
    bool noted_ = false;
    std::optional<std::filesystem::path> made_;  // what the first put makes: the folder, or one around it
};

}  // namespace mlp::data
