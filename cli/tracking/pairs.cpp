#include "cli/tracking/pairs.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

std::pair<std::string, std::string> split(const std::string& argument, std::string_view flag) {
    const auto equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw Error(Kind::usage, fmt::format("'{}' is not KEY=VALUE", base::printable(argument)))
            .at(flag.empty() ? std::string() : fmt::format("flag {}", flag))
            .hint(fmt::format("write e.g. {}{}{}", flag, flag.empty() ? "" : " ",
                              flag == "--metric" ? "loss=0.25" : "team=search"));
    }
    return {argument.substr(0, equals), argument.substr(equals + 1)};
}

}  // namespace

std::vector<tracking::Tag> parse_tags(const std::vector<std::string>& arguments, std::string_view flag) {
    std::vector<tracking::Tag> tags;
    for (const std::string& argument : arguments) {
        auto [key, value] = split(argument, flag);
        tags.push_back({std::move(key), std::move(value)});
    }
    return tags;
}

std::vector<tracking::Param> parse_params(const std::vector<std::string>& arguments) {
    std::vector<tracking::Param> params;
    for (const std::string& argument : arguments) {
        auto [key, value] = split(argument, "--param");
        params.push_back({std::move(key), std::move(value)});
    }
    return params;
}

std::vector<tracking::Metric> parse_metrics(const std::vector<std::string>& arguments, std::int64_t step,
                                            base::Millis time) {
    std::vector<tracking::Metric> metrics;
    for (const std::string& argument : arguments) {
        auto [key, value] = split(argument, "--metric");
        const auto number = base::parse_number(value);
        if (!number) {
            throw Error(Kind::usage, fmt::format("the metric '{}' is '{}': not a number", base::printable(key),
                                                 base::printable(value)))
                .at("flag --metric")
                .hint("metrics are numbers, nan, inf or -inf; other facts are params or tags");
        }
        metrics.push_back({.key = std::move(key), .value = *number, .timestamp = time, .step = step});
    }
    return metrics;
}

}  // namespace mlp::cli
