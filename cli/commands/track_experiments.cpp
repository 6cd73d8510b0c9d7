// mlp track experiments
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {
namespace {

struct TrackExperiments {
    std::optional<std::string> create;
    std::optional<std::string> remove;
    std::optional<std::string> restore;
    bool all = false;

    bool writes() const { return create || remove || restore; }
};

std::vector<tracking::Experiment> list(TrackSession& session, bool all) {
    tracking::Search search{.view = all ? tracking::View::all : tracking::View::active};
    std::vector<tracking::Experiment> found;
    do {
        auto page = session->search_experiments(search);
        found.insert(found.end(), page.items.begin(), page.items.end());
        search.page_token = page.next_page_token;
    } while (!search.page_token.empty());
    return found;
}

Report run(Invocation& call, const TrackExperiments& ask) {
    if ((ask.create ? 1 : 0) + (ask.remove ? 1 : 0) + (ask.restore ? 1 : 0) > 1) {
        throw Error(Kind::usage, "--create, --delete and --restore are given together").hint("one at a time");
    }
    TrackSession session(call, ask.writes() ? TrackSession::Use::write : TrackSession::Use::read);
    std::vector<tracking::Experiment> experiments;
    if (ask.create) {
        experiments.push_back(*session->find_experiment(session->create_experiment(*ask.create)));
    } else if (ask.remove || ask.restore) {
        const std::string id = session.experiment(ask.remove ? *ask.remove : *ask.restore).id;
        ask.remove ? session->delete_experiment(id) : session->restore_experiment(id);
        experiments.push_back(*session->find_experiment(id));
    } else {
        experiments = list(session, ask.all);
    }
    base::Json json = document("mlp.track.experiments/1");
    json["experiments"] = base::Json::array();
    for (const auto& experiment : experiments) json["experiments"].push_back(experiment_json(experiment));
    return {.document = json, .text = [experiments, now = call.env().now()](Text& text) {
                Table table({"id", "name", "state", "changed"});
                for (const auto& experiment : experiments) {
                    const bool active = experiment.lifecycle == tracking::Lifecycle::active;
                    table.row({{experiment.id, Label::id},
                               experiment.name,
                               {std::string(tracking::lifecycle_name(experiment.lifecycle)),
                                active ? Label::plain : Label::warning},
                               {ago(experiment.last_update_time, now), Label::dim}});
                }
                table.print(text);
            }};
}

}  // namespace

Command track_experiments_command() {
    auto ask = std::make_shared<TrackExperiments>();
    return {.arguments = {{"--create", "Make an experiment with this name", &ask->create, false, "NAME"},
                          {"--delete", "Delete an experiment with its runs, by name or id", &ask->remove, false, "NAME",
                           Live::experiments},
                          {"--restore", "Bring a deleted experiment back with its runs", &ask->restore, false, "NAME",
                           Live::experiments},
                          {"--all", "List deleted experiments too", &ask->all}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
