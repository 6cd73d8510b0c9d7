#include "core/config/interpolate.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "core/base/ascii.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"

namespace mlp::config {

namespace {

/// "a.b[0]" as steps "a", "b", "0"; nothing when it is not of that form.
std::optional<std::vector<std::string>> parse_expression(std::string_view text) {
    std::vector<std::string> steps;
    std::size_t i = 0;
    const auto word = [&] {
        const std::size_t from = i;
        i = std::min(text.find_first_of(".[]", i), text.size());
        steps.emplace_back(base::trimmed(text.substr(from, i - from)));
        return i > from;
    };
    if (!word()) return std::nullopt;
    while (i < text.size()) {
        const bool bracket = text[i] == '[';
        if (!bracket && text[i] != '.') return std::nullopt;
        ++i;
        if (!word()) return std::nullopt;
        if (bracket && (i >= text.size() || text[i++] != ']')) return std::nullopt;
    }
    return steps;
}

/// Whether a name that stands for nothing was more likely meant for the shell, or as a formula.
bool looks_like_code(std::string_view expression) {
    return base::trimmed(expression).find_first_of(" \t\n\"'(){}$,|") != std::string_view::npos;
}

/// As Python's lists do it, -1 is the last one.
std::optional<std::size_t> index_of(std::string_view text, std::size_t size) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (value < 0) value += static_cast<std::int64_t>(size);
    return value >= 0 && value < static_cast<std::int64_t>(size) ? std::optional(static_cast<std::size_t>(value))
                                                                 : std::nullopt;
}

const Json* step_into(const Json& value, const std::string& step) {
    if (value.is_object()) {
        const auto found = value.find(step);
        return found == value.end() ? nullptr : &*found;
    }
    if (!value.is_array()) return nullptr;
    const auto index = index_of(step, value.size());
    return index ? &value[*index] : nullptr;
}

std::string name_of(const std::vector<std::string>& steps, std::size_t count) {
    std::string name;
    for (std::size_t i = 0; i < count; ++i) name += (i == 0 ? "" : ".") + steps[i];
    return name;
}

/// What could have stood at the step that failed, as whole names.
std::string suggestion(const Scope& scope, const Json* parent, const std::vector<std::string>& steps, std::size_t at) {
    std::vector<std::string> names;
    const std::string prefix = at == 0 ? "" : name_of(steps, at) + ".";
    const auto add = [&](const Json* map) {
        if (map == nullptr || !map->is_object()) return;
        for (const auto& [key, value] : map->items()) names.push_back(prefix + key);
    };
    if (at == 0) add(scope.local);
    add(at == 0 ? scope.values : parent);
    return base::did_you_mean(name_of(steps, at + 1), names);
}

void add_syntax_fault(std::string_view written, std::vector<Fault>& faults) {
    faults.push_back({codes::template_syntax, std::string(written),
                      fmt::format("'{}' is not a name such as ${{train.lr}} or ${{layers[0]}}", written),
                      "for a variable of the shell write \\${NAME} or $NAME"});
}

/// Value of an expression, or a fault.
const Json* resolve(std::string_view written, std::string_view inner, const Scope& scope, std::vector<Fault>& faults) {
    const auto steps = parse_expression(inner);
    if (!steps) {
        add_syntax_fault(written, faults);
        return nullptr;
    }
    const Json* start = scope.local != nullptr && scope.local->contains(steps->front()) ? scope.local : scope.values;
    const Json* value = start;
    for (std::size_t i = 0; i < steps->size(); ++i) {
        const Json* next = value == nullptr ? nullptr : step_into(*value, (*steps)[i]);
        if (next == nullptr && looks_like_code(inner)) {
            add_syntax_fault(written, faults);
            return nullptr;
        }
        if (next == nullptr) {
            faults.push_back(
                {codes::unresolved, std::string(written),
                 fmt::format("'{}' has no value: there is no '{}'{}", written, name_of(*steps, i + 1),
                             suggestion(scope, value, *steps, i)),
                 "set it in params.yaml or in vars; for a variable of the shell write \\${NAME} or $NAME"});
            return nullptr;
        }
        value = next;
    }
    return value;
}

std::optional<std::string> as_text(const Json& value, std::string_view written, Insert insert, const OptionStyle& style,
                                   std::vector<Fault>& faults) {
    if (!value.is_structured()) return inserted_text(value);
    if (insert == Insert::command && value.is_object()) {
        if (auto options = command_options(value, style)) return options;
        faults.push_back(
            {codes::template_type, std::string(written),
             fmt::format("the map '{}' has a list of lists or maps, which has no form as options", written), ""});
        return std::nullopt;
    }
    faults.push_back(
        {codes::template_type, std::string(written),
         fmt::format("'{}' is a {}, which cannot be put into a text", written, value.is_object() ? "map" : "list"),
         "name one of its values"});
    return std::nullopt;
}

/// So many are told of one text: who mends them looks again, and a text of megabytes may have a hundred thousand.
constexpr std::size_t most_faults = 100;

/// `\${` becomes `${`: last of all, so that values that were put in may be escaped, too.
void undo_escapes(std::string& text) {
    for (std::size_t at = text.find("\\${"); at != std::string::npos; at = text.find("\\${", at + 2)) text.erase(at, 1);
}

}  // namespace

std::optional<Json> interpolate(std::string_view text, const Scope& scope, Insert insert, std::vector<Fault>& faults) {
    const std::size_t faults_before = faults.size();
    const OptionStyle style = scope.options != nullptr ? *scope.options : OptionStyle{};
    std::string out;
    std::size_t at = 0;
    while (at < text.size() && faults.size() < faults_before + most_faults) {
        const std::size_t open = text.find("${", at);
        if (open == std::string_view::npos) break;
        if (open > 0 && text[open - 1] == '\\') {
            out += text.substr(at, open + 2 - at);
            at = open + 2;
            continue;
        }
        out += text.substr(at, open - at);
        const std::size_t close = text.find('}', open);
        if (scope.open_is_text && (close == std::string_view::npos || text.find('\n', open) < close)) {
            out += "${";
            at = open + 2;
            continue;
        }
        if (close == std::string_view::npos) {
            faults.push_back({codes::template_syntax, std::string(text.substr(open)), "'${' has no closing '}'",
                              "write \\${ for the characters themselves"});
            return std::nullopt;
        }
        const std::string_view written = text.substr(open, close + 1 - open);
        const std::string_view inner = text.substr(open + 2, close - open - 2);
        if (const Json* value = resolve(written, inner, scope, faults)) {
            if (written.size() == text.size() && insert == Insert::scalar) return *value;
            if (auto piece = as_text(*value, written, insert, style, faults)) out += *piece;
        }
        at = close + 1;
    }
    out += text.substr(std::min(at, text.size()));
    if (faults.size() > faults_before) return std::nullopt;
    undo_escapes(out);
    return Json(std::move(out));
}

}  // namespace mlp::config
