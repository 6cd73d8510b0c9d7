// Data sets of a dvc.yaml (`ds://NAME` among deps): a stage depends on what `dvc ds update` wrote of them into dvc.lock.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/config/project.hpp"
#include "core/data/tree.hpp"

namespace mlp::pipeline {

/// Whether a dependency is a data set: "ds://NAME".
bool is_dvc_dataset(std::string_view path);

/// Stands in a stage's inputs for such an entry of dvc.lock; equal entries give equal contents.
data::Content content_of_dataset(const base::Json& locked);

class DvcDatasets {
public:
    /// Reads the dvc.lock beside each dvc.yaml that declares data sets. Errors as parse_dvc_lock.
    explicit DvcDatasets(const config::Project& project);

    /// The entry that stages keep. One that is not declared, has no entry, or was changed in dvc.yaml since:
    /// Error{missing} at the dependency, with the way out.
    const base::Json& locked(const config::PathRef& dep) const;

private:
    struct Entry {
        base::Json declared;
        base::Json locked;  ///< null when there is none
    };
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace mlp::pipeline
