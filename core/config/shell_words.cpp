#include "core/config/shell_words.hpp"

#include <algorithm>
#include <array>

namespace mlp::config {

namespace {

struct Token {
    std::string text;
    bool known = true;      ///< nothing in it is expanded by the shell
    bool separator = false;  ///< ends a command
    bool redirect = false;   ///< what follows is written to
};

/// Reads one quoted part; returns the byte behind it.
std::size_t take_quoted(std::string_view command, std::size_t at, Token& token) {
    const char quote = command[at];
    for (++at; at < command.size() && command[at] != quote; ++at) {
        if (quote == '"' && command[at] == '\\' && at + 1 < command.size()) ++at;
        if (quote == '"' && (command[at] == '$' || command[at] == '`')) token.known = false;
        token.text += command[at];
    }
    return at + 1;
}

std::vector<Token> tokens_of(std::string_view command) {
    std::vector<Token> tokens;
    Token token;
    bool open = false;
    const auto close = [&] {
        if (open) tokens.push_back(std::move(token));
        token = {};
        open = false;
    };
    for (std::size_t at = 0; at < command.size();) {
        const char c = command[at];
        if (c == '\'' || c == '"') {
            open = true;
            at = take_quoted(command, at, token);
            continue;
        }
        if (std::string_view(" \t\n\r").find(c) != std::string_view::npos) {
            close();
        } else if (c == '\\' && at + 1 < command.size()) {
            if (command[++at] != '\n') {
                open = true;
                token.text += command[at];
            }
        } else if (std::string_view(";|&()").find(c) != std::string_view::npos) {
            close();
            tokens.push_back({.text = {}, .separator = true});
        } else if (c == '<' || c == '>') {
            // The number before it is a file descriptor.
            if (token.text.find_first_not_of("0123456789") == std::string::npos) open = false;
            close();
            if (c == '>') tokens.push_back({.text = {}, .redirect = true});
        } else {
            open = true;
            if (std::string_view("$`*?[{~").find(c) != std::string_view::npos) token.known = false;
            token.text += c;
        }
        ++at;
    }
    close();
    return tokens;
}

bool names_output(std::string_view flag) {
    static constexpr std::array<std::string_view, 9> words{"-o",     "--out",  "--save", "--log",    "--dest",
                                                           "--write", "--dump", "-out",   "--target"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return word == "-o" ? flag == word : flag.starts_with(word);
    });
}

}  // namespace

std::vector<ShellWord> shell_words(std::string_view command) {
    std::vector<ShellWord> words;
    std::string program;
    std::string before;
    bool written = false;
    for (Token& token : tokens_of(command)) {
        if (token.separator || token.redirect) {
            if (token.separator) program.clear();
            written = token.redirect;
            before.clear();
            continue;
        }
        if (program.empty()) {
            const bool assignment = token.text.find('=') != std::string::npos;
            if (assignment) continue;
            program = token.text;
            if (program == "cd" || program == "pushd") return words;
            if (token.known) words.push_back({token.text, ShellWord::Role::program, program, ""});
            continue;
        }
        std::string flag = before;
        std::string text = token.text;
        if (const std::size_t equals = text.find('='); text.starts_with('-') && equals != std::string::npos) {
            flag = text.substr(0, equals);
            text = text.substr(equals + 1);
        }
        const bool makes = written || names_output(flag);
        const auto role = makes ? ShellWord::Role::written : ShellWord::Role::argument;
        before = token.text;
        written = false;
        if (token.known && !text.empty()) words.push_back({std::move(text), role, program, std::move(flag)});
    }
    return words;
}

}  // namespace mlp::config
