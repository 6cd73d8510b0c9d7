#include "core/pipeline/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mlp::pipeline {

namespace {

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "run 065e117c on 2026-11-25 14:02 UTC".
std::string maker_text(const Maker& maker) {
    constexpr std::size_t shown_digits = 8;
    constexpr std::size_t to_the_minute = 16;
    std::string when = base::iso_time(maker.time).substr(0, to_the_minute);
    std::replace(when.begin(), when.end(), 'T', ' ');
    const std::string who = maker.run_id.empty() ? "a run" : "run " + maker.run_id.substr(0, shown_digits);
    return fmt::format("{} on {} UTC", who, when);
}

}  // namespace

std::size_t count_inputs(const StageInputs& inputs) {
    std::size_t count = inputs.commands.empty() ? 0 : 1;
    count += inputs.deps.size() + inputs.env.size() + (inputs.python ? 1 : 0);
    for (const auto& [file, values] : inputs.params) count += values.size();
    return count;
}

std::vector<std::string> name_inputs(const StageInputs& inputs) {
    constexpr std::size_t most = 3;
    std::vector<std::string> names;
    for (const auto& [path, content] : inputs.deps) {
        if (names.size() < most) names.push_back(path);
    }
    for (const auto& [file, values] : inputs.params) {
        for (const auto& [key, value] : values) {
            if (names.size() < most) names.push_back("params " + param_name(file, key));
        }
    }
    if (names.size() < most && !inputs.commands.empty()) names.emplace_back("its command");
    return names;
}

std::string why_run(const std::vector<Reason>& reasons) {
    constexpr std::size_t shown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, reasons.size()); ++i) text += (i == 0 ? "" : "; ") + reasons[i].text();
    if (reasons.size() > shown) text += fmt::format("; and {}", counted(reasons.size() - shown, "more reason"));
    return text;
}

std::string why_restored(const std::vector<Reason>& reasons, const Evidence& evidence) {
    const std::string maker = evidence.made_by ? maker_text(*evidence.made_by) : "an earlier run";
    const std::string fetched = evidence.remote.empty() ? "" : ", fetched from " + evidence.remote;
    return fmt::format("{}; {} had made it from the same inputs{}", why_run(reasons), maker, fetched);
}

std::string why_skipped(const Evidence& evidence) {
    if (evidence.frozen) return "it is frozen";
    std::vector<std::string> parts = evidence.named;
    const std::size_t more = evidence.inputs - std::min(evidence.inputs, parts.size());
    if (more > 0) parts.push_back(counted(more, parts.empty() ? "input" : "more input"));
    if (evidence.outs > 0) parts.push_back(counted(evidence.outs, "output"));
    const bool one = parts.size() == 1 && (evidence.inputs == 1 || evidence.outs == 1);
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    }
    text += one ? " is unchanged since " : " are unchanged since ";
    return text + (evidence.made_by ? maker_text(*evidence.made_by) : "the last run");
}

Json evidence_json(const Evidence& evidence) {
    Json json = Json::object();
    if (!evidence.frozen) json = {{"inputs", evidence.inputs}, {"outputs", evidence.outs}};
    if (!evidence.remote.empty()) json["remote"] = evidence.remote;
    if (evidence.made_by) {
        json["made_by"] = {{"time", evidence.made_by->time}};
        if (!evidence.made_by->run_id.empty()) json["made_by"]["run_id"] = evidence.made_by->run_id;
    }
    return json;
}

}  // namespace mlp::pipeline
