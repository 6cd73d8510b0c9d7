// A pattern as a list of tokens, matched by trying. The tokens stand for the parts of the regular expression that DVC
// (through pathspec) makes of the line; it is noted beside each.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/ignore.hpp"

namespace mlp::base {

struct IgnorePattern::Token {
    enum class What {
        text,     // the bytes themselves
        one,      // [^/]
        any,      // [^/]*
        some,     // [^/]+
        set,      // […]; a negated one matches '/' too, as in a regular expression
        leading,  // ^(?:.+/)?
        inner,    // (?:/.+)?
        end,      // (?:/|$)
        never,    // cannot match from the start of a path
        anything  // .
    };
    What what = What::text;
    std::string text;
    std::vector<std::pair<char32_t, char32_t>> ranges;  // of a set
    bool negated = false;                               // of a set
};

namespace {

struct Character {
    char32_t code = 0;
    std::size_t length = 1;  // in bytes
};

/// The character at the start of `text`, which is not empty; a byte that is not UTF-8 is a lone surrogate, as Python
/// reads file names.
Character character_at(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    char32_t code = first & (0x7fU >> length);
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return {0xdc00U + first, 1};
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xc0U) != 0x80) return {0xdc00U + first, 1};
        code = code << 6U | (byte(at) & 0x3fU);
    }
    return {code, length};
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
        parts.push_back(text.substr(0, slash));
        text.remove_prefix(slash + 1);
    }
    parts.push_back(text);
    return parts;
}

}  // namespace

/// From the text of a line to tokens.
class IgnorePattern::Compiler {
public:
    explicit Compiler(std::vector<Token>& tokens) : tokens_(tokens) {}

    /// False when the line is to be passed over.
    bool compile(std::string_view line);

private:
    using What = Token::What;

    bool normalize(std::vector<std::string_view>& parts, bool folders_only);
    bool add_glob(std::string_view glob);
    bool add_set(std::string_view& rest);
    void add(What what) { tokens_.push_back({.what = what, .text = {}, .ranges = {}}); }
    void add_text(std::string_view text);

    std::vector<Token>& tokens_;
};

void IgnorePattern::Compiler::add_text(std::string_view text) {
    if (tokens_.empty() || tokens_.back().what != What::text) add(What::text);
    tokens_.back().text += text;
}

bool IgnorePattern::Compiler::add_set(std::string_view& rest) {
    std::size_t end = !rest.empty() && (rest[0] == '!' || rest[0] == '^') ? 1 : 0;
    Token set{.what = What::set, .text = {}, .ranges = {}, .negated = end == 1};
    end = rest.find(']', end < rest.size() && rest[end] == ']' ? end + 1 : end);
    if (end == std::string_view::npos) return false;
    std::string_view inside = rest.substr(set.negated ? 1 : 0, end - (set.negated ? 1 : 0));
    const auto next = [&] {
        const Character found = character_at(inside);
        inside.remove_prefix(found.length);
        return found.code;
    };
    while (!inside.empty()) {
        const char32_t low = next();
        char32_t high = low;
        if (inside.size() > 1 && inside[0] == '-') {
            inside.remove_prefix(1);
            high = next();
        }
        if (high < low) throw Error(Kind::invalid, fmt::format("the range in '[{}]' is reversed", rest.substr(0, end)));
        set.ranges.emplace_back(low, high);
    }
    tokens_.push_back(std::move(set));
    rest.remove_prefix(end + 1);
    return true;
}

bool IgnorePattern::Compiler::add_glob(std::string_view glob) {
    while (!glob.empty()) {
        const char letter = glob[0];
        glob.remove_prefix(1);
        if (letter == '\\') {
            if (glob.empty())
                throw Error(Kind::invalid, "a backslash ends the name, and nothing follows that it could escape");
            add_text(glob.substr(0, 1));
            glob.remove_prefix(1);
        } else if (letter == '*') {
            add(What::any);
        } else if (letter == '?') {
            add(What::one);
        } else if (letter != '[') {
            add_text({&letter, 1});
        } else if (!add_set(glob)) {
            return false;
        }
    }
    return true;
}

/// The segments in the form that is translated; true when the whole pattern was done on the way.
bool IgnorePattern::Compiler::normalize(std::vector<std::string_view>& parts, bool folders_only) {
    if (parts.front().empty()) {
        parts.erase(parts.begin());
    } else if ((parts.size() == 1 || (parts.size() == 2 && folders_only)) && parts.front() != "**") {
        parts.insert(parts.begin(), "**");
    }
    if (parts.empty()) throw Error(Kind::invalid, "a '!' stands alone; expected a pattern after it");
    if (parts.back().empty()) parts.back() = "**";
    const auto doubled = [](std::string_view a, std::string_view b) { return a == "**" && b == "**"; };
    parts.erase(std::unique(parts.begin(), parts.end(), doubled), parts.end());
    const std::size_t count = parts.size();
    const bool from_anywhere = parts[0] == "**";
    if ((count == 1 && from_anywhere) || (count == 2 && from_anywhere && parts[1] == "*")) {
        add(folders_only ? What::never : What::anything);
        return true;
    }
    if (count == 3 && from_anywhere && parts[1] == "*" && parts[2] == "**") {
        add(What::never);
        return true;
    }
    return false;
}

bool IgnorePattern::Compiler::compile(std::string_view line) {
    std::vector<std::string_view> parts = split(line);
    if (normalize(parts, parts.back().empty())) return true;
    bool needs_slash = false;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const bool last = at + 1 == parts.size();
        if (parts[at] == "**") {
            if (at == 0) {
                add(What::leading);
            } else if (last) {
                add_text("/");
            } else {
                add(What::inner);
                needs_slash = true;
            }
            continue;
        }
        if (needs_slash) add_text("/");
        if (parts[at] == "*") {
            add(What::some);
        } else if (!add_glob(parts[at])) {
            return false;
        }
        if (last) add(What::end);
        needs_slash = true;
    }
    return true;
}

/// One attempt on one path. What failed once is not tried again, so that many stars cost no more than their product
/// with the length.
struct IgnorePattern::Match {
    const std::vector<Token>& tokens;
    std::string_view path;
    std::vector<bool> failed;

    Match(const std::vector<Token>& pattern, std::string_view text) : tokens(pattern), path(text) {
        const auto tries = std::count_if(pattern.begin(), pattern.end(), [](const Token& token) {
            return token.what == Token::What::any || token.what == Token::What::some ||
                   token.what == Token::What::inner || token.what == Token::What::leading;
        });
        if (tries > 2) failed.resize((pattern.size() + 1) * (text.size() + 1));
    }

    bool from(std::size_t token, std::size_t at);

private:
    bool rest_matches(std::size_t token, std::size_t at);
    bool takes_one(const Token& token, std::size_t& at) const;
    bool after_leading(std::size_t token, std::size_t at);
    bool after_inner(std::size_t token, std::size_t at);
    bool after_any(std::size_t token, std::size_t at);
};

bool IgnorePattern::Match::from(std::size_t token, std::size_t at) {
    const std::size_t index = token * (path.size() + 1) + at;
    if (!failed.empty() && failed[index]) return false;
    const bool matched = rest_matches(token, at);
    if (!failed.empty() && !matched) failed[index] = true;
    return matched;
}

bool IgnorePattern::Match::takes_one(const Token& token, std::size_t& at) const {
    if (at == path.size()) return false;
    const Character found = character_at(path.substr(at));
    at += found.length;
    if (token.what != Token::What::set) return found.code != U'/';
    const bool inside = std::any_of(token.ranges.begin(), token.ranges.end(), [&](const auto& range) {
        return range.first <= found.code && found.code <= range.second;
    });
    return inside != token.negated;
}

bool IgnorePattern::Match::after_leading(std::size_t token, std::size_t at) {
    if (from(token, at)) return true;
    // The dot of ".+" does not match a newline.
    for (std::size_t end = at; end < path.size() && path[end] != '\n'; ++end) {
        if (end > at && path[end] == '/' && from(token, end + 1)) return true;
    }
    return false;
}

bool IgnorePattern::Match::after_inner(std::size_t token, std::size_t at) {
    if (from(token, at)) return true;
    if (at == path.size() || path[at] != '/') return false;
    for (std::size_t end = at + 1; end < path.size() && path[end] != '\n'; ++end) {
        if (from(token, end + 1)) return true;
    }
    return false;
}

bool IgnorePattern::Match::after_any(std::size_t token, std::size_t at) {
    for (;; at += character_at(path.substr(at)).length) {
        if (from(token, at)) return true;
        if (at == path.size() || path[at] == '/') return false;
    }
}

bool IgnorePattern::Match::rest_matches(std::size_t token, std::size_t at) {
    for (; token < tokens.size(); ++token) {
        const Token& wanted = tokens[token];
        switch (wanted.what) {
            case Token::What::text:
                if (!path.substr(at).starts_with(wanted.text)) return false;
                at += wanted.text.size();
                break;
            case Token::What::one:
            case Token::What::set:
                if (!takes_one(wanted, at)) return false;
                break;
            case Token::What::some:
                return takes_one(wanted, at) && after_any(token + 1, at);
            case Token::What::any:
                return after_any(token + 1, at);
            case Token::What::leading:
                return after_leading(token + 1, at);
            case Token::What::inner:
                return after_inner(token + 1, at);
            case Token::What::end:
                // "$" also stands before a newline at the very end.
                return at == path.size() || path[at] == '/' || path.substr(at) == "\n";
            case Token::What::never:
                return false;
            case Token::What::anything:
                return at < path.size() && path[at] != '\n';
        }
    }
    return true;
}

std::optional<IgnorePattern> IgnorePattern::parse(std::string_view line) {
    if (line.empty() || line.front() == '#' || line == "/") return std::nullopt;
    IgnorePattern pattern;
    pattern.folders_only_ = line.back() == '/';
    pattern.negated_ = line.front() == '!';
    const std::string_view name = line.substr(0, line.find_last_not_of('/') + 1);
    pattern.about_contents_ = name.ends_with("/*") || name.ends_with("/**");
    auto tokens = std::make_shared<std::vector<Token>>();
    if (!Compiler(*tokens).compile(line.substr(pattern.negated_ ? 1 : 0))) return std::nullopt;
    pattern.tokens_ = std::move(tokens);
    return pattern;
}

std::optional<IgnorePattern> IgnorePattern::parse_in(std::string_view line, std::string_view folder) {
    // A line that matches nothing by itself must not come to life by what is put before it.
    auto pattern = parse(line);
    if (!pattern || folder == ".") return pattern;
    auto moved = parse(below(line, folder));
    if (moved) moved->about_contents_ = pattern->about_contents_;
    return moved;
}

std::string IgnorePattern::below(std::string_view line, std::string_view folder) {
    const bool negated = line.starts_with('!');
    if (negated) line.remove_prefix(1);
    const bool anchored = line.substr(0, line.size() - (line.empty() ? 0 : 1)).find('/') != std::string_view::npos &&
                          !line.starts_with("**/");
    const std::string_view prefix = anchored ? "/" : "**/";
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
    if (line.starts_with('\\')) line.remove_prefix(1);
    return fmt::format("{}{}{}{}", negated ? "!/" : "", folder, anchored ? "/" : "/**/", line);
}

bool IgnorePattern::matches(std::string_view path, bool is_folder) const {
    if (folders_only_ && !is_folder) return false;
    if (Match(*tokens_, path).from(0, 0)) return true;
    if (!is_folder) return false;
    const std::string as_folder = std::string(path) + "/";
    return Match(*tokens_, as_folder).from(0, 0);
}

}  // namespace mlp::base
