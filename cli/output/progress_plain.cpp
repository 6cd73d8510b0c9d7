// Plain lines for files, pipes and CI logs: every line that a stage prints, with the stage's name before it.
#include <fmt/format.h>

#include <map>

#include "cli/output/progress.hpp"
#include "cli/output/stream.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

using pipeline::Outcome;

class Plain final : public pipeline::Progress {
public:
    explicit Plain(const Invocation& call)
        : call_(call), quiet_(call.globals().quiet), colour_(call.colour_on_error()) {}

    void planned(std::size_t) override {}

    void started(const config::Stage& stage, const std::vector<pipeline::Reason>& reasons, int attempt,
                 bool alone) override {
        alone_ = alone;
        if (quiet_) return;
        Text text = line();
        text.add(Label::id, stage.name)
            .add(attempt > 1 ? fmt::format(" starts again (attempt {})", attempt) : " starts");
        if (attempt == 1 && !reasons.empty()) text.add(Label::dim, ": " + reasons.front().text());
        write_error(text.line().str());
    }

    void printed(const config::Stage& stage, std::string_view bytes) override {
        if (alone_) return write_error(bytes);
        if (quiet_) return;
        // One write for all lines at hand: a stage that prints much is not slowed down line by line.
        std::string out;
        buffers_[stage.name].add(bytes, [&](std::string_view text) { append(out, stage, text); });
        write_error(out);
    }

    void retried(const config::Stage& stage, const pipeline::TaskEnd& end, int attempt,
                 std::chrono::milliseconds pause) override {
        flush(stage);
        pipeline::StageResult result;
        result.stage = &stage;
        result.outcome = Outcome::failed;
        result.end = end;
        call_.note(fmt::format("{} failed ({}), attempt {} of {}; again in {}", stage.name, result.failure(), attempt,
                               stage.retries.count + 1, base::duration_text(pause)));
    }

    void settled(const pipeline::StageResult& result) override {
        flush(*result.stage);
        for (const std::string& warning : result.warnings)
            call_.warn(fmt::format("{}: {}", result.stage->name, warning));
        if (quiet_ || result.outcome == Outcome::skipped) return;
        Text text = line();
        text.add(Label::id, result.stage->name).add(" ");
        switch (result.outcome) {
            case Outcome::ran:
                text.add(Label::ok, "done")
                    .add(" in " + base::duration_text(std::chrono::milliseconds(result.ended - result.started)));
                break;
            case Outcome::restored:
                text.add(Label::ok, "restored").add(Label::dim, ": " + result.reasons.front().text());
                break;
            case Outcome::kept:
                text.add(Label::ok, "taken up").add(Label::dim, ": " + result.reasons.front().text());
                break;
            case Outcome::failed:
                text.add(Label::error, "failed").add(": " + result.failure());
                break;
            default:
                text.add(Label::warning, "interrupted");
        }
        write_error(text.line().str());
    }

    void warned(std::string_view text) override { call_.warn(text); }

    void interrupted(int, int number) override {
        call_.note(number == 1 ? "stopping: waiting for the running stages to end (once more to kill them)"
                               : "killing the running stages");
    }

    void tick() override {}

private:
    Text line() const { return Text(colour_, call_.terminal().width); }

    void append(std::string& out, const config::Stage& stage, std::string_view text) const {
        Text shown = line();
        shown.add(Label::dim, stage.name + " | ").line(text);
        out += shown.str();
    }

    void flush(const config::Stage& stage) {
        const auto buffer = buffers_.find(stage.name);
        if (buffer == buffers_.end()) return;
        std::string out;
        if (!buffer->second.empty()) {
            buffer->second.finish([&](std::string_view text) { append(out, stage, text); });
        }
        write_error(out);
        buffers_.erase(buffer);
    }

    const Invocation& call_;
    bool quiet_;
    bool colour_;
    bool alone_ = false;
    std::map<std::string, LineBuffer> buffers_;
};

}  // namespace

std::unique_ptr<pipeline::Progress> plain_progress(const Invocation& call) { return std::make_unique<Plain>(call); }

std::unique_ptr<pipeline::Progress> make_progress(const Invocation& call) {
    if (call.globals().json) return json_progress(call);
    if (call.may_animate() && call.globals().verbose == 0) return terminal_progress(call);
    return plain_progress(call);
}

}  // namespace mlp::cli
