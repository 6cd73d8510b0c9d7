#include "core/base/public_file.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::base {

namespace {

constexpr unsigned folder_mode = 0755;
constexpr unsigned file_mode = 0644;

/// Against the umask.
void set_mode(const fs::path& path, unsigned mode) {
    if (::chmod(path.c_str(), mode) != 0) throw system_error("open to all users", path.native(), errno);
}

void make_public_folders(const fs::path& path) {
    if (path.empty() || signature_of(path, true)) return;
    make_public_folders(path.parent_path());
    make_folders(path);
    set_mode(path, folder_mode);
}

}  // namespace

void replace_public_file(const fs::path& path, std::string_view content) {
    make_public_folders(path.parent_path());
    const bool is_new = !signature_of(path, true);
    replace_file(path, content, file_mode);
    if (is_new) set_mode(path, file_mode);
}

}  // namespace mlp::base
