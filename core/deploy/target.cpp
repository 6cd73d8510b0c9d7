#include "core/deploy/target.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/deploy/folder_target.hpp"

namespace mlp::deploy {

const Entry* TargetState::newest_entry(const std::string& release) const {
    for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
        if (entry->release == release) return &*entry;
    }
    return nullptr;
}

const Entry* TargetState::current_entry() const { return current.empty() ? nullptr : newest_entry(current); }

std::unique_ptr<DeployTarget> open_target(const TargetSpec& spec, const base::Env& env) {
    if (spec.kind == "folder") return std::make_unique<FolderTarget>(spec, env);
    throw Error(Kind::invalid,
                fmt::format("environment '{}' has the target '{}', which does not exist", spec.environment, spec.kind))
        .hint("known targets: folder");
}

}  // namespace mlp::deploy
