#include "core/base/yaml_implicit.hpp"

#include <algorithm>
#include <initializer_list>

namespace mlp::base {

namespace {

constexpr std::string_view digits = "0123456789";

/// Reads a text from front to back.
class Scan {
public:
    explicit Scan(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    /// Takes one character of the set, if one stands there.
    bool one_of(std::string_view set) {
        if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// Takes as many as stand there, at most `most`; how many.
    std::size_t many(std::string_view set, std::size_t most = std::string_view::npos) {
        const auto count = std::min({rest_.find_first_not_of(set), rest_.size(), most});
        rest_.remove_prefix(count);
        return count;
    }
    bool exactly(std::string_view set, std::size_t count) { return many(set, count) == count; }
    bool word(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    bool sign() { return one_of("+-"); }

private:
    std::string_view rest_;
};

bool is_integer(std::string_view text) {
    Scan scan(text);
    scan.sign();
    const auto body = scan;
    const auto all = [&](std::string_view prefix, std::string_view set) {
        auto rest = body;
        return rest.word(prefix) && rest.many(set) > 0 && rest.at_end();
    };
    return all("", "0123456789_") || all("0o", "01234567_") || all("0b", "01_") || all("0x", "0123456789abcdefABCDEF_");
}

bool exponent(Scan& scan, bool needs_sign) {
    if (!scan.one_of("eE")) return false;
    const bool sign = scan.sign();
    return scan.many(digits) > 0 && (sign || !needs_sign);
}

bool is_float(std::string_view text) {
    Scan scan(text);
    const bool sign = scan.sign();
    if (scan.one_of(".")) {
        for (const std::string_view word : {"inf", "Inf", "INF"}) {
            if (auto rest = scan; rest.word(word) && rest.at_end()) return true;
        }
        for (const std::string_view word : {"nan", "NaN", "NAN"}) {
            if (auto rest = scan; !sign && rest.word(word) && rest.at_end()) return true;
        }
        if (scan.many("0123456789_") == 0) return false;
        return scan.at_end() || (exponent(scan, true) && scan.at_end());
    }
    if (!scan.one_of(digits)) return false;
    scan.many("0123456789_");
    if (!scan.one_of(".")) return exponent(scan, false) && scan.at_end();
    scan.many("0123456789_");
    return scan.at_end() || (exponent(scan, false) && scan.at_end());
}

bool zone(Scan& scan) {
    scan.many(" \t");
    if (scan.one_of("Z")) return true;
    if (!scan.sign() || scan.many(digits, 2) == 0) return false;
    return !scan.one_of(":") || scan.exactly(digits, 2);
}

bool is_timestamp(std::string_view text) {
    Scan scan(text);
    if (!scan.exactly(digits, 4) || !scan.one_of("-")) return false;
    const auto month = scan.many(digits, 2);
    if (month == 0 || !scan.one_of("-")) return false;
    const auto day = scan.many(digits, 2);
    if (day == 0) return false;
    if (scan.at_end()) return month == 2 && day == 2;
    if (!scan.one_of("Tt") && scan.many(" \t") == 0) return false;
    if (scan.many(digits, 2) == 0 || !scan.one_of(":") || !scan.exactly(digits, 2)) return false;
    if (!scan.one_of(":") || !scan.exactly(digits, 2)) return false;
    if (scan.one_of(".")) scan.many(digits);
    return scan.at_end() || (zone(scan) && scan.at_end());
}

bool is_word_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

ImplicitYaml implicit_yaml(std::string_view text) {
    if (is_word_of(text, {"", "~", "null", "Null", "NULL"})) return ImplicitYaml::null;
    if (is_word_of(text, {"true", "True", "TRUE", "false", "False", "FALSE"})) return ImplicitYaml::boolean;
    if (is_word_of(text, {"=", "<<"})) return ImplicitYaml::word;
    const auto first = text.front();
    if (first != '+' && first != '-' && first != '.' && digits.find(first) == std::string_view::npos)
        return ImplicitYaml::text;
    if (is_float(text)) return ImplicitYaml::real;
    if (is_integer(text)) return ImplicitYaml::integer;
    return is_timestamp(text) ? ImplicitYaml::timestamp : ImplicitYaml::text;
}

}  // namespace mlp::base
