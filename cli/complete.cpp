#include "cli/complete.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>

#include "cli/globals.hpp"
#include "cli/names.hpp"

namespace mlp::cli {
namespace {

std::string_view name_of(const GlobalFlag& flag) { return flag.long_name.empty() ? flag.short_name : flag.long_name; }

/// Reads the words before the cursor as the parser would, but forgives everything.
class Reader {
public:
    Reader(const std::vector<std::string>& words, base::Env env) : words_(words), env_(std::move(env)) {}

    Completions read() {
        const std::string& current = words_.back();
        std::size_t at = 0;
        while (at + 1 < words_.size()) at = step(at);
        if (after_mark_) return trailing();
        if (waiting_global_) return {.folders = true};
        if (waiting_ != nullptr) return values_of(*waiting_, current, "");
        const auto equals = current.find('=');
        if (current.starts_with("--") && equals != std::string::npos) {
            const Argument* flag = find_flag(current.substr(0, equals));
            if (flag == nullptr || is_switch(*flag)) return {};
            return values_of(*flag, current.substr(equals + 1), current.substr(0, equals + 1));
        }
        if (current.starts_with('-')) return flags(current);
        if (row_ == nullptr || row_->make == nullptr) {
            return positionals_ == 0 ? verbs(path(), current) : Completions{};
        }
        if (row_->path == "help") return topics(current);
        Completions result = positional(current);
        // A command that is also a group ("deploy", "deploy history") offers both.
        if (positionals_ == 0) append(result, verbs(path(), current));
        return result;
    }

private:
    std::string path() const { return row_ == nullptr ? "" : std::string(row_->path); }

    static void append(Completions& result, Completions more) {
        std::move(more.candidates.begin(), more.candidates.end(), std::back_inserter(result.candidates));
    }

    /// Takes the word at `at` (never the last one) and gives the index of the next.
    std::size_t step(std::size_t at) {
        const std::string& word = words_[at];
        if (after_mark_) return at + 1;
        if (waiting_global_ || waiting_ != nullptr) {
            if (waiting_global_) env_.working_directory = (env_.working_directory / word).lexically_normal();
            waiting_global_ = false;
            waiting_ = nullptr;
        } else if (word == "--") {
            after_mark_ = true;
        } else if (word.size() > 1 && word[0] == '-') {
            read_flag(word);
        } else {
            read_plain(word);
        }
        return at + 1;
    }

    void read_flag(const std::string& word) {
        const bool has_value = word.starts_with("--") && word.find('=') != std::string::npos;
        const Argument* flag = find_flag(word.substr(0, word.find('=')));
        if (flag != nullptr) {
            given_.insert(flag);
            if (!is_switch(*flag) && !has_value) waiting_ = flag;
        } else if (word == "-C") {
            waiting_global_ = true;
        } else if (word.starts_with("-C")) {
            env_.working_directory = (env_.working_directory / word.substr(2)).lexically_normal();
        }
    }

    void read_plain(const std::string& word) {
        const CommandRow* below = positionals_ > 0 ? nullptr : find_row(row_ == nullptr ? word : path() + " " + word);
        if (below == nullptr) {
            topic_ += (topic_.empty() ? "" : " ") + word;
            ++positionals_;
            return;
        }
        row_ = below;
        command_ = row_->make == nullptr ? Command{} : row_->make();
        given_.clear();
    }

    const Argument* find_flag(std::string_view name) const {
        for (const Argument& argument : command_.arguments) {
            const auto names = spellings(argument);
            if (is_flag(argument) && std::find(names.begin(), names.end(), name) != names.end()) return &argument;
        }
        return nullptr;
    }

    Completions flags(std::string_view current) const {
        Completions result;
        for (const Argument& argument : command_.arguments) {
            if (!is_flag(argument) || argument.hidden || argument.trailing) continue;
            if (given_.contains(&argument) && !is_list(argument)) continue;
            // One spelling each, the long one, unless a short one is being typed.
            const std::string name = spellings(argument).back();
            if (name.starts_with(current)) result.candidates.push_back({name, argument.help});
        }
        for (const GlobalFlag& flag : global_flags()) {
            const std::string name(name_of(flag));
            if (find_flag(name) == nullptr && name.starts_with(current)) {
                result.candidates.push_back({name, std::string(flag.help)});
            }
        }
        return result;
    }

    static Completions verbs(std::string_view path, std::string_view current) {
        Completions result;
        for (const CommandRow* row : children_of(path)) {
            const std::string_view verb = last_word(row->path);
            if (verb.starts_with(current)) result.candidates.push_back({std::string(verb), std::string(row->summary)});
        }
        return result;
    }

    Completions topics(std::string_view current) const { return verbs(topic_, current); }

    Completions positional(const std::string& current) const {
        std::size_t index = 0;
        for (const Argument& argument : command_.arguments) {
            if (is_flag(argument) || argument.trailing || argument.hidden) continue;
            if (index++ == positionals_ || is_list(argument)) return values_of(argument, current, "");
        }
        return {};
    }

    Completions trailing() const {
        const auto& arguments = command_.arguments;
        const bool takes = std::any_of(arguments.begin(), arguments.end(), [](const auto& a) { return a.trailing; });
        return takes ? Completions{.files = true} : positional(words_.back());
    }

    /// @param prefix  what stands before the value in the same word ("--run=")
    Completions values_of(const Argument& argument, const std::string& current, const std::string& prefix) const {
        if (argument.live == Live::files) return {.files = true};
        if (argument.live == Live::folders) return {.folders = true};
        std::vector<Candidate> values;
        for (const std::string& choice : argument.choices) values.push_back({choice, ""});
        if (argument.live != Live::none) {
            for (Candidate& value : live_values(argument.live, current, env_)) values.push_back(std::move(value));
        }
        Completions result;
        for (Candidate& value : values) {
            if (!value.value.starts_with(current)) continue;
            result.candidates.push_back({prefix + value.value, std::move(value.description)});
        }
        return result;
    }

    const std::vector<std::string>& words_;
    base::Env env_;
    const CommandRow* row_ = nullptr;
    Command command_;
    std::set<const Argument*> given_;
    const Argument* waiting_ = nullptr;  ///< a flag whose value comes next
    bool waiting_global_ = false;        ///< the same for -C
    bool after_mark_ = false;
    std::size_t positionals_ = 0;
    std::string topic_;
};

}  // namespace

Completions complete(const std::vector<std::string>& words, const base::Env& env) {
    if (words.empty()) return {};
    try {
        return Reader(words, env).read();
    } catch (const std::exception&) {
        // A broken project file or a store of a newer mlp: Tab stays silent, the command itself will say it.
        return {};
    }
}

}  // namespace mlp::cli
