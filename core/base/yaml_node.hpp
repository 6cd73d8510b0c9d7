// What a Yaml node holds. For the parser and the accessors only; everybody else uses yaml.hpp.
#pragma once

#include <string_view>
#include <unordered_map>

#include "core/base/yaml.hpp"

namespace mlp::base {

struct Yaml::Data {
    Type type = Type::null;
    bool plain = false;
    bool boolean = false;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
    std::vector<Yaml> items;
    std::vector<Entry> entries;
    Position begin;
    Position end;
    /// Place of each key in `entries`; only for maps that are too large to be looked through.
    std::unordered_map<std::string_view, std::size_t> index;
};

/// Type and value that the YAML 1.2 core schema gives a plain scalar. Integers that 64 bits cannot hold are reals.
struct PlainScalar {
    Yaml::Type type = Yaml::Type::string;
    bool boolean = false;
    std::int64_t integer = 0;
    double real = 0;
};
PlainScalar resolve_plain(std::string_view text);

}  // namespace mlp::base
