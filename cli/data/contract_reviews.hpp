// contracts.lock: which content of each contract somebody has reviewed. A committed file, so that a change of a contract
// and its approval are seen together, and an unreviewed one fails `mlp test`.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"

namespace mlp::cli {

struct ContractReview {
    base::Digest digest;  ///< SHA-256 of the contract's bytes
    std::string by;       ///< who approved it
    std::string day;      ///< "2026-11-25", UTC
};

/// By the contract's path relative to the root.
using ContractReviews = std::map<std::string, ContractReview>;

/// Name of the file, beside mlp.yaml.
inline constexpr std::string_view reviews_file = "contracts.lock";

/// Error{invalid} with its place where it says something else.
ContractReviews parse_reviews(std::string_view text, std::string_view file = reviews_file);
/// Nothing without the file: the project does not ask for reviews.
std::optional<ContractReviews> read_reviews(const std::filesystem::path& root);
void write_reviews(const std::filesystem::path& root, const ContractReviews& reviews);

/// Why a contract does not stand as reviewed; nothing where it does. Error{missing} without the contract.
std::optional<std::string> objection_to(const std::string& contract, const std::filesystem::path& root,
                                        const ContractReviews& reviews);

}  // namespace mlp::cli
