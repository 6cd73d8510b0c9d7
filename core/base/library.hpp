// A shared library opened on first use: how heavy C libraries stay off the start-up path.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace mlp::base {

/// Loads the first of `names` that dlopen finds (each looked for in ../lib/mlp/ and lib/mlp/ beside the
/// binary, then by the loader).
/// The owner keeps one object with typed function pointers: `git_repository_open =
/// library.symbol<decltype(&::git_repository_open)>("…")`.
class Library {
public:
    /// @param purpose what cannot be done without it ("git support"); @param package what to install.
    /// None found: Error{missing} that names both.
    Library(std::initializer_list<std::string_view> names, std::string_view purpose, std::string_view package);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    template <class Function>
    Function symbol(const char* name) const {
        return reinterpret_cast<Function>(find(name));
    }

private:
    void* find(const char* name) const;  ///< absent: Error{missing} naming the library's version problem
    void* handle_ = nullptr;
    std::string loaded_;
};

}  // namespace mlp::base
