// One line at the bottom of a terminal that is drawn again and again; what is settled scrolls up above it.
#include <fmt/format.h>

#include <chrono>
#include <map>

#include "cli/output/live_line.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/stream.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

using Clock = std::chrono::steady_clock;
using pipeline::Outcome;

class ProgressLine final : public pipeline::Progress {
public:
    explicit ProgressLine(const Invocation& call) : call_(call), colour_(call.colour_on_error()) {}
    ~ProgressLine() override { write_error(drawn_ ? erase_line : ""); }

    void planned(std::size_t stages) override { total_ = stages; }

    void started(const config::Stage& stage, const std::vector<pipeline::Reason>& reasons, int attempt,
                 bool alone) override {
        running_.insert_or_assign(stage.name, Clock::now());
        alone_ = alone;
        if (!alone || attempt > 1) return draw(false);
        above(line().add(Label::id, stage.name).add(" starts: ").line(reasons.empty() ? "" : reasons.front().text()));
    }

    void printed(const config::Stage&, std::string_view bytes) override {
        if (!alone_) return;
        clear();
        write_error(bytes);
    }

    void retried(const config::Stage& stage, const pipeline::TaskEnd& end, int attempt,
                 std::chrono::milliseconds pause) override {
        running_.erase(stage.name);
        pipeline::StageResult result;
        result.stage = &stage;
        result.outcome = Outcome::failed;
        result.end = end;
        above(line()
                  .add(Label::warning, "again    ")
                  .add(Label::id, stage.name)
                  .line(fmt::format(": {}, attempt {} of {}; again in {}", result.failure(), attempt,
                                    stage.retries.count + 1, base::duration_text(pause))));
    }

    void settled(const pipeline::StageResult& result) override {
        ++settled_;
        running_.erase(result.stage->name);
        if (result.outcome == Outcome::skipped) return draw(false);
        Text text = line();
        switch (result.outcome) {
            case Outcome::ran:
                text.add(Label::ok, "done     ");
                break;
            case Outcome::restored:
                text.add(Label::ok, "restored ");
                break;
            case Outcome::kept:
                text.add(Label::ok, "taken up ");
                break;
            case Outcome::failed:
                text.add(Label::error, "failed   ");
                break;
            default:
                text.add(Label::warning, "stopped  ");
        }
        text.add(Label::id, result.stage->name);
        if (result.executed()) {
            text.add(" " + base::duration_text(std::chrono::milliseconds(result.ended - result.started)));
        }
        const std::string why = result.outcome == Outcome::failed ? result.failure()
                                : result.reasons.empty()          ? ""
                                                                  : result.reasons.front().text();
        text.add(Label::dim, "  " + why).line();
        for (const std::string& warning : result.warnings) {
            text.add(Label::warning, "warning: ").add(Label::id, result.stage->name).line(": " + warning);
        }
        above(text);
    }

    void warned(std::string_view text) override { above(line().add(Label::warning, "warning: ").line(text)); }

    void interrupted(int, int number) override {
        above(line().line(Label::warning, number == 1
                                              ? "stopping: waiting for the running stages (Ctrl-C again kills them)"
                                              : "killing the running stages"));
    }

    void tick() override { draw(false); }

private:
    Text line() const { return Text(colour_, call_.terminal().width); }

    void clear() {
        if (drawn_) write_error(erase_line);
        drawn_ = false;
    }

    void above(const Text& text) {
        const std::string out = (drawn_ ? std::string(erase_line) : std::string()) + text.str();
        drawn_ = false;
        write_error(out);
        draw(true);
    }

    void draw(bool now) {
        const auto time = Clock::now();
        if (alone_ || (!now && time - last_ < frame)) return;
        last_ = time;
        if (running_.empty()) return clear();
        const std::size_t width = call_.terminal().width;
        std::string shown = fmt::format("[{}/{}]", settled_, total_);
        for (const auto& [stage, since] : running_) {
            const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time - since);
            const std::string part = fmt::format(" {} {}", base::printable(stage), base::duration_text(whole));
            if (base::display_width(shown) + base::display_width(part) + 2 > width) {
                shown += " …";
                break;
            }
            shown += part;
        }
        write_error(std::string(erase_line) + line().add(Label::strong, shown).str());
        drawn_ = true;
    }

    const Invocation& call_;
    bool colour_;
    bool alone_ = false;
    bool drawn_ = false;
    std::size_t total_ = 0;
    std::size_t settled_ = 0;
    Clock::time_point last_;
    std::map<std::string, Clock::time_point> running_;
};

}  // namespace

std::unique_ptr<pipeline::Progress> terminal_progress(const Invocation& call) {
    return std::make_unique<ProgressLine>(call);
}

}  // namespace mlp::cli
