#include "core/tracking/limits.hpp"

#include <fmt/format.h>
#include <locale.h>
#include <wctype.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"

namespace mlp::tracking {
namespace {

constexpr std::size_t max_artifact_path = 1024;
constexpr std::size_t shown_length = 80;  // bytes of an offending value in a message

/// For messages: printable, and never longer than a line.
std::string shown(std::string_view text) {
    return fmt::format("'{}'", base::printable(base::shortened(text, shown_length)));
}

/// The code point that begins at `at`, which is moved behind it. The text is valid UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t value = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = value << 6 | (byte(at + i) & 0x3fU);
    at += length;
    return value;
}

bool is_word_character(char32_t character) {
    if (character < 0x80) {
        return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
               (character >= 'A' && character <= 'Z') || character == '_';
    }
    // The classes of the C library for Unicode, whatever the process's own locale is; without them every script is let
    // in.
    static const locale_t unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return unicode == nullptr || ::iswalnum_l(static_cast<wint_t>(character), unicode) != 0;
}

void require_utf8(std::string_view what, std::string_view text) {
    if (const auto bad = base::invalid_utf8(text)) {
        throw Error(Kind::invalid, fmt::format("{} is not UTF-8: byte {} is wrong", what, *bad + 1))
            .hint("binary content belongs into an artifact");
    }
}

void require_length(std::string_view what, std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return;  // bytes are at least as many as characters
    if (const std::size_t length = base::character_count(text); length > limit) {
        throw Error(Kind::invalid, fmt::format("{} has {} characters, at most {} are allowed", what, length, limit));
    }
}

bool is_normal_path(std::string_view path) {
    return !path.empty() && path != "." && base::normal_relative(path) == path;
}

}  // namespace

void check_key(std::string_view what, std::string_view key) {
    if (key.empty()) throw Error(Kind::invalid, fmt::format("a {} needs a key, this one is empty", what));
    require_utf8(fmt::format("the {} key {}", what, shown(key)), key);
    require_length(fmt::format("the {} key {}", what, shown(key)), key, max_key_length);
    for (std::size_t at = 0; at < key.size();) {
        const char32_t character = next_character(key, at);
        if (is_word_character(character) || (character < 0x80 && std::string_view("-.:/ ").find(static_cast<char>(
                                                                     character)) != std::string_view::npos)) {
            continue;
        }
        throw Error(Kind::invalid, fmt::format("the {} key {} has a character that is not allowed", what, shown(key)))
            .hint("keys are letters, digits, '_', '-', '.', ':', '/' and spaces");
    }
    if (!is_normal_path(key)) {
        throw Error(Kind::invalid, fmt::format("the {} key {} is not a plain path", what, shown(key)))
            .hint("keys may have '/' between parts, but no empty part, '.' or '..'");
    }
}

std::string checked_value(std::string_view what, std::string_view key, std::string_view value, std::size_t limit) {
    require_utf8(fmt::format("the value of {} '{}'", what, key), value);
    if (value.size() <= limit) return std::string(value);
    std::size_t at = 0;
    for (std::size_t count = 0; count < limit && at < value.size(); ++count) next_character(value, at);
    return std::string(value.substr(0, at));
}

void check_name(std::string_view what, std::string_view name, std::size_t limit) {
    if (name.find_first_not_of(" \t") == std::string_view::npos) {
        throw Error(Kind::invalid, fmt::format("a {} name must not be empty", what));
    }
    require_utf8(fmt::format("the {} name {}", what, shown(name)), name);
    require_length(fmt::format("the {} name {}", what, shown(name)), name, limit);
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
        throw Error(Kind::invalid, fmt::format("the {} name {} has control characters", what, shown(name)));
    }
}

void check_run_id(std::string_view id) {
    const auto allowed = [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && (is_word_character(static_cast<char32_t>(c)) || c == '-');
    };
    if (id.empty() || id.size() > 256 || !std::all_of(id.begin(), id.end(), allowed) || id[0] == '_' || id[0] == '-') {
        throw Error(Kind::invalid, fmt::format("{} cannot be a run id", shown(id)))
            .hint("a run id is a letter or digit, then letters, digits, '_' and '-', at most 256");
    }
}

void check_metric(const Metric& metric) {
    check_key("metric", metric.key);
    if (metric.timestamp < 0) {
        throw Error(Kind::invalid,
                    fmt::format("the metric '{}' has the time {}: before 1970", metric.key, metric.timestamp))
            .hint("times are milliseconds since 1970-01-01 UTC");
    }
}

void check_artifact_path(std::string_view path) {
    require_utf8(fmt::format("the artifact path {}", shown(path)), path);
    if (is_normal_path(path) && path.size() <= max_artifact_path && path.find_first_of("\\#") == std::string_view::npos)
        return;
    throw Error(Kind::invalid, fmt::format("{} cannot be the path of an artifact", shown(path)))
        .hint("a path is relative, like 'plots/roc.png', without '..', empty parts, '\\', '#' and control characters");
}

void check_dataset(const Dataset& dataset) {
    if (dataset.name.empty() || dataset.digest.empty()) {
        throw Error(Kind::invalid, fmt::format("a dataset needs a name and a digest; found name {} and digest {}",
                                               shown(dataset.name), shown(dataset.digest)));
    }
    const auto check = [&](std::string_view field, std::string_view value, std::size_t limit) {
        const std::string what = fmt::format("the {} of dataset {}", field, shown(dataset.name));
        require_utf8(what, value);
        require_length(what, value, limit);
    };
    check("name", dataset.name, 500);
    check("digest", dataset.digest, 128);  // MLflow's 36 would not hold a whole SHA-256
    check("source type", dataset.source_type, 36);
    check("source", dataset.source, 65535);
    check("schema", dataset.schema.value_or(""), 1048575);
    check("profile", dataset.profile.value_or(""), 16777215);
}

}  // namespace mlp::tracking
