#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
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
    /// Of bytes; the end is behind it.
    struct Range {
        std::size_t begin;
        std::size_t end;
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
        const std::string_view quiet = node.is_list() || node.is_map() ? "[{" : "'\"|>";
        if (!text.empty() && quiet.find(text.front()) != std::string_view::npos)
            quiet_.push_back({source_.offset(node.begin()), end_of(node)});
        if (node.is_list()) {
            for (const Yaml& item : node.items()) look_at(item);
        }
        if (node.is_map()) {
            for (const Yaml::Entry& entry : node.entries()) {
                if (!entry.plain_key) quiet_.push_back(key_range(entry));
                look_at(entry.value);
            }
        }
    }

    std::size_t end_of(const Yaml& node) {
        return node.end().line == 0 ? source_.text().size() : source_.offset(node.end());
    }

    Range key_range(const Yaml::Entry& entry) {
        const auto begin = source_.offset(entry.key_place);
        return {begin, source_.scalar_end(begin, entry.key).value_or(begin)};
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
        std::sort(quiet_.begin(), quiet_.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
        std::size_t furthest = 0;
        for (Range& range : quiet_) range.end = furthest = std::max(furthest, range.end);
    }

    bool is_quiet(std::size_t offset) const {
        const auto behind = std::upper_bound(quiet_.begin(), quiet_.end(), offset,
                                             [](std::size_t at, const Range& range) { return at < range.begin; });
        return behind != quiet_.begin() && offset < std::prev(behind)->end;
    }

    void look_for_tabs() {
        order_quiet();
        const auto text = source_.text();
        for (auto at = text.find_first_of("\t#"); at < text.size() && !found_; at = text.find_first_of("\t#", at + 1)) {
            const bool comment = text[at] == '#';
            if (comment && at > 0 && std::string_view(" \t\n").find(text[at - 1]) == std::string_view::npos) continue;
            if (is_quiet(at)) continue;
            if (comment) {
                at = std::min(text.find('\n', at), text.size());
                continue;
            }
            refuse(source_.position(at), "a tab stands here, where DVC's reader of YAML allows none",
                   "use blanks, or put the text in quotes");
        }
    }

    YamlSource source_;
    std::string_view reader_;
    std::vector<Range> quiet_;
    std::optional<Problem> found_;
};

/// '=' may stand here as a value of its own.
bool has_lone_equals(std::string_view text) {
    for (auto at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
        const bool begins = at == 0 || std::string_view(" \n[{,:\"'").find(text[at - 1]) != std::string_view::npos;
        const bool ends = at + 1 == text.size() || std::string_view(" \r\n,]}").find(text[at + 1]) != std::string_view::npos;
        if (begins && ends) return true;
    }
    return false;
}

}  // namespace

std::optional<Problem> python_refusal(std::string_view text, const Yaml& tree) {
    text = without_byte_order_mark(text);
    // Most files hold nothing of this.
    if (text.find_first_of("\t!") == std::string_view::npos && text.find("<<") == std::string_view::npos &&
        !has_lone_equals(text))
        return std::nullopt;
    return RefusalFinder(text, tree.begin().file, "DVC").find(tree);
}

std::optional<Problem> meaningless_tag(std::string_view text, const Yaml& tree) {
    if (text.find('!') == std::string_view::npos) return std::nullopt;
    return RefusalFinder(without_byte_order_mark(text), tree.begin().file, "mlp").find_tag(tree);
}

}  // namespace mlp::base
