// What the tests of the base room share: the Error that a call throws, and a folder of their own.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::test {

template <class Call>
Error thrown_by(Call call) {
    try {
        std::forward<Call>(call)();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return Error(Kind::bug, "nothing was thrown");
}

struct Folder : base::TemporaryFolder {
    Folder() : TemporaryFolder(std::filesystem::temp_directory_path(), "mlp-base-test") {}
    std::filesystem::path operator/(std::string_view name) const { return path() / name; }
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace mlp::test
