// mlp track note
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/tracking/reserved_tags.hpp"

namespace mlp::cli {
namespace {

struct TrackNote {
    std::string run;
    std::optional<std::string> text;
};

std::string read_standard_input() {
    std::string content;
    std::string block(1 << 16, '\0');
    while (true) {
        const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("read", "standard input", errno);
        if (count == 0) break;
        content.append(block, 0, static_cast<std::size_t>(count));
        // A note is a tag: what is longer would be cut without a word.
        if (base::character_count(content) > tracking::max_tag_length) break;
    }
    while (content.ends_with('\n')) content.pop_back();
    return content;
}

Report run(Invocation& call, const TrackNote& ask) {
    TrackSession session(call, ask.text ? TrackSession::Use::write : TrackSession::Use::read);
    const std::string id = session.run_id(ask.run);
    if (ask.text) {
        const std::string note = *ask.text == "-" ? read_standard_input() : *ask.text;
        if (base::character_count(note) > tracking::max_tag_length) {
            throw Error(Kind::invalid, fmt::format("a note may have at most {} characters", tracking::max_tag_length))
                .hint("keep longer texts as an artifact: `mlp track log --artifact notes.md`");
        }
        session->log(id, {.tags = {{std::string(tracking::tag_note), note}}});
    }
    std::string note;
    for (const auto& tag : session.run(id).tags) {
        if (tag.key == tracking::tag_note) note = tag.value;
    }
    base::Json json = document("mlp.track.note/1");
    json["run_id"] = id;
    json["note"] = note;
    return {.document = json, .text = [note, written = ask.text.has_value()](Text& text) {
                if (!written && !note.empty()) text.wrapped(note);
            }};
}

}  // namespace

Command track_note_command() {
    auto ask = std::make_shared<TrackNote>();
    return {.arguments = {{"run", "Run that the note is about", &ask->run, true, "RUN", Live::runs},
                          {"text", "The note, in Markdown; '-' reads standard input; without it the note is shown",
                           &ask->text}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
