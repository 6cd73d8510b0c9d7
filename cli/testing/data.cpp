// The data group: every data set of the project that has a contract, each rule one case.
#include <fmt/format.h>

#include "cli/data/catalog.hpp"
#include "cli/data/contract_reviews.hpp"
#include "cli/invocation.hpp"
#include "cli/testing/suite.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"
#include "core/table/check.hpp"

namespace mlp::cli {

namespace {

std::string name_of(const config::Dataset& dataset, const table::CheckResult& result) {
    const auto& rule = result.name.empty() ? result.rule : result.name;
    return result.column.empty() ? fmt::format("{}: {}", dataset.name, rule)
                                 : fmt::format("{}: {} {}", dataset.name, result.column, rule);
}

TestCase case_of(const config::Dataset& dataset, const table::CheckResult& result) {
    TestCase test{.group = "data", .name = name_of(dataset, result), .file = dataset.contract->path};
    if (result.skipped) {
        test.verdict = Verdict::skipped;
        test.reason = result.found;
    } else if (!result.passed) {
        test.verdict = Verdict::failed;
        const auto what =
            result.column.empty() ? dataset.path : fmt::format("{}: column '{}'", dataset.path, result.column);
        test.reason = fmt::format("{}: {} (expected {})", what, result.found, result.expected);
        test.details = fmt::format("{}", fmt::join(result.examples, "\n"));
    }
    return test;
}

/// A case for each deprecated data set that stages read: it fails once its last day is past.
void check_deprecated(Invocation& call, const Selection& selection, Cases& cases) {
    for (const Deprecation& deprecation : deprecations(call.project(), call.env().now())) {
        const config::Dataset& dataset = *deprecation.dataset;
        if (!selection.wants("data", dataset.name)) continue;
        if (!deprecation.over) call.warn(deprecation.message());
        cases.push_back({.group = "data",
                         .name = dataset.name + ": deprecated",
                         .verdict = deprecation.over ? Verdict::failed : Verdict::passed,
                         .reason = deprecation.message(),
                         .file = dataset.place.file});
    }
}

/// Once a project has had a contract reviewed, every contract is to stand as somebody has reviewed it.
void check_reviews(Invocation& call, const Selection& selection, Cases& cases) {
    const auto reviews = read_reviews(call.root());
    if (!reviews) return;
    for (const config::Dataset& dataset : call.project().datasets) {
        if (!dataset.contract || !selection.wants("data", dataset.name)) continue;
        if (!base::signature_of(call.root() / dataset.contract->path, true)) continue;  // fails by itself
        const auto objection = objection_to(dataset.contract->path, call.root(), *reviews);
        cases.push_back({.group = "data",
                         .name = dataset.name + ": reviewed",
                         .verdict = objection ? Verdict::failed : Verdict::passed,
                         .reason = objection.value_or(""),
                         .file = dataset.contract->path});
    }
}

}  // namespace

void check_data(Invocation& call, const Selection& selection, Cases& cases) {
    check_deprecated(call, selection, cases);
    check_reviews(call, selection, cases);
    for (const auto& dataset : call.project().datasets) {
        if (!dataset.contract || !selection.wants("data", dataset.name)) continue;
        try {
            const auto contract = table::read_contract(call.root(), dataset.contract->path);
            for (const auto& result : table::check_contract(contract, call.root(), dataset.path)) {
                cases.push_back(case_of(dataset, result));
            }
        } catch (const Error& error) {
            // A contract that is wrong, or not there, fails its data set, and the other cases are still wanted.
            const bool gone = error.kind() == Kind::missing && !base::signature_of(call.root() / dataset.contract->path, true);
            if (error.kind() != Kind::invalid && !gone) throw;
            const std::string place = error.place().empty() ? dataset.contract->place.to_string() : error.place();
            cases.push_back({.group = "data",
                             .name = dataset.name + ": contract",
                             .verdict = Verdict::failed,
                             .reason = gone ? fmt::format("{}: there is no contract '{}'", place, dataset.contract->path)
                                            : fmt::format("{}: {}", place, error.message()),
                             .file = dataset.contract->path});
        }
    }
}

}  // namespace mlp::cli
