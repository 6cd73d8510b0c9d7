#include "core/registry/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::registry {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_word(char c) { return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'; }

bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return base::lower(x) == base::lower(y); });
}

/// What all names have in common.
void check_text(std::string_view what, std::string_view name, std::size_t limit) {
    if (name.empty()) throw Error(Kind::invalid, fmt::format("{} may not be empty", what));
    if (name.size() > limit) {
        throw Error(Kind::invalid, fmt::format("{} of {} bytes is too long: at most {}", what, name.size(), limit));
    }
    if (base::invalid_utf8(name)) {
        throw Error(Kind::invalid, fmt::format("{} '{}' is not valid UTF-8", what, base::printable(name)));
    }
    if (std::any_of(name.begin(), name.end(), is_control)) {
        throw Error(Kind::invalid, fmt::format("{} '{}' holds a control character", what, base::printable(name)));
    }
}

std::optional<std::int64_t> version_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1) return std::nullopt;
    return number;
}

}  // namespace

void check_model_name(std::string_view name) {
    check_text("a model's name", name, 256);
    if (name.find_first_of("/:") != std::string_view::npos) {
        throw Error(Kind::invalid, fmt::format("a model's name may not hold '/' or ':', found '{}'", name));
    }
}

void check_alias(std::string_view alias) {
    check_text("an alias", alias, 256);
    if (!std::all_of(alias.begin(), alias.end(), is_word)) {
        throw Error(Kind::invalid, fmt::format("an alias is made of letters, digits, '_' and '-', found '{}'", alias));
    }
    const bool like_version = alias.size() > 1 && (alias[0] == 'v' || alias[0] == 'V') &&
                              std::all_of(alias.begin() + 1, alias.end(), base::is_digit);
    if (like_version || same_letters(alias, "latest")) {
        throw Error(Kind::invalid, fmt::format("the alias '{}' is reserved", alias))
            .hint("'latest' and 'v1', 'v2' … already mean versions to MLflow's clients: choose another word");
    }
}

void check_tag_key(std::string_view key) { check_text("a tag's key", key, 250); }

std::string canonical_stage(std::string_view stage) {
    static constexpr std::array<std::string_view, 4> stages{"None", "Staging", "Production", "Archived"};
    for (const auto known : stages) {
        if (same_letters(known, stage)) return std::string(known);
    }
    throw Error(Kind::invalid, fmt::format("'{}' is not a stage: expected None, Staging, Production or Archived",
                                           base::printable(stage)));
}

Reference parse_reference(std::string_view text) {
    const auto wrong = [&](std::string_view why) {
        return Error(Kind::usage, fmt::format("'{}' does not name a model version: {}", base::printable(text), why))
            .hint("write MODEL, MODEL:VERSION or MODEL@ALIAS");
    };
    if (text.empty()) throw wrong("it is empty");
    if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        const auto number = version_number(text.substr(colon + 1));
        if (!number) throw wrong(fmt::format("'{}' is not a version number", base::printable(text.substr(colon + 1))));
        if (colon == 0) throw wrong("the model's name is missing");
        return {std::string(text.substr(0, colon)), number, std::nullopt};
    }
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        if (at == 0) throw wrong("the model's name is missing");
        if (at + 1 == text.size()) throw wrong("the alias behind '@' is missing");
        return {std::string(text.substr(0, at)), std::nullopt, std::string(text.substr(at + 1))};
    }
    return {std::string(text), std::nullopt, std::nullopt};
}

}  // namespace mlp::registry
