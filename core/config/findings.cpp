#include "core/config/findings.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/config/codes.hpp"

namespace mlp::config {

void Findings::error(std::string_view code, const Position& place, std::string message, std::string hint) {
    problems_.push_back({Problem::Severity::error, std::string(code), place, std::move(message), std::move(hint)});
}

void Findings::warning(std::string_view code, const Position& place, std::string message, std::string hint) {
    problems_.push_back({Problem::Severity::warning, std::string(code), place, std::move(message), std::move(hint)});
}

void Findings::add_syntax(std::vector<Problem> problems) {
    for (Problem& problem : problems) {
        if (problem.code.empty()) problem.code = codes::syntax;
        problems_.push_back(std::move(problem));
    }
}

void Findings::merge_new(Findings&& other, std::size_t mark) {
    for (Problem& problem : other.problems_) {
        const bool known =
            std::any_of(problems_.begin() + static_cast<std::ptrdiff_t>(mark), problems_.end(),
                        [&](const Problem& p) { return p.code == problem.code && p.place == problem.place; });
        if (!known) problems_.push_back(std::move(problem));
    }
}

bool Findings::failed_since(std::size_t mark) const {
    return std::any_of(problems_.begin() + static_cast<std::ptrdiff_t>(mark), problems_.end(),
                       [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

std::vector<Problem> Findings::take() {
    std::map<std::string, std::size_t> order;
    for (const Problem& problem : problems_) order.emplace(problem.place.file, order.size());
    std::stable_sort(problems_.begin(), problems_.end(), [&](const Problem& a, const Problem& b) {
        return std::tuple(order[a.place.file], a.place.line, a.place.column) <
               std::tuple(order[b.place.file], b.place.line, b.place.column);
    });
    return std::move(problems_);
}

}  // namespace mlp::config
