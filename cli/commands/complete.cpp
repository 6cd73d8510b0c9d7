// mlp complete (hidden): what the completion scripts ask. One candidate a line, "value<TAB>description".
#include "cli/complete.hpp"

#include <memory>

#include "cli/invocation.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

struct CompleteAsk {
    std::string shell;
    std::vector<std::string> words;
};

/// bash and zsh hand over words as they were typed. Enough of their quoting for names.
std::string unquoted(std::string_view word) {
    std::string result;
    char quote = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote != '\'' && c == '\\' && i + 1 < word.size()) {
            result += word[++i];
        } else {
            result += c;
        }
    }
    return result;
}

bool is_break(std::string_view word) { return !word.empty() && word.find_first_not_of("=:@") == std::string_view::npos; }

/// bash splits words at "=", ":" and "@" (COMP_WORDBREAKS) before it asks: joins them again. `cut` becomes the length of
/// what bash keeps of the last word; it replaces what comes behind a "=" or ":", but a "@" together with what follows.
std::vector<std::string> joined(const std::vector<std::string>& pieces, std::size_t& cut) {
    std::vector<std::string> words;
    bool glue = false;
    for (const std::string& piece : pieces) {
        const bool breaks = is_break(piece);
        if (words.empty() || (!breaks && !glue)) {
            words.push_back(unquoted(piece));
            cut = 0;
        } else {
            if (breaks) cut = words.back().size() + piece.size() - (piece.back() == '@' ? 1 : 0);
            words.back() += unquoted(piece);
        }
        glue = breaks;
    }
    return words;
}

Report run(Invocation& call, const CompleteAsk& ask) {
    std::size_t cut = 0;
    const bool bash = ask.shell == "bash";
    const Completions found = complete(bash ? joined(ask.words, cut) : ask.words, call.env());
    std::string out;
    if (found.files) out += ":files\n";
    if (found.folders) out += ":folders\n";
    for (const Candidate& candidate : found.candidates) {
        out += base::printable(candidate.value.substr(std::min(cut, candidate.value.size())));
        if (!candidate.description.empty()) out += "\t" + base::printable(candidate.description);
        out += "\n";
    }
    call.write(out);
    return {};
}

}  // namespace

Command complete_command() {
    auto ask = std::make_shared<CompleteAsk>();
    return {.arguments = {{.name = "--shell",
                           .help = "The shell that asks",
                           .target = &ask->shell,
                           .required = true,
                           .choices = {"bash", "zsh", "fish"}},
                          {.name = "words",
                           .help = "The words after mlp, up to the cursor",
                           .target = &ask->words,
                           .trailing = true}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
