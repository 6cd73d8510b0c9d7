#include "cli/parse.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/assign.hpp"
#include "cli/globals.hpp"
#include "cli/names.hpp"
#include "cli/resolve.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

// CLI11 reads more into some words than we mean: it takes the next word for `--key=`, unpacks "[a,b]" into a list, and
// sees flags in "-inf". Such words carry this mark through it; everything else it sees as it was written.
constexpr char shield = '\x01';

bool is_negative_name(std::string_view word) {
    if (word.size() < 2 || word[0] != '-') return false;
    const auto number = base::parse_number(word);
    return number && (word[1] < '0' || word[1] > '9');
}

std::string shielded(const std::string& word) {
    if (word.empty()) return word;
    const auto equals = word.find('=');
    if (word.starts_with("--") && equals != std::string::npos) {
        return word.substr(0, equals + 1) + shield + word.substr(equals + 1);
    }
    if (word[0] == shield || word[0] == '[' || is_negative_name(word)) return shield + word;
    return word;
}

std::string unshielded(std::string word) {
    if (!word.empty() && word[0] == shield) word.erase(0, 1);
    return word;
}

void check_words(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (base::invalid_utf8(word)) {
            throw Error(Kind::usage, fmt::format("the argument '{}' is not valid UTF-8", base::printable(word)))
                .hint("names and values on the command line are UTF-8; rename the file, or name its folder instead");
        }
    }
}

/// One command, its CLI11 counterpart, and the way back.
class Branch {
public:
    Branch(std::string_view path, Request& request, Globals& globals)
        : path_(path), request_(request), globals_(globals), app_("", std::string(last_word(path))) {
        app_.set_help_flag();
        app_.allow_extras();
        for (const Argument& argument : request_.command.arguments) add(argument);
        for (const GlobalFlag& flag : global_flags()) add(flag);
    }

    void parse(std::vector<std::string> words) {
        split_trailing(words);
        check_words(words);
        check_words(literal_);
        std::optional<Error> failure;
        // CLI11 wants the words backwards.
        std::vector<std::string> reversed;
        for (auto word = literal_.rbegin(); word != literal_.rend(); ++word) reversed.push_back(shield + *word);
        std::transform(words.rbegin(), words.rend(), std::back_inserter(reversed), shielded);
        try {
            app_.parse(std::move(reversed));
        } catch (const CLI::ParseError& error) {
            failure = translated(error);
        }
        for (const auto& [flag, option] : globals_seen_) take(*flag, *option);
        if (request_.action != Request::Action::run) return;
        if (failure) throw std::move(*failure);
        refuse_extras();
        for (const auto& [argument, option] : options_) take(*argument, *option);
        take_trailing();
    }

private:
    void add(const Argument& argument) {
        if (argument.trailing) {
            trailing_ = &argument;
            return;
        }
        CLI::Option* option = nullptr;
        if (is_switch(argument)) {
            option = app_.add_flag_callback(argument.name, [] {})->disable_flag_override();
        } else {
            option = app_.add_option(argument.name, [](const CLI::results_t&) { return true; });
            const bool many = !is_flag(argument) && is_list(argument);
            if (many) option->expected(1, CLI::detail::expected_max_vector_size);
            option->allow_extra_args(many);
        }
        option->required(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        for (const std::string& name : spellings(argument)) known_.push_back(name);
        options_.emplace_back(&argument, option);
    }

    /// A command's own flag of the same name comes first (`model pull --version 3`).
    void add(const GlobalFlag& flag) {
        std::string names;
        for (const std::string_view name : {flag.short_name, flag.long_name}) {
            if (name.empty() || std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
            names.append(names.empty() ? "" : ",").append(name);
            known_.emplace_back(name);
        }
        if (names.empty()) return;
        CLI::Option* option = flag.value.empty() ? app_.add_flag_callback(names, [] {})->disable_flag_override()
                                                 : app_.add_option(names, [](const CLI::results_t&) { return true; });
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        globals_seen_.emplace_back(&flag, option);
    }

    void split_trailing(std::vector<std::string>& words) {
        const auto mark = std::find(words.begin(), words.end(), "--");
        if (mark == words.end()) return;
        std::vector<std::string> after(mark + 1, words.end());
        words.erase(mark, words.end());
        if (trailing_ != nullptr) {
            after_mark_ = std::move(after);
            return;
        }
        literal_ = std::move(after);
    }

    Error translated(const CLI::ParseError& error) const {
        // Only two are left for CLI11 to find: a flag at the end that lacks its value, and a value given to a switch.
        const std::string text = error.what();
        const std::string name = text.substr(0, text.find_first_of(": "));
        for (const auto& [argument, option] : options_) {
            const auto names = spellings(*argument);
            const bool same = std::any_of(names.begin(), names.end(), [&](const std::string& spelling) {
                return spelling == name || spelling == "--" + name || spelling == "-" + name;
            });
            if (same && !is_switch(*argument)) return needs_value(*argument);
        }
        if (name == "-C") return Error(Kind::usage, "the flag '-C' needs a value: -C DIR");
        return Error(Kind::usage, fmt::format("the flag '{}{}' takes no value", name.size() == 1 ? "-" : "--", name));
    }

    Error needs_value(const Argument& argument) const {
        const std::string name = spellings(argument).back();
        return Error(Kind::usage, fmt::format("the flag '{}' needs a value: {} {}", name, name, placeholder(argument)))
            .hint(fmt::format("a value that looks like a flag is written '{}=VALUE'", name));
    }

    void refuse_extras() const {
        for (const std::string& word : app_.remaining()) {
            const bool flag = word.size() > 1 && word[0] == '-';
            if (flag) throw unknown_flag(word.substr(0, word.find('=')), path_, shown_flags());
        }
        const auto extras = app_.remaining();
        if (extras.empty()) return;
        throw Error(Kind::usage, fmt::format("'{}' takes no further argument, but found '{}'", full_name(path_),
                                             unshielded(extras.front())))
            .hint("usage: " + usage_line(path_, request_.command));
    }

    std::vector<std::string> shown_flags() const {
        std::vector<std::string> result;
        for (const auto& [argument, option] : options_) {
            if (!is_flag(*argument) || argument->hidden) continue;
            for (std::string& name : spellings(*argument)) result.push_back(std::move(name));
        }
        for (const auto& [flag, option] : globals_seen_) result.emplace_back(flag->long_name);
        return result;
    }

    void take(const GlobalFlag& flag, const CLI::Option& option) {
        const std::string_view name = flag.long_name.empty() ? flag.short_name : flag.long_name;
        for (const std::string& value : option.results()) apply_global(name, unshielded(value), request_, globals_);
    }

    void take(const Argument& argument, const CLI::Option& option) {
        const auto& results = option.results();
        if (results.empty()) {
            if (!argument.required) return;
            const std::string what = signature(argument);
            throw Error(Kind::usage, is_flag(argument) ? "the flag '" + what + "' is required" : what + " is missing")
                .hint("usage: " + usage_line(path_, request_.command));
        }
        if (results.size() > 1 && !is_list(argument) && !is_switch(argument)) {
            throw Error(Kind::usage, fmt::format("the flag '{}' is given {} times, but takes one value",
                                                 spellings(argument).back(), results.size()));
        }
        for (const std::string& word : results) {
            const bool swallowed_flag = is_flag(argument) && !is_switch(argument) &&
                                        std::find(known_.begin(), known_.end(), word) != known_.end();
            if (swallowed_flag) {
                if (word == "--json") globals_.json = true;
                throw needs_value(argument);
            }
            assign(argument, unshielded(word));
        }
    }

    void take_trailing() const {
        if (trailing_ == nullptr) return;
        if (after_mark_.empty() && trailing_->required) {
            throw Error(Kind::usage, fmt::format("{} is missing after '--'", placeholder(*trailing_)))
                .hint("usage: " + usage_line(path_, request_.command));
        }
        for (const std::string& word : after_mark_) assign_raw(*trailing_, word);
    }

    std::string_view path_;
    Request& request_;
    Globals& globals_;
    CLI::App app_;
    std::vector<std::string> known_;
    std::vector<std::pair<const Argument*, CLI::Option*>> options_;
    std::vector<std::pair<const GlobalFlag*, CLI::Option*>> globals_seen_;
    const Argument* trailing_ = nullptr;
    std::vector<std::string> after_mark_;  ///< for the trailing argument
    std::vector<std::string> literal_;     ///< positionals behind "--" of a command without one
};

}  // namespace

void parse_arguments(std::string_view path, std::vector<std::string> words, Request& request, Globals& globals) {
    Branch(path, request, globals).parse(std::move(words));
}

Request parse(const std::vector<std::string>& words, Globals& globals) {
    Request request;
    Resolved resolved = resolve(words, request, globals);
    std::vector<std::string> rest(words.begin() + static_cast<std::ptrdiff_t>(resolved.next), words.end());
    if (resolved.row == nullptr || resolved.row->make == nullptr) {
        request.path = resolved.row == nullptr ? "" : std::string(resolved.row->path);
        request.incomplete = resolved.row != nullptr && request.action == Request::Action::run;
        if (request.action == Request::Action::run) request.action = Request::Action::help;
        return request;
    }
    request.path = std::string(resolved.row->path);
    request.command = resolved.row->make();
    parse_arguments(request.path, std::move(rest), request, globals);
    if (request.path == "help" && request.action == Request::Action::run) {
        const auto& topic = *std::get<std::vector<std::string>*>(request.command.arguments.front().target);
        const CommandRow* row = row_for_help(topic);
        request.path = row == nullptr ? "" : std::string(row->path);
        request.action = Request::Action::help;
    }
    return request;
}

}  // namespace mlp::cli
