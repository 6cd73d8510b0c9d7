// `--set` with several values: what they are, and all their combinations.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::cli {

/// "0.1,0.2" are two values; a comma within quotes, brackets or braces belongs to its value: "[1, 2]", "'a,b'".
std::vector<std::string> split_values(std::string_view value);

/// Of several flags with one value for a key the last, as `dvc exp run -S` and `make X=1 X=2` have it; which that is is
/// told.
std::vector<std::string> settled_edits(const std::vector<std::string>& edits,
                                       const std::function<void(std::string_view)>& tell);

/// One list of single-valued edits for each combination, the values of the last flag changing first:
/// {"lr=1,2", "n=3"} → {{"lr=1", "n=3"}, {"lr=2", "n=3"}}. An empty value among several, several values and
/// another flag for one key, or more than 10,000 combinations: Error{usage}.
std::vector<std::vector<std::string>> combinations(const std::vector<std::string>& edits);

}  // namespace mlp::cli
