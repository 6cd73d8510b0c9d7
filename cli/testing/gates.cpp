// The gates group: every gate of every model, held against the metrics files as they stand and against the champion.
#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/invocation.hpp"
#include "cli/release/session.hpp"
#include "cli/testing/freshness.hpp"
#include "cli/testing/suite.hpp"
#include "core/config/project.hpp"
#include "core/registry/registry.hpp"

namespace mlp::cli {

namespace {

/// Numbers of all metrics files that are there, as "stage.key"; a file that cannot be read is a failed case.
std::map<std::string, double> current_metrics(Invocation& call, Cases& cases) {
    std::map<std::string, double> metrics;
    for (const auto& stage : call.project().stages) {
        for (const auto& output : stage.outs) {
            if (output.role != config::Output::Role::metric || !std::filesystem::exists(call.root() / output.path))
                continue;
            try {
                for (const auto& [key, value] : config::read_metrics(call.root() / output.path)) {
                    metrics[stage.name + "." + key] = value;
                }
            } catch (const Error& error) {
                // Gates on it fail for want of their metric; this says why.
                if (error.kind() != Kind::invalid) throw;
                cases.push_back({.group = "gates",
                                 .name = stage.name + ": metrics",
                                 .verdict = Verdict::failed,
                                 .reason = fmt::format("{}: {}", error.place(), error.message()),
                                 .file = output.path});
            }
        }
    }
    return metrics;
}

std::optional<registry::ModelVersion> champion_of(Invocation& call, const config::Model& model) {
    RegistrySession registry(call, RegistrySession::Use::read);
    const auto version = registry->find_alias(model.name, model.champion);
    return version ? registry->find_version(model.name, *version) : std::nullopt;
}

TestCase case_of(const config::Model& model, const registry::GateResult& result, const std::set<std::string>& stale) {
    TestCase test{.group = "gates", .name = fmt::format("{}: {}", model.name, result.gate), .file = "mlp.yaml"};
    const auto stage = result.metric.substr(0, result.metric.find('.'));
    if (stale.contains(stage)) {
        test.verdict = Verdict::failed;
        test.reason =
            fmt::format("stage '{}' is not up to date, so its metrics are of an earlier state: mlp run", stage);
    } else if (!result.passed) {
        test.verdict = Verdict::failed;
        test.reason = result.reason;
    }
    return test;
}

}  // namespace

void check_gates(Invocation& call, const Selection& selection, Cases& cases) {
    std::optional<std::map<std::string, double>> metrics;
    std::set<std::string> stale;
    for (const auto& model : call.project().models) {
        if (model.gates.empty() || !selection.wants("gates", model.name)) continue;
        if (!metrics) {
            metrics = current_metrics(call, cases);
            stale = stale_stages(call);
        }
        for (const auto& result :
             registry::evaluate_gates(model.gates, *metrics, champion_of(call, model), call.env().now())) {
            cases.push_back(case_of(model, result, stale));
        }
    }
}

}  // namespace mlp::cli
