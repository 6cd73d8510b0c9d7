// Lexical paths: what a name from a file may mean, and that it never leaves its folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

/// Normalises a relative path with '/' separators ("a//b/./c/../d" → "a/b/d", "" and "." → ".").
/// Nothing when it is absolute, has a NUL or control character, or climbs above its start.
std::optional<std::string> normal_relative(std::string_view path);

/// Names something below a folder and nothing else: relative, without empty, "." or ".." parts and NUL. Other control
/// characters are letters of a name like any.
bool stays_below(std::string_view path);

/// `path` (absolute or relative to `base`) as a normal path relative to `root`; nothing when it lies outside.
/// Purely lexical: links are not followed.
std::optional<std::string> inside(const std::filesystem::path& root, const std::filesystem::path& base,
                                  std::string_view path);

/// True when `path` equals `folder` or lies below it (both normal relative paths).
bool is_within(std::string_view path, std::string_view folder);

}  // namespace mlp::base
