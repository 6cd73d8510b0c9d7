// GPUs for combinations that run at the same time: each has some of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/config/project.hpp"
#include "core/pipeline/resources.hpp"

namespace mlp::cli {

class GpuShares {
public:
    /// @param wanted  how many combinations would run at once for all else
    GpuShares(const config::Project& project, const pipeline::Totals& totals, std::size_t wanted);

    /// How many may run at once: no more than there are GPUs for the stage that asks for most; at least one.
    std::size_t at_once() const { return at_once_; }
    /// Leaves only a share's GPUs to a process. Nothing happens where no stage asks for any.
    void take(std::size_t combination, std::map<std::string, std::string>& environment);
    void give_back(std::size_t combination);

private:
    std::size_t at_once_;
    std::vector<std::vector<std::string>> free_;                ///< shares, as CUDA_VISIBLE_DEVICES names them
    std::map<std::size_t, std::vector<std::string>> in_use_;  ///< by combination
};

}  // namespace mlp::cli
