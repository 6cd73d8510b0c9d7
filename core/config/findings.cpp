#include "core/config/findings.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "core/base/shorten.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"

namespace mlp::config {

Finding& Findings::error(std::string_view code, const Position& place, std::string message, std::string hint) {
    add({Problem::Severity::error, std::string(code), place, std::move(message), std::move(hint)});
    return findings_.back();
}

Finding& Findings::warning(std::string_view code, const Position& place, std::string message, std::string hint) {
    add({Problem::Severity::warning, std::string(code), place, std::move(message), std::move(hint)});
    return findings_.back();
}

void Findings::add(std::vector<Finding> findings) {
    std::move(findings.begin(), findings.end(), std::back_inserter(findings_));
}

void Findings::add_syntax(std::vector<Problem> problems) {
    for (Problem& problem : problems) {
        if (problem.code.empty()) problem.code = codes::syntax;
        Finding finding{std::move(problem)};
        // The parser, which serves every room, tells the first place in words alone.
        const std::size_t first = finding.message.rfind(finding.place.file + ":");
        if (finding.code == codes::duplicate_key && first != std::string::npos) {
            finding.related.push_back(
                {position_from(finding.message.substr(first), finding.place.file), "it stands here first"});
        }
        findings_.push_back(std::move(finding));
    }
}

void Findings::merge_new(Findings&& other, std::size_t mark) {
    for (Finding& finding : other.findings_) {
        const bool known =
            std::any_of(findings_.begin() + static_cast<std::ptrdiff_t>(mark), findings_.end(),
                        [&](const Finding& f) { return f.code == finding.code && f.place == finding.place; });
        if (!known) findings_.push_back(std::move(finding));
    }
}

bool has_errors(std::span<const Finding> findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& f) { return f.severity == Problem::Severity::error; });
}

bool Findings::failed_since(std::size_t mark) const { return has_errors(std::span(findings_).subspan(mark)); }

std::vector<Finding> Findings::take() {
    constexpr std::size_t most = 2000;  // names of megabytes are told by their beginning
    for (Finding& finding : findings_) {
        if (finding.message.size() > most) finding.message = base::shortened(finding.message, most);
    }
    std::map<std::string, std::size_t> order;
    for (const Finding& finding : findings_) order.emplace(finding.place.file, order.size());
    std::stable_sort(findings_.begin(), findings_.end(), [&](const Finding& a, const Finding& b) {
        return std::tuple(order[a.place.file], a.place.line, a.place.column) <
               std::tuple(order[b.place.file], b.place.line, b.place.column);
    });
    return std::move(findings_);
}

}  // namespace mlp::config
