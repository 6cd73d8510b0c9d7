// Collects what is wrong with the files of a project, so that one reading reports everything.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::config {

/// Another place that belongs to a finding: "first declared here".
struct Related {
    Position place;
    std::string message;
};

/// What stands between two places (the end is exclusive) is exchanged for `text`.
struct Edit {
    Position begin;
    Position end;
    std::string text;
};

/// A problem with all that `validate` shows of it.
struct Finding : Problem {
    Position end = {};  ///< exclusive; line 0: not known
    std::vector<Related> related = {};
    std::optional<Edit> fix = {};  ///< only where there is one sure answer
};

bool has_errors(std::span<const Finding> findings);

class Findings {
public:
    /// Each gives back the finding, so that related places and a fix can be added.
    Finding& error(std::string_view code, const Position& place, std::string message, std::string hint = {});
    Finding& warning(std::string_view code, const Position& place, std::string message, std::string hint = {});
    void add(Problem problem) { findings_.push_back({std::move(problem)}); }
    void add(std::vector<Finding> findings);
    /// Appends problems of a parser, which knows no codes: those without one become MLP001.
    void add_syntax(std::vector<Problem> problems);
    /// Appends those of `other` whose code and place are new since `mark` (a size() taken before): the body of a
    /// foreach is read once per item, and its mistakes are told once.
    void merge_new(Findings&& other, std::size_t mark);

    std::size_t size() const { return findings_.size(); }
    /// Whether an error was added since `mark`.
    bool failed_since(std::size_t mark) const;
    /// Everything, by file (in order of first appearance), line and column.
    std::vector<Finding> take();

private:
    std::vector<Finding> findings_;
};

}  // namespace mlp::config
