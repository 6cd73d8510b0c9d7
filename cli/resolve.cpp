#include "cli/resolve.hpp"

#include <fmt/format.h>

#include "cli/globals.hpp"
#include "cli/names.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

std::vector<std::string> global_spellings() {
    std::vector<std::string> result;
    for (const GlobalFlag& flag : global_flags()) {
        if (!flag.long_name.empty()) result.emplace_back(flag.long_name);
        if (!flag.short_name.empty()) result.emplace_back(flag.short_name);
    }
    return result;
}

std::string_view name_of(const GlobalFlag& flag) { return flag.long_name.empty() ? flag.short_name : flag.long_name; }

/// Reads global flags word by word; stands on the first word that is not one.
class GlobalWalk {
public:
    GlobalWalk(const std::vector<std::string>& words, Request& request, Globals& globals)
        : words_(words), request_(request), globals_(globals) {}

    /// The next word that is not a flag, or nullptr at the end.
    const std::string* next_plain(std::string_view path) {
        while (at_ < words_.size()) {
            const std::string& word = words_[at_];
            if (word == "--" || word.size() < 2 || word[0] != '-') return &word;
            ++at_;
            if (word.starts_with("--")) {
                read_long(word, path);
            } else {
                read_cluster(word, path);
            }
        }
        return nullptr;
    }
    void accept() { ++at_; }
    std::size_t at() const { return at_; }

private:
    void read_long(const std::string& word, std::string_view path) {
        const auto equals = word.find('=');
        const std::string_view name = std::string_view(word).substr(0, equals);
        for (const GlobalFlag& flag : global_flags()) {
            if (flag.long_name != name) continue;
            if (equals != std::string::npos)
                throw Error(Kind::usage, fmt::format("the flag '{}' takes no value", name));
            return apply_global(name, "", request_, globals_);
        }
        throw unknown_flag(name, path, global_spellings());
    }

    /// "-qv", "-C DIR", "-CDIR".
    void read_cluster(const std::string& word, std::string_view path) {
        for (std::size_t i = 1; i < word.size(); ++i) {
            const std::string name{'-', word[i]};
            const GlobalFlag* found = nullptr;
            for (const GlobalFlag& flag : global_flags()) {
                if (flag.short_name == name) found = &flag;
            }
            if (found == nullptr) throw unknown_flag(word.size() == 2 ? name : word, path, global_spellings());
            if (found->value.empty()) {
                apply_global(name_of(*found), "", request_, globals_);
                continue;
            }
            std::string value = word.substr(i + 1);
            if (value.empty()) {
                if (at_ == words_.size()) {
                    throw Error(Kind::usage,
                                fmt::format("the flag '{}' needs a value: {} {}", name, name, found->value));
                }
                value = words_[at_++];
            }
            return apply_global(name_of(*found), value, request_, globals_);
        }
    }

    const std::vector<std::string>& words_;
    Request& request_;
    Globals& globals_;
    std::size_t at_ = 0;
};

std::vector<std::string> verbs_of(std::string_view path) {
    std::vector<std::string> result;
    for (const CommandRow* row : children_of(path)) result.emplace_back(last_word(row->path));
    return result;
}

Error unknown_command(std::string_view path, std::string_view word) {
    const std::string guess = base::did_you_mean(word, verbs_of(path));
    if (path.empty()) {
        return Error(Kind::usage, fmt::format("there is no command '{}'{}", word, guess))
            .hint("`mlp --help` lists all commands");
    }
    return Error(Kind::usage, fmt::format("'mlp {}' has no command '{}'{}", path, word, guess))
        .hint(fmt::format("`mlp {} --help` lists its commands", path));
}

}  // namespace

void apply_global(std::string_view name, const std::string& value, Request& request, Globals& globals) {
    if (name == "--json") globals.json = true;
    if (name == "--quiet") globals.quiet = true;
    if (name == "--verbose") ++globals.verbose;
    if (name == "--no-color") globals.no_color = true;
    if (name == "-C") {
        if (value.empty()) throw Error(Kind::usage, "the flag '-C' needs the name of a folder, but its value is empty");
        request.folders.push_back(value);
    }
    // Asking for help always wins, whatever else is on the line.
    if (name == "--help") request.action = Request::Action::help;
    if (name == "--version" && request.action == Request::Action::run) request.action = Request::Action::version;
}

Error unknown_flag(std::string_view flag, std::string_view path, const std::vector<std::string>& candidates) {
    // One letter is too little to guess from.
    const std::string guess = flag.starts_with("--") ? base::did_you_mean(flag, candidates) : "";
    return Error(Kind::usage, fmt::format("'{}' has no flag '{}'{}", full_name(path), flag, guess))
        .hint(fmt::format("`{} --help` lists its flags", full_name(path)));
}

const CommandRow* row_for_help(const std::vector<std::string>& words) {
    const CommandRow* row = nullptr;
    for (const std::string& word : words) {
        const std::string above = row == nullptr ? "" : std::string(row->path);
        const CommandRow* found = find_row(above.empty() ? word : above + " " + word);
        if (found == nullptr) throw unknown_command(above, word);
        row = found;
    }
    return row;
}

Resolved resolve(const std::vector<std::string>& words, Request& request, Globals& globals) {
    GlobalWalk walk(words, request, globals);
    Resolved resolved;
    while (true) {
        const std::string path = resolved.row == nullptr ? "" : std::string(resolved.row->path);
        // Flags after a command's own words are the command's business: it may give `-v` another meaning.
        const bool is_command = resolved.row != nullptr && resolved.row->make != nullptr;
        const std::string* word = nullptr;
        if (is_command) {
            if (walk.at() < words.size()) word = &words[walk.at()];
        } else {
            word = walk.next_plain(path);
        }
        const CommandRow* found = nullptr;
        if (word != nullptr && word->find(' ') == std::string::npos) {
            found = find_row(path.empty() ? *word : path + " " + *word);
        }
        if (found == nullptr) {
            if (!is_command && word != nullptr) throw unknown_command(path, *word);
            resolved.next = walk.at();
            return resolved;
        }
        resolved.row = found;
        walk.accept();
    }
}

}  // namespace mlp::cli
