#include "cli/data/contract_reviews.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/json.hpp"
#include "core/base/merge_conflict.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"

namespace mlp::cli {

namespace {

using base::Yaml;

constexpr std::string_view way_out = "restore the file with git, or settle a merge by reviewing again: mlp data review";

[[noreturn]] void wrong(const Position& place, const std::string& what) {
    throw Error(Kind::invalid, what)
        .at(place.to_string())
        .hint(std::string(way_out));
}

ContractReview review_of(const std::string& contract, const Yaml& entry) {
    const auto text = [&](std::string_view key) {
        const Yaml* found = entry.is_map() ? entry.find(key) : nullptr;
        if (found == nullptr || !found->is_string())
            wrong(entry.begin(), fmt::format("the review of '{}' has no text '{}'", base::printable(contract), key));
        return std::string(found->text());
    };
    const auto digest = base::Digest::parse_hex(base::Algorithm::sha256, text("sha256"));
    if (!digest) wrong(entry.begin(), fmt::format("'sha256' of the review of '{}' is no digest", base::printable(contract)));
    return {.digest = *digest, .by = text("by"), .day = text("day")};
}

}  // namespace

// JSON is YAML, and that reader knows where each value stands.
ContractReviews parse_reviews(std::string_view text, std::string_view file) {
    base::refuse_conflict(text, file, "contracts.lock",
                          "keep one side (`git checkout --ours contracts.lock` or `--theirs`), then `mlp data review` "
                          "reviews what the other side changed");
    std::vector<Problem> problems;
    const Yaml top = base::parse_yaml(text, file, problems);
    if (!problems.empty()) wrong(problems.front().place, problems.front().message);
    const Yaml* version = top.is_map() ? top.find("version") : nullptr;
    if (version == nullptr || version->type() != Yaml::Type::integer || version->as_integer() != 1)
        wrong(top.begin(), "its version is not 1, the one that is known");
    const Yaml* contracts = top.find("contracts");
    if (contracts == nullptr || !contracts->is_map()) wrong(top.begin(), "no map 'contracts'");
    ContractReviews reviews;
    for (const Yaml::Entry& entry : contracts->entries()) reviews.emplace(entry.key, review_of(entry.key, entry.value));
    return reviews;
}

std::optional<ContractReviews> read_reviews(const std::filesystem::path& root) {
    const auto content = base::read_file_if_exists(root / reviews_file);
    return content ? std::optional(parse_reviews(*content)) : std::nullopt;
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
