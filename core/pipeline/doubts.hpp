// Stages of DVC whose result may be of other inputs than dvc.lock says: those changed while it was made.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/data/file_index.hpp"

namespace mlp::pipeline {

/// Remembered beside the file index; who deletes that knows as much as DVC does. Reads when it is first asked.
class Doubts {
public:
    explicit Doubts(data::FileIndex& index) : index_(index) {}

    /// The inputs that changed while the stage ran last; empty: its result is as good as its lock says.
    std::vector<std::string> of(const std::string& stage);
    /// After a run of the stage. The same inputs twice in a row: it changes them itself, as DVC allows.
    void settle(const std::string& stage, const std::vector<std::string>& changed);

private:
    using Rows = std::map<std::string, std::vector<std::string>>;
    Rows& rows();

    data::FileIndex& index_;
    std::optional<Rows> rows_;
};

}  // namespace mlp::pipeline
