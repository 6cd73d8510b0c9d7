#include "core/base/library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::base {

namespace {

/// Folders beside the binary that are looked through before the loader's own.
std::vector<std::filesystem::path> own_folders() {
    std::error_code error;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return {};
    const auto folder = binary.parent_path();
    return {folder.parent_path() / "lib" / "mlp", folder / "lib" / "mlp"};
}

void* open_library(const std::string& name) { return dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL); }

}  // namespace

Library::Library(std::initializer_list<std::string_view> names, std::string_view purpose, std::string_view package) {
    const auto folders = own_folders();
    std::string reason;
    for (const auto name : names) {
        for (const auto& folder : folders) {
            std::error_code error;
            const auto path = folder / name;
            if (!std::filesystem::exists(path, error)) continue;
            loaded_ = path.native();
            if ((handle_ = open_library(loaded_)) != nullptr) return;
            // A file that is there and does not load is worth more than a later "not found".
            if (reason.empty()) reason = dlerror();
        }
        loaded_ = name;
        if ((handle_ = open_library(loaded_)) != nullptr) return;
        const char* said = dlerror();
        if (reason.empty() && said != nullptr) reason = said;
    }
    throw Error(Kind::missing, fmt::format("{} needs a library that cannot be loaded: {}", purpose, reason))
        .hint(fmt::format("install {}", package));
}

Library::~Library() {
    if (handle_ != nullptr) dlclose(handle_);
}

void* Library::find(const char* name) const {
    void* symbol = dlsym(handle_, name);
    if (symbol == nullptr)
        throw Error(Kind::missing, fmt::format("'{}' has no function '{}': its version does not fit", loaded_, name))
            .hint("install the version of the library that mlp was built for");
    return symbol;
}

}  // namespace mlp::base
