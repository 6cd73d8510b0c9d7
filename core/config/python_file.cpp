#include "core/config/python_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/python_literal.hpp"

namespace mlp::config {

namespace {

/// One statement, or the head of a block: lines that belong together as one, without comments.
struct Statement {
    std::size_t indent = 0;
    std::string text;
};

bool is_open(char c) { return c == '(' || c == '[' || c == '{'; }
bool is_close(char c) { return c == ')' || c == ']' || c == '}'; }

/// Cuts a file into statements.
class Statements {
public:
    Statements(std::string_view text, std::string_view origin) : text_(text), origin_(origin) {}

    std::vector<Statement> read() {
        while (at_ < text_.size()) {
            indent_ = read_indent();
            read_line();
        }
        return std::move(found_);
    }

private:
    std::size_t read_indent() {
        std::size_t columns = 0;
        for (; at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\f'); ++at_) {
            columns = text_[at_] == '\t' ? columns / 8 * 8 + 8 : columns + 1;
        }
        return columns;
    }

    void read_line() {
        std::string statement;
        int depth = 0;
        const std::size_t start = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"' || c == '\'') {
                const auto end = base::python_string_end(text_, at_);
                if (!end) fail(at_, "the text in quotes is not closed");
                statement += text_.substr(at_, *end - at_);
                at_ = *end;
                continue;
            }
            if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
                continue;
            }
            ++at_;
            if (c == '\\' && at_ < text_.size() && text_[at_] == '\n') {
                ++at_;
                statement += ' ';
                continue;
            }
            if (c == '\n' && depth == 0) break;
            if (c == ';' && depth == 0) {
                keep(std::move(statement));
                statement.clear();
                continue;
            }
            depth += is_open(c) ? 1 : is_close(c) ? -1 : 0;
            statement += c;
        }
        if (depth != 0) fail(start, "brackets do not match");
        keep(std::move(statement));
    }

    void keep(std::string statement) {
        const std::size_t first = statement.find_first_not_of(" \t\r\n");
        if (first == std::string::npos) return;
        statement.erase(statement.find_last_not_of(" \t\r\n") + 1);
        found_.push_back({indent_, statement.substr(first)});
    }

    [[noreturn]] void fail(std::size_t at, std::string_view message) const {
        const auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
        throw Error(Kind::invalid, std::string(message)).at(fmt::format("{}:{}", origin_, line));
    }

    std::string_view text_;
    std::string_view origin_;
    std::size_t at_ = 0;
    std::size_t indent_ = 0;
    std::vector<Statement> found_;
};

bool is_name(std::string_view text) {
    const auto part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), part);
}

/// Place of the first `wanted` outside of brackets and texts.
std::size_t find_outside(std::string_view text, char wanted, std::size_t at = 0) {
    int depth = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            at = base::python_string_end(text, at).value_or(text.size()) - 1;
        } else if (c == wanted && depth == 0) {
            return at;
        }
        depth += is_open(c) ? 1 : is_close(c) ? -1 : 0;
    }
    return std::string_view::npos;
}

/// The head of a block such as `class NAME(…):` when it begins with `word`: the name, and what follows on the line.
struct Head {
    std::string name;
    std::string_view rest;
};

std::optional<Head> head_of(std::string_view statement, std::string_view word) {
    if (!statement.starts_with(word) || statement.size() == word.size() || statement[word.size()] != ' ')
        return std::nullopt;
    const std::string_view after = base::trimmed(statement.substr(word.size()));
    const std::string_view name = after.substr(0, after.find_first_of("(:[ \t"));
    const std::size_t colon = find_outside(statement, ':');
    if (!is_name(name) || colon == std::string_view::npos) return std::nullopt;
    return Head{std::string(name), base::trimmed(statement.substr(colon + 1))};
}

/// `target = literal`; what it does not fit is no parameter.
void read_assignment(std::string_view statement, bool only_self, Json& into) {
    const std::size_t equals = find_outside(statement, '=');
    if (equals == std::string_view::npos || equals == 0) return;
    const std::string_view value = statement.substr(equals + 1);
    const bool compares = value.starts_with('=') ||
                          std::string_view("=!<>:+-*/%&|^@").find(statement[equals - 1]) != std::string_view::npos;
    if (compares || find_outside(value, '=') != std::string_view::npos) return;
    const std::string_view left = statement.substr(0, equals);
    std::string_view target = base::trimmed(left.substr(0, find_outside(left, ':')));
    const bool self = target.starts_with("self.");
    if (self) target.remove_prefix(5);
    if (!is_name(target) || (only_self && !self)) return;
    if (auto literal = base::python_literal(value)) into[std::string(target)] = *std::move(literal);
}

/// The statements of one block; deeper ones belong to blocks that begin in it.
void read_block(std::span<const Statement> statements, bool only_self, Json& into) {
    for (std::size_t i = 0; i < statements.size();) {
        const Statement& statement = statements[i++];
        std::size_t end = i;
        while (end < statements.size() && statements[end].indent > statement.indent) ++end;
        const auto type = head_of(statement.text, "class");
        const auto function = type ? std::nullopt : head_of(statement.text, "def");
        if (type || (function && function->name == "__init__")) {
            const std::string_view rest = type ? type->rest : function->rest;
            const std::vector<Statement> one_line{{0, std::string(rest)}};
            const auto body = rest.empty() ? statements.subspan(i, end - i) : std::span<const Statement>(one_line);
            if (type) {
                Json members = Json::object();
                read_block(body, false, members);
                into[type->name] = std::move(members);
            } else {
                read_block(body, true, into);
            }
        } else if (!function) {
            read_assignment(statement.text, only_self, into);
        }
        i = end;
    }
}

}  // namespace

Json parse_python_file(std::string_view text, std::string_view origin) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::vector<Statement> statements = Statements(text, origin).read();
    Json values = Json::object();
    read_block(statements, false, values);
    return values;
}

}  // namespace mlp::config
