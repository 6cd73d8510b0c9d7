// `core.autostage` of DVC's settings: files of DVC that a run changes are added to git's index, as `dvc repro` does it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cli/pipeline/site.hpp"
#include "core/base/digest.hpp"

namespace mlp::cli {

class Autostage {
public:
    /// Remembers the files as they are before the run. Does nothing where the setting is not on.
    explicit Autostage(Site& site);
    /// Adds those to the index that are not what they were.
    void add_changed() const;

private:
    Site& site_;
    std::map<std::string, std::optional<base::Digest>> before_;  ///< by path relative to the root
};

}  // namespace mlp::cli
