#include "core/base/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/code_points.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

constexpr int deepest = 64;
constexpr std::size_t most_elements = 200'000;
constexpr std::string_view white_space = " \t\r\n";

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c > ' ' && c != 0x7f &&
               std::string_view("<>&/='\"!?").find(static_cast<char>(c)) == std::string_view::npos;
    });
}

/// A reader of one document; each step says whether the text goes on as it must.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool document(XmlElement& root) { return misc() && element(root, 0) && misc() && rest_.empty(); }

private:
    bool skip_past(std::string_view end) {
        const auto at = rest_.find(end);
        if (at == std::string_view::npos) return false;
        rest_.remove_prefix(at + end.size());
        return true;
    }
    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(white_space), rest_.size())); }
    bool misc();
    bool element(XmlElement& into, int depth);
    bool content(XmlElement& into, int depth);
    bool attributes(bool& closed);
    bool reference(std::string& text);

    std::string_view rest_;
    std::size_t elements_ = 0;
};

/// What may stand around the root: white space, comments, instructions.
bool Reader::misc() {
    while (true) {
        skip_space();
        if (rest_.starts_with("<?")) {
            if (!skip_past("?>")) return false;
        } else if (rest_.starts_with("<!--")) {
            if (!skip_past("-->")) return false;
        } else {
            return true;
        }
    }
}

/// The rest of a start tag. Values are read over; only their quotes matter.
bool Reader::attributes(bool& closed) {
    while (true) {
        skip_space();
        if (rest_.starts_with("/>") || rest_.starts_with('>')) {
            closed = rest_[0] == '/';
            rest_.remove_prefix(closed ? 2 : 1);
            return true;
        }
        const auto equals = rest_.find('=');
        if (equals == std::string_view::npos || !is_name(rest_.substr(0, equals))) return false;
        rest_.remove_prefix(equals + 1);
        if (rest_.empty() || (rest_[0] != '"' && rest_[0] != '\'')) return false;
        const auto end = rest_.find(rest_[0], 1);
        if (end == std::string_view::npos || rest_.substr(0, end).find('<') != std::string_view::npos) return false;
        rest_.remove_prefix(end + 1);
    }
}

bool Reader::element(XmlElement& into, int depth) {
    if (depth > deepest || ++elements_ > most_elements || !rest_.starts_with('<')) return false;
    rest_.remove_prefix(1);
    const std::string_view name = rest_.substr(0, rest_.find_first_of(" \t\r\n/>"));
    if (!is_name(name)) return false;
    rest_.remove_prefix(name.size());
    into.name = name.substr(name.find(':') + 1);
    bool closed = false;
    if (!attributes(closed)) return false;
    if (closed) return true;
    if (!content(into, depth)) return false;
    rest_.remove_prefix(2);
    if (!rest_.starts_with(name)) return false;
    rest_.remove_prefix(name.size());
    skip_space();
    if (!rest_.starts_with('>')) return false;
    rest_.remove_prefix(1);
    return true;
}

/// Everything up to the end tag, which stays.
bool Reader::content(XmlElement& into, int depth) {
    constexpr std::string_view cdata = "<![CDATA[";
    while (!rest_.empty()) {
        if (rest_.starts_with("</")) return true;
        if (rest_.starts_with("<!--")) {
            if (!skip_past("-->")) return false;
        } else if (rest_.starts_with("<?")) {
            if (!skip_past("?>")) return false;
        } else if (rest_.starts_with(cdata)) {
            const auto end = rest_.find("]]>");
            if (end == std::string_view::npos) return false;
            into.text += rest_.substr(cdata.size(), end - cdata.size());
            rest_.remove_prefix(end + 3);
        } else if (rest_[0] == '<') {
            if (!element(into.children.emplace_back(), depth + 1)) return false;
        } else if (rest_[0] == '&') {
            if (!reference(into.text)) return false;
        } else {
            const std::string_view run = rest_.substr(0, rest_.find_first_of("<&"));
            into.text += run;
            rest_.remove_prefix(run.size());
        }
    }
    return false;
}

bool Reader::reference(std::string& text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> named{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    const auto end = rest_.find(';');
    if (end == std::string_view::npos || end > 12) return false;
    std::string_view word = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (!word.starts_with('#')) {
        const auto* const found =
            std::find_if(named.begin(), named.end(), [&](const auto& pair) { return pair.first == word; });
        if (found == named.end()) return false;
        text += found->second;
        return true;
    }
    const bool hex = word.starts_with("#x");
    word.remove_prefix(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [stop, problem] = std::from_chars(word.data(), word.data() + word.size(), code, hex ? 16 : 10);
    const bool fits = code != 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    if (problem != std::errc{} || stop != word.data() + word.size() || !fits) return false;
    append_utf8(static_cast<char32_t>(code), text);
    return true;
}

}  // namespace

const XmlElement* XmlElement::find(std::string_view child) const {
    const auto found =
        std::find_if(children.begin(), children.end(), [&](const XmlElement& one) { return one.name == child; });
    return found == children.end() ? nullptr : &*found;
}

std::optional<std::string> XmlElement::get(std::string_view child) const {
    const XmlElement* const found = find(child);
    return found != nullptr ? std::optional(found->text) : std::nullopt;
}

std::optional<XmlElement> parse_xml(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    XmlElement root;
    if (invalid_utf8(text) || !Reader(text).document(root)) return std::nullopt;
    return root;
}

}  // namespace mlp::base
