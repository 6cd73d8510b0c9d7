#include "core/template/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"

namespace mlp::tmpl {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_name(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
    return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), part);
}

class Renderer {
public:
    Renderer(std::string_view text, const Values& values, std::string_view file)
        : text_(text), values_(values), file_(file) {}

    std::string run() {
        std::string out;
        std::size_t at = 0;
        while (true) {
            const auto open = next_tag(at);
            out += text_.substr(at, open - at);
            if (open == std::string_view::npos) return out;
            const char kind = text_[open + 1];
            const std::string_view closing = kind == '{' ? "}}" : kind == '#' ? "#}" : "%}";
            if (kind == '%') fail(open, "statements ('{% … %}') are not supported in this version");
            const auto close = text_.find(closing, open + 2);
            if (close == std::string_view::npos)
                fail(open, fmt::format("'{}' is never closed by '{}'", text_.substr(open, 2), closing));
            if (kind == '{') out += evaluate(text_.substr(open + 2, close - open - 2), open);
            at = close + 2;
        }
    }

private:
    std::size_t next_tag(std::size_t from) const {
        for (auto at = text_.find('{', from); at != std::string_view::npos; at = text_.find('{', at + 1)) {
            if (at + 1 < text_.size() && std::string_view("{#%").find(text_[at + 1]) != std::string_view::npos)
                return at;
        }
        return std::string_view::npos;
    }

    std::string evaluate(std::string_view expression, std::size_t at) const {
        const auto bar = expression.find('|');
        const auto name = trimmed(expression.substr(0, bar));
        if (!is_name(name)) fail(at, fmt::format("'{}' is not supported here: a name was expected", name));
        const auto value = values_.find(std::string(name));
        if (value == values_.end()) {
            std::vector<std::string> known;
            for (const auto& [key, unused] : values_) known.push_back(key);
            fail(at, fmt::format("'{}' is not defined{}", name, base::did_you_mean(name, known)));
        }
        if (bar == std::string_view::npos) return value->second;
        return filtered(value->second, trimmed(expression.substr(bar + 1)), at);
    }

    std::string filtered(const std::string& value, std::string_view filter, std::size_t at) const {
        if (filter == "yaml") return base::yaml_scalar(base::Json(value));
        if (filter == "json") return base::Json(value).dump();
        if (filter == "lower") {
            std::string lower = value;
            std::transform(lower.begin(), lower.end(), lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            return lower;
        }
        fail(at, fmt::format("there is no filter '{}': yaml, json and lower are known", filter));
    }

    [[noreturn]] void fail(std::size_t at, std::string message) const {
        const auto before = text_.substr(0, at);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        const Position place{std::string(file_), static_cast<int>(line),
                             static_cast<int>(base::character_count(before.substr(start))) + 1};
        throw Error(Kind::invalid, std::move(message)).at(place.to_string());
    }

    std::string_view text_;
    const Values& values_;
    std::string_view file_;
};

}  // namespace

std::string render(std::string_view text, const Values& values, std::string_view file) {
    return Renderer(text, values, file).run();
}

}  // namespace mlp::tmpl
