#include "cli/data/contract_reviews.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/json.hpp"

namespace mlp::cli {

namespace {

Error unreadable_review(const std::string& what) {
    return Error(Kind::invalid, what)
        .at(std::string(reviews_file))
        .hint("restore the file with git, or settle a merge by reviewing again: mlp data review");
}

ContractReview review_of(const std::string& contract, const base::Json& entry) {
    const auto text = [&](const char* key) {
        const auto found = entry.is_object() ? entry.find(key) : entry.end();
        if (!entry.is_object() || found == entry.end() || !found->is_string())
            throw unreadable_review(fmt::format("the review of '{}' has no text '{}'", contract, key));
        return found->get<std::string>();
    };
    const auto digest = base::Digest::parse_hex(base::Algorithm::sha256, text("sha256"));
    if (!digest) throw unreadable_review(fmt::format("'sha256' of the review of '{}' is no digest", contract));
    return {.digest = *digest, .by = text("by"), .day = text("day")};
}

}  // namespace

ContractReviews read_reviews(const std::filesystem::path& root) {
    const auto content = base::read_file_if_exists(root / reviews_file);
    if (!content) return {};
    const base::Json json = base::parse_json(*content, reviews_file);
    if (!json.is_object() || !json.contains("contracts") || !json["contracts"].is_object())
        throw unreadable_review("no map 'contracts'");
    if (json.value("version", base::Json()) != 1) throw unreadable_review("its version is not 1, the one that is known");
    ContractReviews reviews;
    for (const auto& [contract, entry] : json["contracts"].items())
        reviews.emplace(contract, review_of(contract, entry));
    return reviews;
}

void write_reviews(const std::filesystem::path& root, const ContractReviews& reviews) {
    base::Json json{{"version", 1}, {"contracts", base::Json::object()}};
    for (const auto& [contract, review] : reviews)
        json["contracts"][contract] = {{"sha256", review.digest.hex()}, {"by", review.by}, {"day", review.day}};
    base::replace_file(root / reviews_file, json.dump(2) + "\n");
}

std::optional<std::string> objection_to(const std::string& contract, const std::filesystem::path& root,
                                        const ContractReviews& reviews) {
    const base::Digest now = base::hash_file(root / contract).digest;
    const auto found = reviews.find(contract);
    if (found == reviews.end()) return fmt::format("{}: nobody has reviewed it; then run mlp data review", contract);
    if (found->second.digest == now) return std::nullopt;
    return fmt::format("{}: changed since {} reviewed it on {}; review the change, then run mlp data review", contract,
                       found->second.by, found->second.day);
}

}  // namespace mlp::cli
