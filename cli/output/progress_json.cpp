// JSON lines on standard error for programs that watch a run; the result itself is one document on standard output.
#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/stream.hpp"

namespace mlp::cli {
namespace {

class JsonLines final : public pipeline::Progress {
public:
    explicit JsonLines(const Invocation& call) : call_(call), quiet_(call.globals().quiet) {}

    void planned(std::size_t stages) override {
        base::Json event = start("planned");
        event["stages"] = stages;
        send(event);
    }

    void started(const config::Stage& stage, const std::vector<pipeline::Reason>& reasons, int attempt, bool) override {
        base::Json event = start("started");
        event["stage"] = stage.name;
        event["attempt"] = attempt;
        event["reasons"] = pipeline::reasons_json(reasons);
        send(event);
    }

    // What stages print is in their logs; a watcher follows those with `mlp logs --follow`.
    void printed(const config::Stage&, std::string_view) override {}

    void retried(const config::Stage& stage, const pipeline::TaskEnd& end, int attempt,
                 std::chrono::milliseconds pause) override {
        base::Json event = start("attempt_failed");
        event["stage"] = stage.name;
        event["attempt"] = attempt;
        event["exit_code"] = end.exit_code ? base::Json(*end.exit_code) : base::Json(nullptr);
        event["pause_ms"] = pause.count();
        send(event);
    }

    void settled(const pipeline::StageResult& result) override {
        if (result.outcome == pipeline::Outcome::skipped) return;
        base::Json event = start("settled");
        event["stage"] = result.stage->name;
        event["status"] = pipeline::outcome_name(result.outcome);
        event["duration_ms"] = result.ended - result.started;
        if (!result.warnings.empty()) event["warnings"] = result.warnings;
        send(event);
    }

    void warned(std::string_view text) override {
        base::Json event = start("warning");
        event["message"] = text;
        send(event);
    }

    void interrupted(int signal, int) override {
        base::Json event = start("interrupted");
        event["signal"] = signal;
        send(event);
    }

    void tick() override {}

private:
    base::Json start(std::string_view name) const {
        base::Json event = document("mlp.run.event/1");
        event["event"] = name;
        event["time"] = call_.env().now();
        return event;
    }
    void send(const base::Json& event) const {
        if (!quiet_) write_error(json_line(event));
    }

    const Invocation& call_;
    bool quiet_;
};

}  // namespace

std::unique_ptr<pipeline::Progress> json_progress(const Invocation& call) { return std::make_unique<JsonLines>(call); }

}  // namespace mlp::cli
