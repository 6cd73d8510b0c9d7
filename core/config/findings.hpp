// Collects what is wrong with the files of a project, so that one reading reports everything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::config {

class Findings {
public:
    void error(std::string_view code, const Position& place, std::string message, std::string hint = {});
    void warning(std::string_view code, const Position& place, std::string message, std::string hint = {});
    void add(Problem problem) { problems_.push_back(std::move(problem)); }
    /// Appends problems of a parser, which knows no codes: those without one become MLP001.
    void add_syntax(std::vector<Problem> problems);
    /// Appends those of `other` whose code and place are new since `mark` (a size() taken before): the body of a
    /// foreach is read once per item, and its mistakes are told once.
    void merge_new(Findings&& other, std::size_t mark);

    std::size_t size() const { return problems_.size(); }
    /// Whether an error was added since `mark`.
    bool failed_since(std::size_t mark) const;
    /// Everything, by file (in order of first appearance), line and column.
    std::vector<Problem> take();

private:
    std::vector<Problem> problems_;
};

}  // namespace mlp::config
