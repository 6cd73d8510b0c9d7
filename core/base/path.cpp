#include "core/base/path.hpp"

#include <vector>

namespace mlp::base {

namespace {

bool has_control_character(std::string_view path) {
    for (const char c : path) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> normal_relative(std::string_view path) {
    if (path.starts_with('/') || has_control_character(path)) return std::nullopt;
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            parts.push_back(part);
        } else if (parts.empty()) {
            return std::nullopt;
        } else {
            parts.pop_back();
        }
    }
    if (parts.empty()) return ".";
    std::string joined;
    for (const auto part : parts) {
        if (!joined.empty()) joined += '/';
        joined += part;
    }
    return joined;
}

std::optional<std::string> inside(const std::filesystem::path& root, const std::filesystem::path& base,
                                  std::string_view path) {
    const std::filesystem::path asked(path);
    const auto full = (asked.is_absolute() ? asked : base / asked).lexically_normal();
    const auto normal_root = root.lexically_normal();
    // Between an absolute and a relative path there is no way: the empty answer would read as ".".
    if (full.is_absolute() != normal_root.is_absolute()) return std::nullopt;
    return normal_relative(full.lexically_relative(normal_root).generic_string());
}

bool stays_below(std::string_view path) {
    if (path.empty() || path.find('\0') != std::string_view::npos) return false;
    while (true) {
        const auto slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
}

bool is_within(std::string_view path, std::string_view folder) {
    if (folder == "." || path == folder) return true;
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace mlp::base
