// What to do about one stage: nothing, restore what an earlier run made, take up what stands there, or run; and why.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/doubts.hpp"
#include "core/pipeline/evidence.hpp"
#include "core/pipeline/inspector.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/dvc_remote_results.hpp"
#include "core/pipeline/remote_results.hpp"

namespace mlp::pipeline {

enum class Action {
    none,
    restore,
    keep,  ///< its outputs are good as they stand and only have to be stored and locked: data of a .dvc file
    run,
};
std::string_view action_name(Action action);  ///< "none", "restore", "keep", "run"

struct Decision {
    Action action = Action::none;
    std::vector<Reason> reasons;  ///< empty exactly for Action::none
    Evidence evidence;
    StageInputs inputs;
    Digest fingerprint;
    Outputs outputs;  ///< for Action::restore: what to bring back

    /// Why it came out like that, as one clause.
    std::string why() const;
};

/// Whether earlier results of the stage may stand in for a run of it.
bool restores(const config::Stage& stage);

struct DecisionRules {
    bool force = false;   ///< run whatever the lock says
    bool restore = true;  ///< earlier results may be used instead of running
    bool pull = false;     ///< as `dvc repro --pull`: what is locked comes back, also where nothing else is restored
    bool makers = false;  ///< also look up who made the lock entry of what is up to date
};

/// Where results of others are looked up, when they are not here; nullptr: nowhere.
struct ResultsElsewhere {
    RemoteResults* own = nullptr;     ///< of stages of mlp.yaml
    DvcRemoteResults* dvc = nullptr;  ///< and data, of DVC
};

class Decider {
public:
    /// @param cache a connection to the store, or nullptr when there is no store yet
    Decider(Inspector& inspector, Contents& contents, base::Db* cache, DecisionRules rules,
            ResultsElsewhere elsewhere = {})
        : inspector_(inspector), contents_(contents), cache_(cache), rules_(rules), elsewhere_(elsewhere), doubts_(contents.index()) {}

    /// All that the stage needs is in place. Missing dependencies: Error{missing}.
    Decision decide(const config::Stage& stage, const LockedStage* locked);

    /// For plans: some of what it needs will only be made by `upstream` stages. Their outputs are assumed unknown.
    Decision decide_later(const config::Stage& stage, const LockedStage* locked,
                          const std::vector<std::string>& upstream);

    /// Why a remote is no longer asked, told once; empty: it is.
    std::string take_remote_problem() { return std::exchange(remote_problem_, {}); }

private:
    std::optional<EarlierResult> find_remote(const config::Stage& stage, const LockedStage* as_locked,
                                             Decision& decision);
    std::optional<EarlierResult> find_own_remote(const Decision& decision);
    std::optional<EarlierResult> find_dvc_remote(const config::Stage& stage, const LockedStage* as_locked,
                                                 const Decision& decision);
    std::vector<Reason> reasons(const config::Stage& stage, const LockedStage* locked, const StageInputs& inputs);
    void add_changed_outputs(const config::Stage& stage, const LockedStage& locked, std::vector<Reason>& found);
    void decide_held(const config::Stage& stage, const LockedStage* locked, Decision& decision);
    std::optional<EarlierResult> restorable(const config::Stage& stage, const LockedStage* locked, Decision& decision);
    std::optional<EarlierResult> earlier(const config::Stage& stage, const Decision& decision);
    std::optional<Maker> maker(const Digest& fingerprint);
    bool at_hand(const config::Stage& stage, const Outputs& outputs, const StageInputs& inputs);

    Inspector& inspector_;
    Contents& contents_;
    base::Db* cache_;
    DecisionRules rules_;
    ResultsElsewhere elsewhere_;
    std::string remote_problem_;
    Doubts doubts_;
};

}  // namespace mlp::pipeline
