#include "cli/libraries.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "cli/version.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/library.hpp"

namespace mlp::cli {
namespace {

using VersionText = const char* (*)();
using VersionOfCrypto = const char* (*)(int);
using VersionOfGit = int (*)(int*, int*, int*);

/// The file that a loaded symbol comes from.
std::optional<std::string> file_of(const void* symbol) {
    Dl_info info{};
    if (::dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) return std::nullopt;
    std::error_code error;
    const auto path = std::filesystem::canonical(info.dli_fname, error);
    return error ? std::string(info.dli_fname) : path.string();
}

/// @param describe  fills version and path from the opened library
template <class Describe>
FoundLibrary look(std::string name, std::string purpose, std::initializer_list<std::string_view> files,
                  const Describe& describe) {
    FoundLibrary found{.name = std::move(name), .purpose = std::move(purpose)};
    try {
        const base::Library library(files, found.purpose, "");
        describe(library, found);
    } catch (const Error&) {
        // Not there: said by leaving version and path empty; the room that needs it says how to get it.
    }
    return found;
}

void describe_crypto(const base::Library& library, FoundLibrary& found) {
    const auto version = library.symbol<VersionOfCrypto>("OpenSSL_version");
    found.version = version(0);
    found.path = file_of(reinterpret_cast<const void*>(version));
}

void describe_git(const base::Library& library, FoundLibrary& found) {
    const auto version = library.symbol<VersionOfGit>("git_libgit2_version");
    int major = 0;
    int minor = 0;
    int patch = 0;
    version(&major, &minor, &patch);
    found.version = fmt::format("{}.{}.{}", major, minor, patch);
    found.path = file_of(reinterpret_cast<const void*>(version));
}

void describe_curl(const base::Library& library, FoundLibrary& found) {
    const auto version = library.symbol<VersionText>("curl_version");
    found.version = version();
    found.path = file_of(reinterpret_cast<const void*>(version));
}

void describe_duckdb(const base::Library& library, FoundLibrary& found) {
    const auto version = library.symbol<VersionText>("duckdb_library_version");
    found.version = version();
    found.path = file_of(reinterpret_cast<const void*>(version));
}

FoundLibrary linked(std::string name, std::string purpose, std::string version) {
    return {.name = std::move(name), .purpose = std::move(purpose), .linked = true, .version = std::move(version)};
}

}  // namespace

std::vector<FoundLibrary> find_libraries() {
    std::vector<FoundLibrary> result;
    result.push_back(linked("sqlite", "the store", ::sqlite3_libversion()));
    result.push_back(linked("yaml-cpp", "YAML", std::string(yaml_cpp_version)));
    result.push_back(linked("nlohmann-json", "JSON", std::string(base::Json::meta()["version"]["string"])));
    result.push_back(linked("fmt", "text",
                            fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)));
    result.push_back(look("libcrypto", "SHA-256", {"libcrypto.so.3", "libcrypto.so.1.1"}, describe_crypto));
    result.push_back(look("libgit2", "git", {"libgit2.so.1.5", "libgit2.so"}, describe_git));
    result.push_back(look("libcurl", "HTTP and S3", {"libcurl.so.4", "libcurl-gnutls.so.4"}, describe_curl));
    result.push_back(look("libduckdb", "tables", {"libduckdb.so"}, describe_duckdb));
    return result;
}

}  // namespace mlp::cli
