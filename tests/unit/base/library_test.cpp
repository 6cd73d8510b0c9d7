#include "core/base/library.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using mlp::base::Library;

namespace {

/// Gone with the test: the next one must not find it.
struct BrokenLibrary {
    explicit BrokenLibrary(std::filesystem::path at) : path(std::move(at)) {
        mlp::base::replace_file(path, "this is no library");
    }
    ~BrokenLibrary() { mlp::base::remove_tree(path); }
    BrokenLibrary(const BrokenLibrary&) = delete;
    BrokenLibrary& operator=(const BrokenLibrary&) = delete;
    std::filesystem::path path;
};

}  // namespace

TEST_CASE("the first library that loads is taken") {
    const Library library({"libabsent-of-all.so.9", "libm.so.6"}, "arithmetic", "the C library");
    const auto cosine = library.symbol<double (*)(double)>("cos");
    CHECK(cosine(0) == 1.0);
}

TEST_CASE("a missing library says what for and what to install") {
    try {
        const Library library({"libabsent-of-all.so.9"}, "reading of tea leaves", "tea-leaves");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::missing);
        CHECK(error.message().find("reading of tea leaves needs a library") != std::string::npos);
        CHECK(error.message().find("libabsent-of-all.so.9") != std::string::npos);
        CHECK(error.hint_text() == "install tea-leaves");
    }
}

TEST_CASE("a missing function names the library") {
    const Library library({"libm.so.6"}, "arithmetic", "the C library");
    try {
        library.symbol<int (*)()>("mlp_has_no_such_function");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::missing);
        CHECK(error.message().find("'libm.so.6' has no function 'mlp_has_no_such_function'") != std::string::npos);
    }
}

TEST_CASE("a library that a package brought along comes before the loader's, and its failure is told") {
    const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "lib" / "mlp";
    const BrokenLibrary copy{beside / "libm.so.6"};
    // The loader's own is still taken: a broken copy must not stop anybody.
    CHECK_NOTHROW(Library({"libm.so.6"}, "arithmetic", "the C library"));
    const BrokenLibrary only{beside / "libabsent-of-all.so.9"};
    try {
        const Library library({"libabsent-of-all.so.9"}, "reading of tea leaves", "tea-leaves");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.message().find(only.path.native() + ":") != std::string::npos);
    }
}
