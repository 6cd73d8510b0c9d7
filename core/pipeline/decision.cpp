#include "core/pipeline/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/pipeline/fingerprint.hpp"

namespace mlp::pipeline {

namespace {

bool same_content(const std::optional<Content>& found, const Content& wanted) {
    return found && found->kind == wanted.kind && found->digest == wanted.digest;
}

}  // namespace

std::string_view action_name(Action action) {
    switch (action) {
        case Action::none:
            return "none";
        case Action::restore:
            return "restore";
        case Action::run:
            return "run";
    }
    return "";
}

bool restores(const config::Stage& stage) {
    // An output that persists was made from its own former state, which no fingerprint knows.
    const bool grows = std::any_of(stage.outs.begin(), stage.outs.end(), [](const auto& out) { return out.persist; });
    return !stage.always_changed && !grows;
}

std::string Decision::why() const {
    switch (action) {
        case Action::none:
            return why_skipped(evidence);
        case Action::restore:
            return why_restored(reasons, evidence);
        case Action::run:
            return why_run(reasons);
    }
    return {};
}

/// A remote that does not answer is not asked again: the run goes on without it.
std::optional<EarlierResult> Decider::find_remote(const config::Stage& stage, const Decision& decision) {
    if (remote_ == nullptr || stage.origin != config::Origin::mlp) return std::nullopt;
    try {
        auto found = remote_->find(decision.fingerprint);
        if (!found || found->outputs.size() != decision.inputs.outs.size()) return std::nullopt;
        const bool all = std::all_of(found->outputs.begin(), found->outputs.end(), [&](const auto& out) {
            return std::binary_search(decision.inputs.outs.begin(), decision.inputs.outs.end(), out.first);
        });
        return all ? found : std::nullopt;
    } catch (const Error& error) {
        remote_problem_ = fmt::format("results of others are not looked up: {}", error.message());
        remote_ = nullptr;
        return std::nullopt;
    }
}

std::vector<Reason> Decider::reasons(const config::Stage& stage, const LockedStage* locked, const StageInputs& inputs) {
    std::vector<Reason> found;
    if (rules_.force) found.push_back({Reason::Kind::forced});
    if (stage.always_changed) found.push_back({Reason::Kind::always_changed});
    if (locked == nullptr) {
        found.push_back({Reason::Kind::never_run});
        return found;
    }
    for (Reason& reason : compare_inputs(locked->inputs, inputs)) found.push_back(std::move(reason));
    for (const auto& [path, content] : locked->outs) {
        // One that is no longer declared is no longer ours to judge.
        if (!std::binary_search(inputs.outs.begin(), inputs.outs.end(), path)) continue;
        const auto present = inspector_.content(path);
        if (same_content(present, content)) continue;
        found.push_back({present ? Reason::Kind::out_modified : Reason::Kind::out_missing, path});
    }
    return found;
}

bool Decider::at_hand(const Outputs& outputs, const StageInputs& inputs) {
    if (outputs.size() != inputs.outs.size()) return false;
    return std::all_of(outputs.begin(), outputs.end(), [&](const auto& out) {
        if (!std::binary_search(inputs.outs.begin(), inputs.outs.end(), out.first)) return false;
        return workspace_.stored(out.second) || same_content(workspace_.content_of(out.first), out.second);
    });
}

std::optional<Maker> Decider::maker(const Digest& fingerprint) {
    return cache_ == nullptr ? std::nullopt : find_maker(*cache_, fingerprint);
}

/// The lock goes first: after a checkout of an earlier commit it names just the bytes that belong there.
std::optional<EarlierResult> Decider::restorable(const config::Stage& stage, const LockedStage* locked,
                                                 Decision& decision) {
    if (!rules_.restore || rules_.force || !restores(stage)) return std::nullopt;
    if (locked != nullptr && fingerprint(locked->inputs) == decision.fingerprint &&
        at_hand(locked->outs, decision.inputs)) {
        return EarlierResult{locked->outs, maker(decision.fingerprint).value_or(Maker{})};
    }
    auto cached = cache_ == nullptr ? std::nullopt : find_cached(*cache_, decision.fingerprint);
    if (cached && at_hand(cached->outputs, decision.inputs)) return cached;
    auto remote = find_remote(stage, decision);
    if (remote) decision.evidence.remote = remote_->address();
    return remote;
}

Decision Decider::decide(const config::Stage& stage, const LockedStage* locked) {
    Decision decision;
    decision.evidence.frozen = stage.frozen;
    if (stage.frozen) return decision;
    decision.inputs = inspector_.inputs(stage);
    decision.reasons = reasons(stage, locked, decision.inputs);
    decision.evidence.inputs = count_inputs(decision.inputs);
    decision.evidence.outs = locked == nullptr ? 0 : locked->outs.size();
    if (decision.reasons.empty()) {
        if (rules_.makers) decision.evidence.made_by = maker(fingerprint(decision.inputs));
        return decision;
    }
    decision.fingerprint = fingerprint(decision.inputs);
    decision.action = Action::run;
    if (auto earlier = restorable(stage, locked, decision)) {
        decision.action = Action::restore;
        decision.outputs = std::move(earlier->outputs);
        if (earlier->made_by.time != 0) decision.evidence.made_by = std::move(earlier->made_by);
    }
    return decision;
}

Decision Decider::decide_later(const config::Stage& stage, const LockedStage* locked,
                               const std::vector<std::string>& upstream) {
    Decision decision;
    decision.evidence.frozen = stage.frozen;
    if (stage.frozen) return decision;
    decision.inputs = inspector_.inputs(stage);
    // What is not known yet counts as unchanged, so that only what is certain is given as a reason.
    if (locked != nullptr) {
        for (const auto& [path, content] : locked->inputs.deps) {
            if (inspector_.unknown(path)) decision.inputs.deps.emplace(path, content);
        }
    }
    decision.reasons = reasons(stage, locked, decision.inputs);
    for (const std::string& name : upstream) decision.reasons.push_back({Reason::Kind::upstream, name});
    decision.action = Action::run;
    return decision;
}

}  // namespace mlp::pipeline
