#include "core/tracking/tokens.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"

namespace mlp::tracking {
namespace {

constexpr std::size_t longest_filter = 1 << 20;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_symbol(char c) { return std::string_view("=!<>(),").find(c) != std::string_view::npos; }
bool is_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

/// Reads a quoted piece that begins at `at`, which is moved behind it. A doubled quote is one.
std::string quoted(std::string_view text, std::size_t& at, std::string_view what) {
    const char quote = text[at];
    const std::size_t begin = at++;
    std::string content;
    for (; at < text.size(); ++at) {
        if (text[at] != quote) {
            content += text[at];
        } else if (at + 1 < text.size() && text[at + 1] == quote) {
            content += text[at++];
        } else {
            ++at;
            return content;
        }
    }
    throw filter_error(fmt::format("the quote {} is never closed", quote), what, begin);
}

/// A bare word: it may have quoted parts after a dot, as in metrics.`my key`, which the caller joins.
std::string word(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at]) && !is_symbol(text[at]) && !is_quote(text[at])) ++at;
    return std::string(text.substr(begin, at - begin));
}

std::string symbol(std::string_view text, std::size_t& at) {
    const std::string_view two = text.substr(at, 2);
    const std::size_t length = two == "!=" || two == ">=" || two == "<=" || two == "<>" || two == "==" ? 2 : 1;
    at += length;
    return std::string(text.substr(at - length, length));
}

}  // namespace

Error filter_error(std::string message, std::string_view what, std::size_t position) {
    return Error(Kind::usage, std::move(message))
        .at(fmt::format("{}, character {}", what, position + 1))
        .hint(
            "comparisons are joined by AND, e.g. \"metrics.acc > 0.9 AND params.lr = '0.1' AND tags.team LIKE 'a%'\"; "
            "see `mlp "
            "track search --help`");
}

bool same_word(std::string_view word, std::string_view upper) {
    if (word.size() != upper.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i] >= 'a' && word[i] <= 'z' ? static_cast<char>(word[i] - 'a' + 'A') : word[i];
        if (c != upper[i]) return false;
    }
    return true;
}

std::vector<Token> tokenise(std::string_view text, std::string_view what) {
    if (text.size() > longest_filter) {
        throw filter_error(fmt::format("the {} has {} bytes, at most {} are read", what, text.size(), longest_filter),
                           what, 0);
    }
    if (const auto bad = base::invalid_utf8(text)) throw filter_error("not UTF-8", what, *bad);
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        Token token{.kind = Token::Kind::word, .text = {}, .position = at, .double_quoted = text[at] == '"'};
        if (is_symbol(text[at])) {
            token.kind = Token::Kind::symbol;
            token.text = symbol(text, at);
        } else if (is_quote(text[at])) {
            token.kind = text[at] == '`' ? Token::Kind::quoted_name : Token::Kind::text;
            token.text = quoted(text, at, what);
        } else {
            token.text = word(text, at);
        }
        tokens.push_back(std::move(token));
    }
    tokens.push_back({.kind = Token::Kind::end, .text = {}, .position = text.size()});
    return tokens;
}

}  // namespace mlp::tracking
