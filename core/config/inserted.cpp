// How values look when they are put into a text: the part of DVC's rules that is about printing.
#include "core/base/python_json.hpp"
#include "core/base/verbatim.hpp"
#include "core/config/interpolate.hpp"

namespace mlp::config {

namespace {

/// shlex.quote, whose quoted apostrophe is not the one of shell_quote: the command's text is compared with DVC's.
std::string python_quote(const std::string& text) {
    static constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
    std::string quoted = "'";
    for (const char c : text) c == '\'' ? quoted.append("'\"'\"'") : quoted.append(1, c);
    return quoted + "'";
}

/// An item of a list, as Python prints it.
std::string item_text(const Json& item) {
    if (item.is_string()) return python_quote(item.get_ref<const std::string&>());
    return item.is_boolean() ? (item.get<bool>() ? "True" : "False") : inserted_text(item);
}

bool append_list(const Json& list, const std::string& name, const OptionStyle& style, std::string& out) {
    bool first = true;
    for (const Json& item : list) {
        if (item.is_structured()) return false;
        if (first || style.repeat_lists) out += " --" + name;
        out += " " + item_text(item);
        first = false;
    }
    return true;
}

/// Each option with a space before it.
bool append_options(const Json& map, const std::string& prefix, const OptionStyle& style, std::string& out) {
    for (const auto& [key, value] : map.items()) {
        const std::string name = prefix + key;
        if (value.is_object()) {
            if (!append_options(value, name + ".", style, out)) return false;
        } else if (value.is_array()) {
            if (!append_list(value, name, style, out)) return false;
        } else if (value.is_boolean()) {
            if (value.get<bool>()) out += " --" + name;
            if (!value.get<bool>() && style.negate_false) out += " --no-" + name;
        } else {
            out += " --" + name + " " + item_text(value);
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
            return base::python_float(scalar.get<double>());
        case Json::value_t::binary:
            return std::string(base::verbatim_words(scalar).value_or(""));
        default:
            return scalar.dump();
    }
}

std::optional<std::string> command_options(const Json& map, const OptionStyle& style) {
    std::string out;
    if (!append_options(map, "", style, out)) return std::nullopt;
    if (!out.empty()) out.erase(0, 1);
    return out;
}

}  // namespace mlp::config
