// The registry as the commands around models and releases use it: opened for reading or writing, references resolved.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/invocation.hpp"
#include "core/config/project.hpp"
#include "core/registry/registry.hpp"
#include "core/store/store.hpp"

namespace mlp::cli {

class RegistrySession {
public:
    enum class Use { read, write };
    /// For reading, a store that cannot be written is opened as it is.
    RegistrySession(Invocation& call, Use use);

    registry::ModelRegistry& operator*() { return *registry_; }
    registry::ModelRegistry* operator->() { return registry_.get(); }
    store::Store& store() { return *store_; }

private:
    std::optional<store::Store> read_only_;
    store::Store* store_ = nullptr;
    std::unique_ptr<registry::ModelRegistry> registry_;
};

/// The model that the project declares under this name or, without a name, its only one. Error{missing} or Error{usage}
/// with what there is.
const config::Model& declared_model(Invocation& call, const std::optional<std::string>& name);

/// The environment that the project declares. Error{missing} with what there is.
const config::Environment& declared_environment(Invocation& call, const std::string& name);

/// Text that is kept must be UTF-8: Error{usage} that names the flag.
void check_text(const std::string& text, std::string_view flag);

}  // namespace mlp::cli
