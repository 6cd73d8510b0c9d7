#include "core/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml_implicit.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/codes.hpp"
#include "core/config/quantity.hpp"

namespace mlp::config {

namespace {

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// What to do about a value of the wrong type when nothing better is known.
std::string way_out_of_type(const Yaml& node, std::string_view expected) {
    if (node.is_null()) return "write a value, or remove the key";
    if (expected == "true or false") return "write true or false, without quotes";
    if (expected.ends_with("number")) {
        return node.is_string() ? "write a number, without quotes" : fmt::format("write {}", expected);
    }
    if (expected.starts_with("a map")) return "write its keys below it, each as 'key: value'";
    if (expected.starts_with("a list")) return "write its items below it, each behind '- '";
    return fmt::format("write {} in its place", expected);
}

/// A path, or a URL with one of the schemes that DVC has file systems for.
bool is_known_address(std::string_view text) {
    static constexpr std::array<std::string_view, 16> schemes{
        "s3",  "gs",     "azure",  "http",    "https",  "ssh", "hdfs", "webhdfs",
        "oss", "gdrive", "webdav", "webdavs", "remote", "ds",  "file", "db"};
    const std::size_t end = text.find("://");
    return end == std::string_view::npos ||
           std::find(schemes.begin(), schemes.end(), text.substr(0, end)) != schemes.end();
}

}  // namespace

std::string as_list(std::string_view text) {
    const bool needs_quotes = text.find_first_of("{}[],") != std::string_view::npos;
    return needs_quotes ? fmt::format("[\"{}\"]", text) : fmt::format("[{}]", text);
}

bool is_plain_text(std::string_view text) {
    const auto kind = base::implicit_yaml(text);
    return kind == base::ImplicitYaml::text || kind == base::ImplicitYaml::word;
}

Reader Reader::for_owner(std::string owner) const {
    Reader other = *this;
    other.owner_ = std::move(owner);
    return other;
}

Reader Reader::with(Scope scope, Findings& findings) const {
    Reader other = *this;
    other.scope_ = scope;
    other.findings_ = &findings;
    return other;
}

std::string Reader::subject(std::string_view key) const { return fmt::format("'{}' of {}", key, owner_); }

void Reader::wrong_type(const Yaml& node, std::string_view key, std::string_view expected, std::string hint) const {
    if (hint.empty()) hint = way_out_of_type(node, expected);
    const std::string found = node.is_null() ? "has no value" : fmt::format("is {}", node.type_name());
    error(codes::wrong_type, node.begin(), fmt::format("{} {}; {} is expected", subject(key), found, expected),
          std::move(hint));
}

bool Reader::expect_map(const Yaml& node, std::string_view key, std::string_view hint) const {
    if (node.is_map()) return true;
    wrong_type(node, key, "a map", std::string(hint));
    return false;
}

bool Reader::expect_list(const Yaml& node, std::string_view key, std::string_view hint) const {
    if (node.is_list()) return true;
    std::string advice(hint);
    if (advice.empty() && node.is_scalar() && !node.is_null()) advice = fmt::format("write {}", as_list(node.text()));
    wrong_type(node, key, "a list", std::move(advice));
    return false;
}

bool Reader::is_template(std::string_view text) const { return dialect_->origin != Origin::data && has_template(text); }

std::optional<Json> Reader::resolved(const Yaml& node, std::string_view text, Insert insert) const {
    if (!is_template(text)) return Json(text);
    std::vector<Fault> faults;
    auto result = interpolate(text, scope_, insert, faults);
    for (Fault& fault : faults) {
        if (!scope_.complete && fault.code == codes::unresolved) continue;
        // The second ${x} of a text is not the first one's place.
        const auto before = std::count_if(faults.begin(), faults.begin() + (&fault - faults.data()),
                                          [&](const Fault& other) { return other.expression == fault.expression; });
        error(fault.code, source_->place_of(node, fault.expression, static_cast<std::size_t>(before)),
              std::move(fault.message), std::move(fault.hint));
    }
    return result;
}

std::optional<Json> Reader::value(const Yaml& node) const {
    if (node.is_list()) {
        Json list = Json::array();
        for (const Yaml& item : node.items()) {
            auto found = value(item);
            if (!found) return std::nullopt;
            list.push_back(std::move(*found));
        }
        return list;
    }
    if (!node.is_map()) {
        if (node.is_string() && is_template(node.text())) return resolved(node, node.text(), Insert::scalar);
        return is_dvc() ? base::python_value(node) : node.to_json();
    }
    Json map = Json::object();
    for (const Yaml::Entry& entry : node.entries()) {
        // A key that is no text is no mistake in data.
        const auto key = is_template(entry.key) ? key_text(entry) : std::optional(entry.key);
        auto found = value(entry.value);
        if (!key || !found) return std::nullopt;
        map[*key] = std::move(*found);
    }
    return map;
}

bool Reader::is_text_alone(const Yaml& node, std::string_view written) const {
    std::vector<Fault> ignored;  // told when the text itself is resolved
    const auto value = interpolate(written, scope_, Insert::scalar, ignored);
    if (!value || value->is_string()) return true;
    error(codes::template_type, node.begin(),
          fmt::format("{}: '{}' alone is {}, which is no command", subject("cmd"), written,
                      value->is_object()  ? "a map"
                      : value->is_array() ? "a list"
                                          : inserted_text(*value)),
          "write the program's name before it");
    return false;
}

std::optional<std::string> Reader::command_text(const Yaml& node, std::string_view written) const {
    if (!is_template(written)) return std::string(written);
    if (is_dvc() && !is_text_alone(node, written)) return std::nullopt;
    const auto result = resolved(node, written, Insert::command);
    return result ? std::optional(result->get<std::string>()) : std::nullopt;
}

bool Reader::is_text(const Yaml& node) const {
    return node.is_string() && (!is_dvc() || !node.is_plain() || is_plain_text(node.text()));
}

std::optional<std::string> Reader::text(const Yaml& node, std::string_view key) const {
    if (!is_text(node)) {
        const bool quotable = node.is_scalar() && !node.is_null();
        wrong_type(node, key, "a text", quotable ? fmt::format("write \"{}\" in quotes", node.text()) : "");
        return std::nullopt;
    }
    if (!is_template(node.text())) return node.text();
    const auto result = resolved(node, node.text(), Insert::scalar);
    if (!result) return std::nullopt;
    if (!result->is_structured()) return inserted_text(*result);
    error(codes::template_type, node.begin(),
          fmt::format("{}: '{}' is a {}; a single value is expected", subject(key), node.text(),
                      result->is_object() ? "map" : "list"),
          "name one of its values");
    return std::nullopt;
}

std::optional<std::string> Reader::key_text(const Yaml::Entry& entry) const {
    if (is_dvc() && entry.plain_key && !is_plain_text(entry.key)) {
        error(codes::wrong_type, entry.key_place,
              fmt::format("the key '{}' in {} is not a text", base::printable(entry.key), owner_),
              fmt::format("write \"{}\" in quotes", base::printable(entry.key)));
        return std::nullopt;
    }
    if (!is_template(entry.key)) return entry.key;
    std::vector<Fault> faults;
    const auto result = interpolate(entry.key, scope_, Insert::scalar, faults);
    for (Fault& fault : faults) {
        if (!scope_.complete && fault.code == codes::unresolved) continue;
        error(fault.code, entry.key_place, std::move(fault.message), std::move(fault.hint));
    }
    if (!result) return std::nullopt;
    if (!result->is_structured()) return inserted_text(*result);
    error(codes::template_type, entry.key_place, fmt::format("'{}' is not a single value", entry.key),
          "name one of its values");
    return std::nullopt;
}

std::optional<std::string> Reader::full_text(const Yaml& node, std::string_view key) const {
    auto result = text(node, key);
    if (result && result->empty()) {
        error(codes::bad_value, node.begin(), fmt::format("{} is empty", subject(key)),
              "write a value, or remove the key");
        return std::nullopt;
    }
    return result;
}

std::optional<std::string> Reader::any_scalar(const Yaml& node, std::string_view key) const {
    if (node.is_scalar() && !node.is_null() && !node.is_string()) return node.text();
    return text(node, key);
}

std::optional<bool> Reader::boolean(const Yaml& node, std::string_view key) const {
    if (node.type() == Yaml::Type::boolean) return node.as_bool();
    // DVC looks at the type before templates are resolved.
    if (!is_dvc() && node.is_string() && is_template(node.text())) {
        const auto result = resolved(node, node.text(), Insert::scalar);
        if (!result) return std::nullopt;
        if (result->is_boolean()) return result->get<bool>();
    }
    wrong_type(node, key, "true or false");
    return std::nullopt;
}

std::optional<std::int64_t> Reader::integer(const Yaml& node, std::string_view key, std::int64_t minimum,
                                            std::int64_t maximum) const {
    std::optional<std::int64_t> found;
    if (node.type() == Yaml::Type::integer) {
        found = node.as_integer();
    } else if (node.is_string() && is_template(node.text())) {
        const auto result = resolved(node, node.text(), Insert::scalar);
        if (!result) return std::nullopt;
        if (result->is_number_integer()) found = result->get<std::int64_t>();
    }
    if (!found) {
        wrong_type(node, key, "a whole number");
        return std::nullopt;
    }
    if (*found >= minimum && *found <= maximum) return found;
    error(codes::bad_value, node.begin(),
          fmt::format("{} is {}; a number from {} to {} is expected", subject(key), *found, minimum, maximum),
          *found < minimum ? fmt::format("write {} or more", minimum) : fmt::format("write {} or less", maximum));
    return std::nullopt;
}

std::optional<double> Reader::number(const Yaml& node, std::string_view key, double minimum) const {
    std::optional<double> found;
    if (node.type() == Yaml::Type::integer || node.type() == Yaml::Type::real) {
        found = node.as_real();
    } else if (node.is_string() && is_template(node.text())) {
        const auto result = resolved(node, node.text(), Insert::scalar);
        if (!result) return std::nullopt;
        if (result->is_number()) found = result->get<double>();
    }
    if (!found) {
        wrong_type(node, key, "a number");
        return std::nullopt;
    }
    constexpr double largest = 1e15;
    if (*found >= minimum && *found <= largest) return found;  // false for NaN
    const bool too_large = *found > largest;
    error(codes::bad_value, node.begin(),
          fmt::format("{} is {}; a number of {} {} is expected", subject(key), base::number_text(*found),
                      too_large ? "at most" : "at least", too_large ? largest : minimum),
          too_large ? "write a smaller one" : fmt::format("write {} or more", minimum));
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> Reader::duration(const Yaml& node, std::string_view key,
                                                          bool may_be_none) const {
    const auto written = any_scalar(node, key);
    if (!written) return std::nullopt;
    const auto result = base::parse_duration(*written);
    if (result && (result->count() > 0 || may_be_none)) return result;
    error(codes::bad_duration, node.begin(), fmt::format("{} is '{}', which is not a duration", subject(key), *written),
          "write for example 90s, 5m or 1h30m");
    return std::nullopt;
}

std::optional<std::uint64_t> Reader::size(const Yaml& node, std::string_view key) const {
    const auto written = any_scalar(node, key);
    if (!written) return std::nullopt;
    if (auto result = parse_size(*written)) return result;
    error(codes::bad_size, node.begin(), fmt::format("{} is '{}', which is not a size", subject(key), *written),
          "write for example 512MB or 2GiB");
    return std::nullopt;
}

std::optional<std::string> Reader::name_text(const Yaml& node, std::string_view key) const {
    if (is_dvc() && node.is_string() && is_template(node.text())) {
        const auto value = resolved(node, node.text(), Insert::scalar);
        if (!value) return std::nullopt;
        if (!value->is_string() && !value->is_structured()) {
            error(codes::template_type, node.begin(),
                  fmt::format("{}: '{}' is {}, which is not a text", subject(key), base::printable(node.text()),
                              inserted_text(*value)),
                  "DVC takes only texts here: put the value in quotes where it is set");
            return std::nullopt;
        }
    }
    return full_text(node, key);
}

std::optional<std::string> Reader::path(const Yaml& node, std::string_view key, const std::string& folder) const {
    const auto written = name_text(node, key);
    return written ? path_from_text(*written, node.begin(), key, folder) : std::nullopt;
}

std::optional<PathRef> Reader::path_ref(const Yaml& node, std::string_view key, const std::string& folder) const {
    const auto written = name_text(node, key);
    const auto path = written ? path_from_text(*written, node.begin(), key, folder) : std::nullopt;
    if (!path) return std::nullopt;
    return PathRef{*path, node.begin(), written_in_lock(*dialect_, *written, *path, folder)};
}

std::optional<std::string> Reader::path_from_text(const std::string& written, const Position& place,
                                                  std::string_view key, const std::string& folder) const {
    const auto refuse = [&](std::string_view what, std::string hint) {
        error(codes::path_outside, place,
              fmt::format("{}: the path '{}' {}", subject(key), base::printable(written), what), std::move(hint));
        return std::nullopt;
    };
    if (has_control_character(written)) return refuse("holds a control character", "");
    if (is_dvc() && !is_known_address(written)) {
        return refuse("is an address of a kind that DVC does not know",
                      "s3, gs, azure, http(s), ssh, remote … are known");
    }
    if (is_dvc() && !written.empty()) return place_path(dialect_->root, folder, written);
    if (written.find("://") != std::string::npos) {
        return refuse("is a remote address; a path inside the project is expected",
                      "fetch it in a stage of its own, and depend on that stage's output");
    }
    std::optional<std::string> result;
    if (!written.empty() && written.front() != '/') {
        result = base::normal_relative(folder == "." ? written : folder + "/" + written);
    }
    if (result) return result;
    return refuse(written.empty()            ? "is empty"
                  : written.starts_with('/') ? "is absolute"
                                             : "leaves the project",
                  folder == "." ? "paths are relative to mlp.yaml and stay below its folder"
                                : fmt::format("paths of this stage are relative to its wdir '{}'", folder));
}

}  // namespace mlp::config
