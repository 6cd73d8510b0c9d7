// The tracking store as the `mlp track` commands use it: opened for reading or writing, with runs ended whose owner is
// gone.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

class TrackSession {
public:
    enum class Use { read, write };
    /// For reading, a store that cannot be written is opened as it is.
    TrackSession(Invocation& call, Use use);

    tracking::TrackingStore& operator*() { return *tracking_; }
    tracking::TrackingStore* operator->() { return tracking_.get(); }
    base::Db& db() { return store_->db(); }
    store::Store& store() { return *store_; }

    /// The full id of the run that is named by a prefix, or by MLP_RUN_ID where none is named; with neither:
    /// Error{usage}.
    std::string run_id(const std::optional<std::string>& named);
    std::string run_id(const std::string& named) { return run_id(std::optional(named)); }
    /// Applies a change to each of the runs named, to all or to none. Gives their ids.
    std::vector<std::string> change_all(const std::vector<std::string>& named,
                                        void (tracking::TrackingStore::*change)(const std::string&));
    /// As run_id, loaded.
    tracking::Run run(const std::optional<std::string>& named);

    /// The experiment with this name or, without one, with this id: Error{missing} that lists what there is.
    tracking::Experiment experiment(const std::string& name_or_id);
    /// As experiment, made when no experiment has the name; one that is deleted: Error{conflict}.
    std::string experiment_to_log_to(const std::string& name_or_id);

private:
    Invocation& call_;
    std::optional<store::Store> read_only_;
    store::Store* store_ = nullptr;
    std::unique_ptr<tracking::TrackingStore> tracking_;
};

}  // namespace mlp::cli
