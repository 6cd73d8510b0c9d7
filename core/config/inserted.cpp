// How values look when they are put into a text: the part of DVC's rules that is about printing.
#include <charconv>

#include "core/base/process.hpp"
#include "core/config/interpolate.hpp"

namespace mlp::config {

namespace {

/// Python's repr of a float: shortest digits, positional from 1e-4 up to below 1e16, always with a point or an
/// exponent.
std::string python_float(double value) {
    char buffer[64];
    const double size = value < 0 ? -value : value;
    const bool positional = size == 0 || (size >= 1e-4 && size < 1e16);
    const auto format = positional ? std::chars_format::fixed : std::chars_format::scientific;
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, format);
    std::string text(buffer, end);
    if (positional && text.find('.') == std::string::npos) text += ".0";
    return text;
}

bool append_options(const Json& map, const std::string& prefix, std::string& out) {
    const auto put = [&](std::string_view piece) {
        if (!out.empty()) out += ' ';
        out += piece;
    };
    const auto word = [](const Json& value) {
        return value.is_string() ? base::shell_quote(value.get_ref<const std::string&>()) : inserted_text(value);
    };
    for (const auto& [key, value] : map.items()) {
        const std::string name = prefix + key;
        if (value.is_object()) {
            if (!append_options(value, name + ".", out)) return false;
        } else if (value.is_boolean()) {
            if (value.get<bool>()) put("--" + name);
        } else if (value.is_array()) {
            put("--" + name);
            for (const Json& item : value) {
                if (item.is_structured()) return false;
                put(word(item));
            }
        } else {
            put("--" + name);
            put(word(value));
        }
    }
    return true;
}

}  // namespace

std::string inserted_text(const Json& scalar) {
    switch (scalar.type()) {
        case Json::value_t::string:
            return scalar.get<std::string>();
        case Json::value_t::null:
            return "None";
        case Json::value_t::number_float:
            return python_float(scalar.get<double>());
        default:
            return scalar.dump();
    }
}

std::optional<std::string> command_options(const Json& map) {
    std::string out;
    if (!append_options(map, "", out)) return std::nullopt;
    return out;
}

}  // namespace mlp::config
