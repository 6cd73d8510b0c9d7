#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <tuple>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/yaml_python.hpp"
#include "core/base/yaml_source.hpp"

namespace mlp::base {

namespace {

/// Tags below "tag:yaml.org,2002:" that have a meaning for ruamel.yaml's safe reader.
constexpr std::array<std::string_view, 12> known_tags{"null", "bool", "int",   "float", "binary", "timestamp",
                                                      "omap", "set",  "pairs", "str",   "seq",    "map"};

bool is_known_tag(std::string_view tag) {
    if (tag == "!" || tag.starts_with("!<")) return true;  // `!` alone says "a text"; long forms are left to the reader
    return tag.starts_with("!!") && std::find(known_tags.begin(), known_tags.end(), tag.substr(2)) != known_tags.end();
}

bool is_before(const Position& a, const Position& b) { return std::tie(a.line, a.column) < std::tie(b.line, b.column); }

class RefusalFinder {
public:
    /// @param reader that a message names
    RefusalFinder(std::string_view text, std::string_view file, std::string_view reader)
        : source_(text, file), reader_(reader) {}

    std::optional<Problem> find(const Yaml& tree) {
        look_at(tree);
        if (!found_) look_for_tabs();
        return found_;
    }

    std::optional<Problem> find_tag(const Yaml& node) {
        if (found_) return found_;
        without_properties(node);
        for (const Yaml& item : node.items()) find_tag(item);
        for (const Yaml::Entry& entry : node.entries()) find_tag(entry.value);
        return found_;
    }

private:
    struct Range {
        Position begin;
        Position end;
    };

    void refuse(const Position& place, std::string message, std::string hint) {
        if (found_) return;
        found_ = Problem{Problem::Severity::error, std::string(yaml_codes::syntax), place, std::move(message),
                         std::move(hint)};
    }

    void look_at(const Yaml& node) {
        const auto text = without_properties(node);
        if (node.is_plain() && (node.text() == "=" || node.text() == "<<")) {
            refuse(node.begin(),
                   fmt::format("'{}' is a word of YAML's own that DVC cannot read as a value", node.text()),
                   "put it in quotes");
        }
        // In brackets and in texts with an end of their own tabs are allowed.
        if (!text.empty() && std::string_view("'\"|>[{").find(text.front()) != std::string_view::npos)
            quiet_.push_back({node.begin(), node.end()});
        if (node.is_list()) {
            for (const Yaml& item : node.items()) look_at(item);
        }
        if (node.is_map()) {
            for (const Yaml::Entry& entry : node.entries()) {
                if (!entry.plain_key) quiet_.push_back({entry.key_place, entry.value.begin()});
                look_at(entry.value);
            }
        }
    }

    /// The value's text behind its anchor and tag; a tag that means nothing is refused.
    std::string_view without_properties(const Yaml& node) {
        auto text = source_.text().substr(source_.offset(node.begin()));
        while (text.starts_with('&') || text.starts_with('!')) {
            const auto word = text.substr(0, text.find_first_of(" \t\r\n,]}"));
            if (word.front() == '!' && !is_known_tag(word)) {
                refuse(node.begin(), fmt::format("the tag '{}' is none that {} can read", shown_word(word), reader_),
                       "remove it, or put the text in quotes");
            }
            text.remove_prefix(word.size());
            text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        }
        return text;
    }

    /// Sorted by their beginnings, each range reaching as far as any before it.
    void order_quiet() {
        const Position endless{"", std::numeric_limits<int>::max(), 0};
        const auto end_of = [&](const Range& range) { return range.end.line == 0 ? endless : range.end; };
        std::sort(quiet_.begin(), quiet_.end(), [](const Range& a, const Range& b) { return is_before(a.begin, b.begin); });
        Position furthest;
        for (Range& range : quiet_) {
            if (is_before(furthest, end_of(range))) furthest = end_of(range);
            range.end = furthest;
        }
    }

    bool is_quiet(const Position& place) const {
        const auto behind = std::upper_bound(quiet_.begin(), quiet_.end(), place,
                                             [](const Position& at, const Range& range) { return is_before(at, range.begin); });
        return behind != quiet_.begin() && is_before(place, std::prev(behind)->end);
    }

    void look_for_tabs() {
        order_quiet();
        const auto text = source_.text();
        for (auto at = text.find_first_of("\t#"); at < text.size() && !found_; at = text.find_first_of("\t#", at + 1)) {
            const bool comment = text[at] == '#';
            if (comment && at > 0 && std::string_view(" \t\n").find(text[at - 1]) == std::string_view::npos) continue;
            const auto place = source_.position(at);
            if (is_quiet(place)) continue;
            if (comment) {
                at = std::min(text.find('\n', at), text.size());
                continue;
            }
            refuse(place, "a tab stands here, where DVC's reader of YAML allows none",
                   "use blanks, or put the text in quotes");
        }
    }

    YamlSource source_;
    std::string_view reader_;
    std::vector<Range> quiet_;
    std::optional<Problem> found_;
};

}  // namespace

std::optional<Problem> python_refusal(std::string_view text, const Yaml& tree) {
    text = without_byte_order_mark(text);
    // Most files hold nothing of this.
    if (text.find_first_of("\t!") == std::string_view::npos && text.find("=\n") == std::string_view::npos &&
        text.find("<<") == std::string_view::npos && !text.ends_with('='))
        return std::nullopt;
    return RefusalFinder(text, tree.begin().file, "DVC").find(tree);
}

std::optional<Problem> meaningless_tag(std::string_view text, const Yaml& tree) {
    if (text.find('!') == std::string_view::npos) return std::nullopt;
    return RefusalFinder(without_byte_order_mark(text), tree.begin().file, "mlp").find_tag(tree);
}

}  // namespace mlp::base
