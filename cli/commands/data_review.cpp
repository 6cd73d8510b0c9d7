// mlp data review [DATASET...]
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/data/contract_reviews.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

namespace {

struct ReviewAsk {
    std::vector<std::string> datasets;
    std::optional<std::string> by;
};

/// Contracts of the named data sets, or of all.
std::vector<std::string> contracts_of(const config::Project& project, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const config::Dataset& dataset : project.datasets) known.push_back(dataset.name);
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        throw Error(Kind::missing, fmt::format("no data set is called '{}'{}", name, base::did_you_mean(name, known)))
            .hint("mlp data catalog lists them");
    }
    std::vector<std::string> contracts;
    for (const config::Dataset& dataset : project.datasets) {
        const bool named = names.empty() || std::find(names.begin(), names.end(), dataset.name) != names.end();
        if (!named) continue;
        if (dataset.contract) contracts.push_back(dataset.contract->path);
        if (dataset.contract || names.empty()) continue;
        throw Error(Kind::missing, fmt::format("data set '{}' has no contract", dataset.name))
            .at(dataset.place.to_string())
            .hint("write contract: contracts/NAME.odcs.yaml below it");
    }
    return contracts;
}

Report review(Invocation& call, const ReviewAsk& ask) {
    constexpr std::size_t day = std::string_view("2026-12-31").size();
    const std::string by = ask.by.value_or(base::user_name(call.env()));
    ContractReviews reviews = read_reviews(call.root()).value_or(ContractReviews());
    base::Json json = document("mlp.data.review/1");
    json["by"] = by;
    json["reviewed"] = base::Json::array();
    const std::vector<std::string> contracts = contracts_of(call.project(), ask.datasets);
    for (const std::string& contract : contracts) {
        if (!objection_to(contract, call.root(), reviews)) continue;
        reviews[contract] = {.digest = base::hash_file(call.root() / contract).digest,
                             .by = by,
                             .day = base::iso_time(call.env().now()).substr(0, day)};
        json["reviewed"].push_back(contract);
    }
    if (!json["reviewed"].empty()) write_reviews(call.root(), reviews);
    return {.document = json, .text = [json, any = !contracts.empty()](Text& text) {
                for (const base::Json& contract : json["reviewed"])
                    text.add("reviewed  ").line(Label::path, contract.get<std::string>());
                text.line(json["reviewed"].empty()
                              ? std::string(any ? "Every contract stands as it was reviewed."
                                                : "No data set names a contract: there is nothing to review.")
                              : fmt::format("Commit {} together with the contracts.", reviews_file));
            }};
}

}  // namespace

Command data_review_command() {
    auto ask = std::make_shared<ReviewAsk>();
    return {.arguments = {{.name = "dataset",
                           .help = "Data sets whose contracts were reviewed; without any: all",
                           .target = &ask->datasets,
                           .live = Live::datasets},
                          {.name = "--by",
                           .help = "Who approved them (default: the user)",
                           .target = &ask->by,
                           .value = "NAME"}},
            .run = [ask](Invocation& call) { return review(call, *ask); }};
}

}  // namespace mlp::cli
