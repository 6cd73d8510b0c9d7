#include "core/pipeline/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/dvc_run_results.hpp"
#include "core/pipeline/fingerprint.hpp"

namespace mlp::pipeline {

namespace {

using config::Origin;

/// DVC looks at bytes alone.
bool same_content(const std::optional<Content>& found, const Content& wanted) {
    if (!found || found->digest != wanted.digest) return false;
    return found->kind == wanted.kind || wanted.digest.algorithm() != Algorithm::sha256;
}

/// DVC runs what neither reads nor makes anything every time.
bool is_callback(const config::Stage& stage) {
    return stage.origin == Origin::dvc && stage.deps.empty() && stage.params.empty() && stage.outs.empty();
}

bool about_output(const Reason& reason) {
    using Kind = Reason::Kind;
    return reason.kind == Kind::out_missing || reason.kind == Kind::out_modified || reason.kind == Kind::out_unstored;
}

/// Just the outputs that the stage declares.
bool are_declared(const Outputs& outputs, const StageInputs& inputs) {
    return outputs.size() == inputs.outs.size() &&
           std::all_of(outputs.begin(), outputs.end(), [&](const auto& out) {
               return std::binary_search(inputs.outs.begin(), inputs.outs.end(), out.first);
           });
}

/// Whether an output is good where it stands, though it is not stored. DVC stores all but those without a cache.
bool may_stand(const config::Stage& stage, const std::string& path) {
    return !stage.is_of_dvc() || std::any_of(stage.outs.begin(), stage.outs.end(), [&](const config::Output& out) {
        return out.path == path && !out.cache;
    });
}

bool only_unstored(const std::vector<Reason>& reasons) {
    return std::all_of(reasons.begin(), reasons.end(),
                       [](const Reason& reason) { return reason.kind == Reason::Kind::out_unstored; });
}

}  // namespace

std::string_view action_name(Action action) {
    switch (action) {
        case Action::none:
            return "none";
        case Action::restore:
            return "restore";
        case Action::keep:
            return "keep";
        case Action::run:
            return "run";
    }
    return "";
}

bool restores(const config::Stage& stage) {
    // DVC runs again what has no dependency: a download may bring something new.
    if (stage.origin == Origin::dvc) return dvc_run_cache_takes(stage);
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
        case Action::keep:
        case Action::run:
            return why_run(reasons);
    }
    return {};
}

std::optional<EarlierResult> Decider::find_own_remote(const Decision& decision) {
    auto found = elsewhere_.own->find(decision.fingerprint);
    return found && are_declared(found->outputs, decision.inputs) ? found : std::nullopt;
}

std::optional<EarlierResult> Decider::find_dvc_remote(const config::Stage& stage, const LockedStage* as_locked,
                                                      const Decision& decision) {
    DvcRemoteResults& remote = *elsewhere_.dvc;
    const auto usable = [&](const Outputs& outputs) {
        return are_declared(outputs, decision.inputs) && remote.has(stage, outputs);
    };
    if (as_locked != nullptr && usable(as_locked->outs)) return EarlierResult{as_locked->outs, {}};
    auto outputs = remote.find(stage, decision.inputs);
    return outputs && usable(*outputs) ? std::optional(EarlierResult{*std::move(outputs), {}}) : std::nullopt;
}

/// A remote that does not answer is not asked again: the run goes on without it.
/// @param as_locked  the lock's entry where it names what belongs there; else nullptr
std::optional<EarlierResult> Decider::find_remote(const config::Stage& stage, const LockedStage* as_locked,
                                                  Decision& decision) {
    const bool by_dvc = stage.is_of_dvc();
    if (by_dvc ? elsewhere_.dvc == nullptr : elsewhere_.own == nullptr) return std::nullopt;
    try {
        auto found = by_dvc ? find_dvc_remote(stage, as_locked, decision) : find_own_remote(decision);
        if (found) decision.evidence.remote = by_dvc ? elsewhere_.dvc->address() : elsewhere_.own->address();
        return found;
    } catch (const Error& error) {
        remote_problem_ = fmt::format("results of others are not looked up: {}", error.message());
        if (by_dvc) elsewhere_.dvc = nullptr;
        if (!by_dvc) elsewhere_.own = nullptr;
        return std::nullopt;
    }
}

std::vector<Reason> Decider::reasons(const config::Stage& stage, const LockedStage* locked, const StageInputs& inputs) {
    std::vector<Reason> found;
    if (rules_.force && !stage.commands.empty()) found.push_back({Reason::Kind::forced});
    if (stage.always_changed || is_callback(stage)) found.push_back({Reason::Kind::always_changed});
    if (locked == nullptr) {
        found.push_back({Reason::Kind::never_run});
        return found;
    }
    for (Reason& reason : stage.is_of_dvc() ? compare_dvc_inputs(stage, locked->inputs, inputs)
                                            : compare_inputs(locked->inputs, inputs)) {
        found.push_back(std::move(reason));
    }
    if (stage.is_of_dvc()) {
        for (std::string& path : doubts_.of(stage.name)) found.push_back({Reason::Kind::unsteady, std::move(path)});
    }
    add_changed_outputs(stage, *locked, found);
    return found;
}

void Decider::add_changed_outputs(const config::Stage& stage, const LockedStage& locked, std::vector<Reason>& found) {
    const bool by_dvc = stage.is_of_dvc();
    for (const config::Output& out : stage.outs) {
        const auto known = locked.outs.find(out.path);
        if (known == locked.outs.end()) {
            // For ours the comparison of the declared outputs has said so.
            if (by_dvc) found.push_back({Reason::Kind::out_declared, out.path});
            continue;
        }
        std::optional<Content> present;
        bool readable = true;
        try {
            present = inspector_.content(out.path, known->second.digest.algorithm());
        } catch (const Error& error) {
            // A link to content that is gone, or a socket: whatever it is, the stage did not make it.
            if (error.kind() != Kind::invalid) throw;
            readable = false;
        }
        if (!same_content(present, known->second)) {
            const bool missing = !present && readable;
            found.push_back({missing ? Reason::Kind::out_missing : Reason::Kind::out_modified, out.path});
        } else if (by_dvc && out.cache && !contents_.stored(known->second)) {
            found.push_back({Reason::Kind::out_unstored, out.path});
        }
    }
}

bool Decider::at_hand(const config::Stage& stage, const Outputs& outputs, const StageInputs& inputs) {
    return are_declared(outputs, inputs) && std::all_of(outputs.begin(), outputs.end(), [&](const auto& out) {
        if (contents_.stored(out.second)) return true;
        if (!may_stand(stage, out.first)) return false;
        return same_content(contents_.content_of(out.first, out.second.digest.algorithm()), out.second);
    });
}

/// What an earlier run with the same inputs made.
std::optional<EarlierResult> Decider::earlier(const config::Stage& stage, const Decision& decision) {
    if (!stage.is_of_dvc()) return cache_ == nullptr ? std::nullopt : find_cached(*cache_, decision.fingerprint);
    auto outputs = find_dvc_result(contents_.dvc().run_cache(), stage, decision.inputs);
    return outputs ? std::optional(EarlierResult{*std::move(outputs), {}}) : std::nullopt;
}

std::optional<Maker> Decider::maker(const Digest& fingerprint) {
    return cache_ == nullptr ? std::nullopt : find_maker(*cache_, fingerprint);
}

/// The lock goes first: after a checkout of an earlier commit it names just the bytes that belong there.
std::optional<EarlierResult> Decider::restorable(const config::Stage& stage, const LockedStage* locked,
                                                 Decision& decision) {
    if (!rules_.restore || rules_.force) return std::nullopt;
    const bool any_result = restores(stage);
    const bool pulled = rules_.pull && stage.origin == Origin::dvc && !stage.always_changed;
    if (!any_result && !pulled) return std::nullopt;
    const bool as_locked = stage.is_of_dvc()
                               ? std::all_of(decision.reasons.begin(), decision.reasons.end(), about_output)
                               : locked != nullptr && fingerprint(locked->inputs) == decision.fingerprint;
    if (locked != nullptr && as_locked && at_hand(stage, locked->outs, decision.inputs)) {
        return EarlierResult{locked->outs, maker(decision.fingerprint).value_or(Maker{})};
    }
    if (!any_result) return as_locked && locked != nullptr ? find_remote(stage, locked, decision) : std::nullopt;
    auto found = earlier(stage, decision);
    if (found && at_hand(stage, found->outputs, decision.inputs)) return found;
    return find_remote(stage, as_locked ? locked : nullptr, decision);
}

/// A .dvc file's data, and what a frozen stage of DVC made, is never made anew: what is there is taken up, what is
/// missing comes back from the cache.
void Decider::decide_held(const config::Stage& stage, const LockedStage* locked, Decision& decision) {
    std::erase_if(decision.reasons, [&](const Reason& reason) {
        // What makes nothing has nothing that could be taken up.
        if (reason.kind == Reason::Kind::never_run) return stage.outs.empty();
        return locked != nullptr && !about_output(reason) && reason.kind != Reason::Kind::out_declared &&
               reason.kind != Reason::Kind::command;
    });
    if (decision.reasons.empty()) return;
    decision.action = Action::keep;
    for (const config::Output& out : stage.outs) {
        if (contents_.content_of(out.path, algorithm_of(stage))) continue;
        const bool here = locked != nullptr && at_hand(stage, locked->outs, decision.inputs);
        if (!here && (locked == nullptr || !find_remote(stage, locked, decision))) {
            throw Error(Kind::missing, fmt::format("{} is neither there nor in the cache", out.path))
                .at(out.place.to_string())
                .hint("bring it back: `mlp run --pull` fetches what DVC's remote has; or copy it there");
        }
        decision.action = Action::restore;
        decision.outputs = locked->outs;
    }
}

Decision Decider::decide(const config::Stage& stage, const LockedStage* locked) {
    Decision decision;
    decision.evidence.frozen = stage.frozen;
    if (stage.frozen && !stage.is_of_dvc()) return decision;
    decision.inputs = inspector_.inputs(stage, locked);
    decision.reasons = reasons(stage, locked, decision.inputs);
    const bool held = stage.frozen || stage.origin == Origin::data;
    if (held) decide_held(stage, locked, decision);
    decision.evidence.inputs = count_inputs(decision.inputs);
    decision.evidence.outs = locked == nullptr ? 0 : locked->outs.size();
    if (decision.reasons.empty()) {
        decision.evidence.named = name_inputs(decision.inputs);
        if (rules_.makers) decision.evidence.made_by = maker(fingerprint(decision.inputs));
        return decision;
    }
    if (stage.is_of_dvc()) decision.inputs = inspector_.new_inputs(stage, locked);
    decision.fingerprint = fingerprint(decision.inputs);
    if (held) return decision;
    if (only_unstored(decision.reasons)) {
        decision.action = Action::keep;
        return decision;
    }
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
    if (stage.frozen || stage.origin == Origin::data) return decision;
    decision.inputs = inspector_.inputs(stage, locked);
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
