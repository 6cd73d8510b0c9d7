#include "cli/pipeline/lineage.hpp"

#include <fmt/format.h>

#include "cli/pipeline/lineage_describer.hpp"
#include "cli/version.hpp"
#include "core/base/url.hpp"
#include "core/config/settings.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::cli {

using lineage::Event;
using lineage::EventType;
using pipeline::Outcome;
using pipeline::StageResult;

namespace {

/// Longest wait for the catalog once the run is over, and when the user wants out.
constexpr std::chrono::milliseconds last_wait{10'000};
constexpr std::chrono::milliseconds short_wait{2'000};

std::unique_ptr<lineage::Destination> destination(const base::Env& env, const std::string& to,
                                                  std::function<void(std::chrono::milliseconds)> sleep) {
    if (!lineage::is_web_address(to)) return lineage::lineage_file(to);
    constexpr int attempts = 3;
    return lineage::lineage_server(to, env.variable("OPENLINEAGE_API_KEY").value_or(""),
                                   {.attempts = attempts, .sleep = std::move(sleep), .chance = {}});
}

/// @param folder  what the name of a file is meant from
std::string resolved(const std::string& text, const std::filesystem::path& folder, Kind kind, const std::string& from) {
    if (lineage::is_web_address(text)) return lineage::lineage_address(text);
    if (const auto fault = config::fault_of_value("lineage.to", text)) {
        throw Error(kind, *fault).at(from).hint("for example lineage.jsonl, or https://catalog.example.org:5000");
    }
    return (folder / text).lexically_normal().string();
}

bool is_on(const std::optional<std::string>& value) {
    return value && (*value == "true" || *value == "1" || *value == "True");
}

}  // namespace

std::optional<std::string> lineage_wanted(Invocation& call, const LineageAsk& ask) {
    if (ask.to) return resolved(*ask.to, call.folder(), Kind::usage, "--lineage");
    if (is_on(call.env().variable("OPENLINEAGE_DISABLED"))) return std::nullopt;
    if (const auto set = call.settings().find("lineage.to"); set && !set->text.empty()) {
        return resolved(set->text, call.root(), Kind::invalid, set->origin);
    }
    const auto url = call.env().variable("OPENLINEAGE_URL");
    if (!url) return std::nullopt;
    if (!lineage::is_web_address(*url)) return resolved(*url, call.root(), Kind::invalid, "environment OPENLINEAGE_URL");
    return lineage::lineage_address(*url,
                                    call.env().variable("OPENLINEAGE_ENDPOINT").value_or("api/v1/lineage"));
}

LineageRecorder::LineageRecorder(Invocation& call, LineageSite site)
    : call_(call), site_(std::move(site)), describer_(std::make_unique<LineageDescriber>(call, site_)) {
    delivery_ = std::make_unique<lineage::Delivery>([&](std::function<void(std::chrono::milliseconds)> sleep) {
        return destination(call.env(), site_.to, std::move(sleep));
    });
}

LineageRecorder::~LineageRecorder() {
    try {
        if (delivery_) close(short_wait);
    } catch (const std::exception&) {
        // Something worse is on its way out already.
    }
}

void LineageRecorder::tell(const Event& event) {
    delivery_->add(lineage::event_json(event, version).dump(-1, ' ', false, base::Json::error_handler_t::replace));
}

void LineageRecorder::begin_run(base::Millis time) {
    if (begun_) return;
    begun_ = true;
    tell(describer_->run_event(EventType::start, time));
}

std::string LineageRecorder::begin_stage(const config::Stage& stage, const pipeline::StageInputs& inputs) {
    std::string id = site_.recorder.begin_stage(stage, inputs);
    const std::scoped_lock lock(mutex_);
    tell_begin(stage, inputs, id, call_.env().now());
    return id;
}

void LineageRecorder::tell_begin(const config::Stage& stage, const pipeline::StageInputs& inputs,
                                 const std::string& run_id, base::Millis time) {
    begin_run(time);
    open_[run_id] = &stage;
    Event event = describer_->stage_event(EventType::start, stage, run_id, time);
    event.inputs = describer_->inputs(stage, inputs);
    event.outputs = describer_->outputs(stage, {});
    tell(event);
}

void LineageRecorder::commit(std::span<const StageResult> results) {
    site_.recorder.commit(results);
    const std::scoped_lock lock(mutex_);
    for (const StageResult& result : results) {
        if (result.stage->commands.empty()) continue;
        if (result.run_id.empty()) {
            tell_whole(result);
        } else {
            tell_end(result);
        }
    }
}

/// What was not executed but has come to an end all the same: results that were taken from an earlier run.
void LineageRecorder::tell_whole(const StageResult& result) {
    StageResult named = result;
    named.run_id = base::new_id(call_.env());
    const base::Millis started = result.started != 0 ? result.started : result.ended;
    tell_begin(*result.stage, result.inputs, named.run_id, started);
    tell_end(named);
}

void LineageRecorder::tell_end(const StageResult& result) {
    open_.erase(result.run_id);
    const EventType type = result.outcome == Outcome::failed        ? EventType::fail
                           : result.outcome == Outcome::interrupted ? EventType::abort
                                                                    : EventType::complete;
    Event event = describer_->stage_event(type, *result.stage, result.run_id, result.ended);
    if (type == EventType::fail) event.failure = result.failure();
    event.inputs = describer_->inputs(*result.stage, result.inputs);
    event.outputs = describer_->outputs(*result.stage, result.outputs);
    tell(event);
}

void LineageRecorder::finish(const pipeline::RunSummary& summary) {
    {
        const std::scoped_lock lock(mutex_);
        for (const StageResult& result : summary.results) {
            if (result.outcome == Outcome::failed && result.run_id.empty()) tell_whole(result);
        }
        if (begun_) {
            const EventType type = summary.signal != 0 ? EventType::abort
                                   : summary.good()    ? EventType::complete
                                                       : EventType::fail;
            Event event = describer_->run_event(type, summary.ended);
            if (type == EventType::fail) event.failure = describer_->failures(summary);
            tell(event);
        }
    }
    close(summary.signal != 0 ? short_wait : last_wait);
}

void LineageRecorder::close(std::chrono::milliseconds patience) {
    for (const auto& [id, stage] : open_) {
        tell(describer_->stage_event(EventType::abort, *stage, id, call_.env().now()));
    }
    open_.clear();
    const lineage::Delivery::Outcome outcome = delivery_->finish(patience);
    delivery_.reset();
    if (outcome.lost == 0) return;
    call_.warn(fmt::format("{} of lineage did not reach {}: {}",
                           outcome.lost == 1 ? "an event" : fmt::format("{} events", outcome.lost),
                           base::public_url(site_.to), outcome.reason));
}

}  // namespace mlp::cli
