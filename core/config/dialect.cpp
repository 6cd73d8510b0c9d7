#include "core/config/dialect.hpp"

#include "core/base/path.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

std::string place_path(const fs::path& root, const std::string& folder, const std::string& path) {
    if (path.find("://") != std::string::npos) return path;
    const std::string joined = folder == "." || path.starts_with('/') ? path : folder + "/" + path;
    if (auto inside = base::normal_relative(joined)) return *inside;
    const fs::path absolute = (root / joined).lexically_normal();
    if (auto inside = base::inside(root, root, absolute.native())) return *inside;
    std::string text = absolute.generic_string();
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
}

std::string written_in_lock(const Dialect& dialect, const std::string& text, const std::string& path,
                            const std::string& folder) {
    if (!dialect.is_dvc()) return {};
    if (!text.starts_with('/') || path.starts_with('/')) return text;
    return fs::path(path).lexically_relative(folder).generic_string();
}

}  // namespace mlp::config
