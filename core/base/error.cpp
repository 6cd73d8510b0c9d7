#include "core/base/error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace mlp {

namespace {

constexpr std::array<KindRow, 8> rows{{
    {Kind::work_failed, 1, "work_failed", "the work failed: a stage, test, check or gate said no"},
    {Kind::usage, 2, "usage", "wrong usage"},
    {Kind::invalid, 3, "invalid", "invalid configuration or input file"},
    {Kind::missing, 4, "missing", "something named does not exist"},
    {Kind::conflict, 5, "conflict", "conflict, or locked by another process"},
    {Kind::remote, 6, "remote", "a remote, server or executor failed"},
    {Kind::damaged, 7, "damaged", "stored data is damaged"},
    {Kind::bug, 70, "bug", "a bug in mlp"},
}};

}  // namespace

std::span<const KindRow> kind_table() { return rows; }

const KindRow& row_of(Kind kind) { return rows.at(static_cast<std::size_t>(kind)); }

std::string Position::to_string() const {
    if (line <= 0) return file;
    if (column <= 0) return fmt::format("{}:{}", file, line);
    return fmt::format("{}:{}:{}", file, line, column);
}

Error::Error(Kind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

Error& Error::at(std::string place) & {
    place_ = std::move(place);
    return *this;
}
Error&& Error::at(std::string place) && { return std::move(at(std::move(place))); }

Error& Error::hint(std::string text) & {
    hint_ = std::move(text);
    return *this;
}
Error&& Error::hint(std::string text) && { return std::move(hint(std::move(text))); }

Error& Error::code(std::string text) & {
    code_ = std::move(text);
    return *this;
}
Error&& Error::code(std::string text) && { return std::move(code(std::move(text))); }

Error& Error::during(std::string step) & {
    steps_.push_back(std::move(step));
    return *this;
}

Error system_error(std::string_view what, std::string_view path, int error_number) {
    const bool absent = error_number == ENOENT;
    // generic_category is thread-safe where strerror is not.
    auto error = Error(absent ? Kind::missing : Kind::invalid,
                       fmt::format("cannot {} '{}': {}", what, path, std::generic_category().message(error_number)));
    if (error_number == ENOSPC || error_number == EDQUOT)
        error.hint("free some space on that file system, then run again");
    if (error_number == EROFS || error_number == EACCES || error_number == EPERM) {
        error.hint("check the permissions of the file and of its folder");
    }
    return error;
}

}  // namespace mlp
