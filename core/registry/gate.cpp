// Gates: each is one comparison of one metric, with a verdict that says in a sentence why.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.hpp"
#include "core/registry/registry.hpp"

namespace mlp::registry {

namespace {

using config::Gate;

bool holds(Gate::Op op, double value, double threshold) {
    switch (op) {
        case Gate::Op::less:
            return value < threshold;
        case Gate::Op::less_equal:
            return value <= threshold;
        case Gate::Op::equal:
            return value == threshold;
        case Gate::Op::not_equal:
            return value < threshold || value > threshold;  // false for NaN, unlike !=
        case Gate::Op::greater_equal:
            return value >= threshold;
        case Gate::Op::greater:
            return value > threshold;
    }
    return false;
}

std::string_view sign(Gate::Op op) {
    switch (op) {
        case Gate::Op::less:
            return "<";
        case Gate::Op::less_equal:
            return "<=";
        case Gate::Op::equal:
            return "==";
        case Gate::Op::not_equal:
            return "!=";
        case Gate::Op::greater_equal:
            return ">=";
        case Gate::Op::greater:
            return ">";
    }
    return "?";
}

/// 0.8 - 0.1 is 0.7000000000000001 in binary; whoever wrote "champion - 0.1" means 0.7.
double decimal_sum(double champion, double margin) {
    const double sum = champion + margin;
    if (margin == 0 || !std::isfinite(sum)) return sum;
    return base::parse_number(fmt::format("{:.15g}", sum)).value_or(sum);
}

/// "evaluate@a.auc" as runs record it: '@' is not allowed in a metric's name there.
std::string recorded_name(std::string metric) {
    std::replace(metric.begin(), metric.end(), '@', '/');
    return metric;
}

std::optional<double> metric_of(const ModelVersion& version, const std::string& key) {
    const auto metrics = version.provenance.find("metrics");
    if (metrics == version.provenance.end() || !metrics->is_object()) return std::nullopt;
    auto found = metrics->find(key);
    if (found == metrics->end()) found = metrics->find(recorded_name(key));
    return found == metrics->end() ? std::nullopt : base::number_from_json(*found);
}

std::string missing_reason(const std::string& metric, const std::map<std::string, double>& metrics) {
    if (metrics.empty()) return fmt::format("metric '{}' was not recorded: the version has no metrics", metric);
    std::vector<std::string> known;
    for (const auto& [key, value] : metrics) known.push_back(key);
    const std::string guess = base::did_you_mean(metric, known);
    constexpr std::size_t shown = 8;
    std::string list;
    for (std::size_t i = 0; i < known.size() && i < shown; ++i) list += (i == 0 ? "" : ", ") + known[i];
    if (known.size() > shown) list += fmt::format(" and {} more", known.size() - shown);
    return fmt::format("metric '{}' was not recorded; recorded: {}{}", metric, list, guess);
}

/// Fills in the threshold, or gives the verdict at once where there is nothing to compare with.
bool settle_threshold(const Gate& gate, const std::optional<ModelVersion>& champion, GateResult& result) {
    if (!gate.champion) {
        result.threshold = gate.value;
        return true;
    }
    if (!champion) {
        result.passed = true;
        result.reason = fmt::format("{} is {}; there is no champion yet to compare with", gate.metric,
                                    base::number_text(*result.value));
        return false;
    }
    result.champion_version = champion->version;
    const auto best = metric_of(*champion, gate.metric);
    if (!best || std::isnan(*best)) {
        result.reason = fmt::format("the champion (version {}) {} metric '{}', so nothing can be compared",
                                    champion->version, best ? "has NaN as its" : "has no", gate.metric);
        return false;
    }
    result.threshold = decimal_sum(*best, gate.value);
    return true;
}

GateResult evaluate(const Gate& gate, const std::map<std::string, double>& metrics,
                    const std::optional<ModelVersion>& champion) {
    GateResult result;
    result.gate = gate.text;
    result.metric = gate.metric;
    auto found = metrics.find(gate.metric);
    if (found == metrics.end()) found = metrics.find(recorded_name(gate.metric));
    if (found == metrics.end()) {
        result.reason = missing_reason(gate.metric, metrics);
        return result;
    }
    result.value = found->second;
    if (std::isnan(found->second)) {
        result.reason = fmt::format("{} is NaN, which passes no gate", gate.metric);
        return result;
    }
    if (!settle_threshold(gate, champion, result)) return result;
    result.passed = holds(gate.op, *result.value, *result.threshold);
    const std::string against =
        result.champion_version ? fmt::format(" (champion is version {})", *result.champion_version) : std::string();
    result.reason = fmt::format("{} is {}, {} {} {}{}", gate.metric, base::number_text(*result.value),
                                result.passed ? "which is" : "wanted", sign(gate.op),
                                base::number_text(*result.threshold), against);
    return result;
}

}  // namespace

std::vector<GateResult> evaluate_gates(const std::vector<Gate>& gates, const std::map<std::string, double>& metrics,
                                       const std::optional<ModelVersion>& champion, Millis now) {
    std::vector<GateResult> results;
    for (const Gate& gate : gates) {
        results.push_back(evaluate(gate, metrics, champion));
        results.back().time = now;
    }
    return results;
}

}  // namespace mlp::registry
