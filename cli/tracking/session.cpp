#include "cli/tracking/session.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/text.hpp"
#include "core/config/settings.hpp"
#include "core/store/file_system.hpp"

namespace mlp::cli {
namespace {

bool exists_but_cannot_be_written(const std::filesystem::path& database) {
    if (::faccessat(AT_FDCWD, database.c_str(), F_OK, AT_EACCESS) != 0) return false;
    return ::faccessat(AT_FDCWD, database.c_str(), W_OK, AT_EACCESS) != 0 ||
           ::faccessat(AT_FDCWD, database.parent_path().c_str(), W_OK | X_OK, AT_EACCESS) != 0;
}

}  // namespace

TrackSession::TrackSession(Invocation& call, Use use) : call_(call) {
    if (use == Use::read) {
        const auto location = store::locate(call.env(), call.find_root(), call.settings().text("store"));
        if (exists_but_cannot_be_written(location.database) || store::on_full_disk(location.database)) {
            read_only_ = store::Store::open(location, call.env(), store::Access::read_only);
        }
    }
    store_ = read_only_ ? &*read_only_ : &call.store();
    tracking_ = tracking::open_tracking(*store_);
    for (const std::string& id : tracking_->reap()) {
        call.note(fmt::format("run {} is marked as killed: the process that it lived with is gone", id));
    }
}

std::string TrackSession::run_id(const std::optional<std::string>& named) {
    if (named) return tracking_->resolve_run(*named);
    if (const auto active = call_.env().variable("MLP_RUN_ID")) {
        try {
            return tracking_->resolve_run(*active);
        } catch (Error& error) {
            error.at("environment MLP_RUN_ID");
            throw;
        }
    }
    throw Error(Kind::usage, "which run? None is named, and MLP_RUN_ID is not set")
        .hint("name one with --run ID, or `export MLP_RUN_ID=$(mlp track start)` once");
}

std::vector<std::string> TrackSession::change_all(const std::vector<std::string>& named,
                                                  void (tracking::TrackingStore::*change)(const std::string&)) {
    std::vector<std::string> ids;
    base::Transaction transaction(db());
    for (const std::string& run : named) {
        ids.push_back(run_id(run));
        (*tracking_.*change)(ids.back());
    }
    transaction.commit();
    return ids;
}

tracking::Run TrackSession::run(const std::optional<std::string>& named) {
    const std::string id = run_id(named);
    auto found = tracking_->find_run(id);
    if (!found) throw Error(Kind::missing, fmt::format("run {} is gone", id)).hint("somebody removed it just now");
    return *found;
}

tracking::Experiment TrackSession::experiment(const std::string& name_or_id) {
    if (auto named = tracking_->find_experiment_by_name(name_or_id)) return *named;
    if (auto numbered = tracking_->find_experiment(name_or_id)) return *numbered;
    std::vector<std::string> names;
    for (const auto& experiment :
         tracking_->search_experiments({.view = tracking::View::all, .max_results = 1000}).items) {
        names.push_back(experiment.name);
    }
    throw Error(Kind::missing, fmt::format("there is no experiment '{}'{}", base::printable(name_or_id),
                                           base::did_you_mean(name_or_id, names)))
        .hint("`mlp track experiments` lists them");
}

std::string TrackSession::experiment_to_log_to(const std::string& name_or_id) {
    if (const auto named = tracking_->find_experiment_by_name(name_or_id)) return named->id;
    if (const auto numbered = tracking_->find_experiment(name_or_id)) return numbered->id;
    try {
        return tracking_->create_experiment(name_or_id);
    } catch (const Error& error) {
        // Sixteen jobs may begin at once: whoever was first made it.
        const auto made = tracking_->find_experiment_by_name(name_or_id);
        if (error.kind() != Kind::conflict || !made) throw;
        return made->id;
    }
}

}  // namespace mlp::cli
