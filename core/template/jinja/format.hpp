// Python's format specifications: "[[fill]align][sign][#][0][width][,][.precision][type]".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

struct FormatSpec {
    std::string fill = " ";
    char align = 0;  ///< < > ^ =, or 0 for the default of the kind
    char sign = 0;
    bool alternate = false;
    bool zeros = false;  ///< "0" before the width
    std::int64_t width = 0;
    char grouping = 0;
    std::int64_t precision = -1;  ///< -1: none
    char type = 0;
};

/// Malformed: an error.
FormatSpec parse_spec(std::string_view text);

std::string formatted_text(Interpreter& interpreter, const FormatSpec& spec, std::string_view text);
std::string formatted_integer(Interpreter& interpreter, const FormatSpec& spec, std::int64_t value);
std::string formatted_real(Interpreter& interpreter, const FormatSpec& spec, double value);

/// format(value, specification).
std::string formatted(Interpreter& interpreter, const Value& value, std::string_view specification);

}  // namespace mlp::tmpl::jinja
