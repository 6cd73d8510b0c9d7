// The remotes of the project around a call, from DVC's configuration or from mlp's settings, and which one is meant.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.hpp"
#include "core/config/settings.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::cli {

struct NamedRemote {
    data::RemoteSettings settings;
    bool is_default = false;
    std::string level = {};   ///< where its url is set
    std::string origin = {};  ///< "file:line"
};

/// By name. In a project of DVC those of DVC's configuration; else `remotes:` of all levels. Keys without a url are no
/// remote: they are settings of one that the project may have.
std::vector<NamedRemote> known_remotes(Invocation& call);

/// The name of the remote that is the default, which the only one is too; nothing where none is meant. One that DVC's
/// `core.remote` names and nothing describes: Error{missing} there.
std::optional<std::string> default_remote_name(Invocation& call);

/// The remote of that name, or without one the default, which the only one is too. Error{missing} with the way out
/// where there is none. A url of DVC's kind remote://NAME/path is resolved.
data::RemoteSettings chosen_remote(Invocation& call, const std::optional<std::string>& name);

/// A remote of a project of mlp.yaml that is not the one around the call, as its settings have it.
/// @param name  empty: the default one, which the only one is, too; none meant: nothing. A name that is not set:
///              Error{missing}.
std::optional<data::RemoteSettings> remote_in(const config::Settings& settings, const std::string& name);

/// For a remote that another project names and does not describe.
/// @param file  where it should
Error unknown_to_source(const std::string& name, const std::vector<std::string>& known, std::string_view file);

/// What to say where nothing names a remote and there is no default: Error{missing} with what works here.
Error no_default_remote(Invocation& call);

/// What the setting run.remote names: the remote of that name where there is one, else an address, which is a URL, a
/// path with a '/', or a folder of the project. Any other word is Error{missing} with the names there are.
data::RemoteSettings named_or_address(Invocation& call, const std::string& word);

/// As chosen_remote, opened.
std::unique_ptr<data::BlobRemote> open_chosen_remote(Invocation& call, const std::optional<std::string>& name);

}  // namespace mlp::cli
