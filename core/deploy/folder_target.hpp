// Releases in a folder: each in a folder of its own, a link `current` that is swapped atomically, the history beside
// them.
#pragma once

#include <memory>
#include <string>

#include "core/deploy/folder_layout.hpp"
#include "core/deploy/target.hpp"

namespace mlp::deploy {

class FolderTarget final : public DeployTarget {
public:
    FolderTarget(TargetSpec spec, base::Env env) : spec_(std::move(spec)), env_(std::move(env)), layout_(spec_.path) {}

    std::string place() const override { return layout_.root().string(); }
    TargetState look() override;
    std::unique_ptr<TargetSession> begin() override;

private:
    TargetSpec spec_;
    base::Env env_;
    FolderLayout layout_;
};

}  // namespace mlp::deploy
