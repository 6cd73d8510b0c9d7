// Which kind of file system a store would stand on: those shared by several hosts cannot carry one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace mlp::store {

/// A store is there, with no room left beside it: it can be read all the same, with Access::read_only.
bool on_full_disk(const std::filesystem::path& database);

/// Name of the network or cluster file system with this statfs(2) magic number; nothing for local ones. WAL keeps its
/// index in memory shared by the processes of one host, so even those with working locks would lose writes of a second
/// host.
std::optional<std::string_view> shared_file_system(std::uint64_t magic);

/// Magic number of the file system that holds `path` (or its nearest existing parent); nothing when it cannot be asked.
std::optional<std::uint64_t> file_system_magic(std::filesystem::path path);

}  // namespace mlp::store
