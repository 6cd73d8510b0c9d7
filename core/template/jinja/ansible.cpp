// Filters that copier takes from jinja2-ansible-filters.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/template/jinja/clock.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/json.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/yaml_dump.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value bool_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_none() || value.is_boolean()) return value;
    if (value.is_text()) {
        static constexpr std::array<std::string_view, 4> yes{"yes", "on", "1", "true"};
        const auto text = ignoring_case(value).text();
        return std::find(yes.begin(), yes.end(), text) != yes.end();
    }
    return equals(value, 1);
}

Value ternary_filter(Interpreter&, const Bound& arguments) {
    const auto none = arguments.value(3, {});
    if (arguments[0].is_none() && !none.is_none()) return none;
    return truth(arguments[0]) ? arguments[1] : arguments[2];
}

/// Quoted for a POSIX shell, when it needs that.
Value quote_filter(Interpreter&, const Bound& arguments) {
    const auto text = str(arguments[0]);
    const auto safe = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_@%+=:,./-").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::all_of(text.begin(), text.end(), safe)) return text;
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\"'\"'") : std::string(1, c);
    return out + "'";
}

Value json_filter(Interpreter&, const Bound& arguments) {
    JsonStyle style;
    for (const auto& [name, value] : arguments.named) {
        if (name == "indent") {
            set_indent(style, value);
        } else if (name == "sort_keys") {
            style.sort_keys = truth(value);
        } else if (name == "ensure_ascii") {
            style.ascii = truth(value);
        } else {
            fail(fmt::format("'{}' of to_json is not supported", name));
        }
    }
    return json_text(arguments[0], style);
}

Value nice_json_filter(Interpreter&, const Bound& arguments) {
    JsonStyle style;
    style.sort_keys = arguments.flag(2, true);
    set_indent(style, arguments.value(1, 4));
    style.item_separator = ",";
    for (const auto& [name, value] : arguments.named) {
        if (name != "ensure_ascii") fail(fmt::format("'{}' of to_nice_json is not supported", name));
        style.ascii = truth(value);
    }
    return json_text(arguments[0], style);
}

YamlStyle yaml_style(const Bound& arguments, std::string_view name) {
    YamlStyle style;
    for (const auto& [option, value] : arguments.named) {
        if (option == "sort_keys") {
            style.sort_keys = truth(value);
        } else if (option == "width" && value.is_integer()) {
            style.width = *value.integer() > 4 ? *value.integer() : 80;
        } else if (option == "indent" && value.is_integer() && *value.integer() > 1 && *value.integer() < 10) {
            style.indent = static_cast<int>(*value.integer());
        } else if (option != "default_flow_style" || truth(value) || name != "to_yaml") {
            fail(fmt::format("'{}' of {} is not supported", option, name));
        }
        if (option == "default_flow_style") style.flow_of_scalars = value.is_none();
    }
    return style;
}

Value yaml_filter(Interpreter&, const Bound& arguments) {
    const auto named = [](const auto& option) { return option.first == "default_flow_style"; };
    auto style = yaml_style(arguments, "to_yaml");
    if (std::none_of(arguments.named.begin(), arguments.named.end(), named)) style.flow_of_scalars = true;
    return yaml_text(arguments[0], style);
}

Value nice_yaml_filter(Interpreter&, const Bound& arguments) {
    auto style = yaml_style(arguments, "to_nice_yaml");
    const auto indent = arguments.integer(1, 4);
    style.indent = indent > 1 && indent < 10 ? static_cast<int>(indent) : 2;
    return yaml_text(arguments[0], style);
}

/// Now, in the machine's zone; another time would be a number that no template has.
Value strftime_filter(Interpreter&, const Bound& arguments) {
    if (arguments.has(1) && !arguments[1].is_none()) fail("'second' of strftime is not supported");
    return time_text("local", {}, arguments.text(0));
}

Value from_json_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto text = arguments.text(0);
    interpreter.charge_text(text.size());
    return from_json(base::parse_json(text, "from_json"));
}

Value b64encode_filter(Interpreter&, const Bound& arguments) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (arguments.text(1, "utf-8") != "utf-8") fail("b64encode knows the encoding utf-8 only");
    const auto text = str(arguments[0]);
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const auto byte = [&](std::size_t i) {
            return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
        };
        const auto bits = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
        for (std::size_t i = 0; i < 4; ++i)
            out += at + i > text.size() ? '=' : letters[(bits >> (18U - 6U * i)) & 0x3fU];
    }
    return out;
}

Value basename_filter(Interpreter&, const Bound& arguments) {
    const auto path = arguments.text(0);
    return path.substr(path.rfind('/') + 1);
}

Value dirname_filter(Interpreter&, const Bound& arguments) {
    const auto path = arguments.text(0);
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return "";
    const auto head = path.substr(0, slash + 1);
    if (head.find_first_not_of('/') == std::string::npos) return head;
    return strip(head, "/", false, true);
}

Value splitext_filter(Interpreter&, const Bound& arguments) {
    const auto path = arguments.text(0);
    const auto name = path.rfind('/') + 1;  // 0 when there is none
    const auto first = path.find_first_not_of('.', name);
    const auto dot = path.rfind('.');
    if (dot == std::string::npos || first == std::string::npos || dot < first) return Tuple{{path, ""}, {}};
    return Tuple{{path.substr(0, dot), path.substr(dot)}, {}};
}

Value mandatory_filter(Interpreter&, const Bound& arguments) {
    if (!arguments[0].is_undefined()) return arguments[0];
    if (arguments.has(1) && !arguments[1].is_none()) fail(str(arguments[1]));
    fail_undefined(arguments[0].undefined());
}

void flatten_into(Interpreter& interpreter, const std::vector<Value>& items, std::int64_t levels, int depth,
                  List& out) {
    constexpr int deepest = 100;
    if (depth > deepest) fail("a list is nested too deeply to be flattened");
    for (const auto& item : items) {
        interpreter.charge(1);
        const bool stops = item.is_none() || (item.is_text() && (item.text() == "None" || item.text() == "null"));
        if (stops) return;
        if (item.sequence() != nullptr && levels != 0) {
            flatten_into(interpreter, *item.sequence(), levels - 1, depth + 1, out);
        } else {
            out.items.push_back(item);
        }
    }
}

Value flatten_filter(Interpreter& interpreter, const Bound& arguments) {
    List out;
    const bool all = !arguments.has(1) || arguments[1].is_none();
    flatten_into(interpreter, items_of(interpreter, arguments[0]), all ? -1 : arguments.integer(1, 0), 0, out);
    return out;
}

/// The digest of a text by name; algorithms beyond these are an error, as their absence is `none` in Python.
Value hash_filter(Interpreter&, const Bound& arguments) {
    const auto kind = arguments.text(1, "sha1");
    if (kind == "sha256") return base::sha256(str(arguments[0])).hex();
    if (kind == "md5") return base::md5(str(arguments[0])).hex();
    fail(fmt::format("the digest '{}' is not supported: sha256 and md5 are", kind));
}

Value md5_filter(Interpreter&, const Bound& arguments) { return base::md5(str(arguments[0])).hex(); }

Value type_debug_filter(Interpreter&, const Bound& arguments) {
    const auto name = arguments[0].type_name();
    return arguments[0].is_undefined() && arguments[0].undefined().strict ? Value("StrictUndefined") : Value(name);
}

Value regex_escape_filter(Interpreter&, const Bound& arguments) {
    if (arguments.text(1, "python") != "python") fail("regex_escape knows the kind 'python' only");
    static constexpr std::string_view special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    std::string out;
    for (const char c : arguments.text(0)) {
        if (special.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

constexpr Native ansible_table[] = {
    {"ans_groupby", "", nullptr},
    {"ans_random", "", nullptr},
    {"b64decode", "", nullptr},
    {"b64encode", "string encoding=", b64encode_filter},
    {"basename", "path", basename_filter},
    {"bool", "a", bool_filter},
    {"checksum", "", nullptr},
    {"combine", "", nullptr},
    {"comment", "", nullptr},
    {"dirname", "path", dirname_filter},
    {"expanduser", "", nullptr},
    {"expandvars", "", nullptr},
    {"extract", "", nullptr},
    {"fileglob", "", nullptr},
    {"flatten", "mylist levels=", flatten_filter},
    {"from_json", "s", from_json_filter},
    {"from_yaml", "", nullptr},
    {"from_yaml_all", "", nullptr},
    {"hash", "data hashtype=", hash_filter},
    {"mandatory", "a msg=", mandatory_filter},
    {"md5", "data", md5_filter},
    {"quote", "a", quote_filter},
    {"random_mac", "", nullptr},
    {"realpath", "", nullptr},
    {"regex_escape", "string re_type=", regex_escape_filter},
    {"relpath", "", nullptr},
    {"sha1", "", nullptr},
    {"shuffle", "", nullptr},
    {"splitext", "path", splitext_filter},
    {"strftime", "string_format second=", strftime_filter},
    {"subelements", "", nullptr},
    {"ternary", "value true_val false_val none_val=", ternary_filter},
    {"to_datetime", "", nullptr},
    {"to_json", "a **named", json_filter},
    {"to_nice_json", "a indent= sort_keys= **named", nice_json_filter},
    {"to_nice_yaml", "a indent= **named", nice_yaml_filter},
    {"to_uuid", "", nullptr},
    {"to_yaml", "a **named", yaml_filter},
    {"type_debug", "o", type_debug_filter},
    {"win_basename", "", nullptr},
    {"win_dirname", "", nullptr},
    {"win_splitdrive", "", nullptr},
};

}  // namespace

std::span<const Native> ansible_filters() { return ansible_table; }

}  // namespace mlp::tmpl::jinja
