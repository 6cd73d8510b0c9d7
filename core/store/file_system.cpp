#include "core/store/file_system.hpp"

#include <sys/vfs.h>

#include <array>
#include <cerrno>
#include <utility>

namespace mlp::store {
namespace {

// Numbers of the kernel's <linux/magic.h> and of the file systems' own sources.
constexpr auto shared_kinds = std::to_array<std::pair<std::uint64_t, std::string_view>>({
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB2"},
    {0x5346414f, "AFS"},
    {0x6b414653, "AFS"},
    {0x73757245, "Coda"},
    {0x564c, "NCP"},
    {0x0bd00bd0, "Lustre"},
    {0x47504653, "GPFS"},
    {0x00c36400, "Ceph"},
    {0x19830326, "BeeGFS"},
    {0x7461636f, "OCFS2"},
    {0x01161970, "GFS2"},
});

}  // namespace

std::optional<std::string_view> shared_file_system(std::uint64_t magic) {
    for (const auto& [number, name] : shared_kinds) {
        if (number == magic) return name;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> file_system_magic(std::filesystem::path path) {
    while (true) {
        struct statfs facts {};
        if (::statfs(path.c_str(), &facts) == 0) {
            // f_type is signed on some architectures: the numbers are 32 bits wide.
            return static_cast<std::uint64_t>(facts.f_type) & 0xffffffffU;
        }
        if (errno != ENOENT || !path.has_relative_path()) return std::nullopt;
        path = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
    }
}

bool on_full_disk(const std::filesystem::path& database) {
    constexpr std::uintmax_t room_of_index = 64 << 10;  // of the index that connections share beside the log
    std::error_code problem;
    const std::filesystem::space_info space = std::filesystem::space(database, problem);
    return !problem && space.available < room_of_index;
}

}  // namespace mlp::store
