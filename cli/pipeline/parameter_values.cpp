#include "cli/pipeline/parameter_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

constexpr std::size_t most_combinations = 10'000;

std::vector<std::string> alternatives(const std::string& edit) {
    const std::size_t equals = edit.find('=');
    if (equals == std::string::npos) return {edit};
    const auto values = split_values(std::string_view(edit).substr(equals + 1));
    if (values.size() < 2) return {edit};
    std::vector<std::string> edits;
    for (const std::string& value : values) {
        if (value.find_first_not_of(' ') == std::string::npos) {
            throw Error(Kind::usage, fmt::format("'{}' has an empty value among others", base::printable(edit)))
                .at("flag --set")
                .hint(
                    "write null or '\"\"' for nothing; a comma that belongs to the value goes into quotes or brackets");
        }
        std::string one = edit.substr(0, equals + 1) + value;
        if (std::find(edits.begin(), edits.end(), one) != edits.end()) {
            throw Error(Kind::usage, fmt::format("'{}' names the value {} twice", base::printable(edit), base::printable(value)))
                .at("flag --set")
                .hint("each value is a run of its own");
        }
        edits.push_back(std::move(one));
    }
    return edits;
}

/// "params.yaml:lr" is "lr": that file is meant where none is named.
std::string_view key_of(std::string_view edit) {
    constexpr std::string_view default_file = "params.yaml:";
    edit = edit.substr(0, edit.find('='));
    if (edit.starts_with(default_file)) edit.remove_prefix(default_file.size());
    return edit;
}

/// Of two flags for one key the last would win in every combination, under names that tell otherwise.
void refuse_second_list(const std::vector<std::string>& edits, std::size_t index, std::size_t values) {
    for (std::size_t i = 0; i < index; ++i) {
        if (key_of(edits[i]) != key_of(edits[index])) continue;
        if (values < 2 && alternatives(edits[i]).size() < 2) continue;
        const auto key = base::printable(key_of(edits[index]));
        throw Error(Kind::usage, fmt::format("'{}' is given values twice", key))
            .at("flag --set")
            .hint(fmt::format("give all its values in one flag: --set {}=A,B,C", key));
    }
}

}  // namespace

std::vector<std::string> split_values(std::string_view value) {
    std::vector<std::string> values(1);
    int depth = 0;
    char quote = 0;
    for (const char c : value) {
        if (c == ',' && depth == 0 && quote == 0) {
            values.emplace_back();
            continue;
        }
        values.back() += c;
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return values;
}

std::vector<std::string> settled_edits(const std::vector<std::string>& edits,
                                       const std::function<void(std::string_view)>& tell) {
    std::vector<std::string> settled;
    for (const std::string& edit : edits) {
        const auto earlier = std::find_if(settled.begin(), settled.end(), [&](const std::string& other) {
            return key_of(other) == key_of(edit) && edit.find('=') != std::string::npos &&
                   alternatives(other).size() == 1 && alternatives(edit).size() == 1;
        });
        if (earlier != settled.end()) {
            tell(fmt::format("{} is set twice, and the last one counts: {}", base::printable(key_of(edit)),
                             base::printable(edit)));
            settled.erase(earlier);
        }
        settled.push_back(edit);
    }
    return settled;
}

std::vector<std::vector<std::string>> combinations(const std::vector<std::string>& edits) {
    std::vector<std::vector<std::string>> all(1);
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const auto values = alternatives(edits[i]);
        refuse_second_list(edits, i, values.size());
        if (all.size() * values.size() > most_combinations) {
            throw Error(Kind::usage, fmt::format("these values have more than {} combinations", most_combinations))
                .at("flag --set");
        }
        std::vector<std::vector<std::string>> longer;
        for (const auto& combination : all) {
            for (const std::string& value : values) {
                longer.push_back(combination);
                longer.back().push_back(value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

}  // namespace mlp::cli
