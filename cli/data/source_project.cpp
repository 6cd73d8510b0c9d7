#include "cli/data/source_project.hpp"

#include <fmt/format.h>

#include "cli/data/remotes.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/dvc/remotes.hpp"
#include "core/data/remote/folder.hpp"
#include "core/data/remote/transfer.hpp"
#include "core/store/store.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::BlobName;

SourceProject::Places SourceProject::dvc_places(const std::string& remote) const {
    Places places;
    const auto config = data::dvc::read_config(folder_, env_);
    // What is on this machine already need not be asked for.
    if (is_here_) places.push_back(std::make_unique<data::FolderRemote>(config.cache_folder()));
    const std::string name = remote.empty() ? config.get("core", "remote").value_or("") : remote;
    if (data::dvc::remote_settings(config, name)) {
        places.push_back(open_dvc_remote(config, name, folder_, env_));
    } else if (!remote.empty()) {
        throw unknown_to_source(remote, config.remotes(), ".dvc/config");
    }
    return places;
}

SourceProject::Places SourceProject::own_places(const std::string& remote) const {
    Places places;
    if (!base::signature_of(folder_ / "mlp.yaml")) return places;
    const auto settings = config::Settings::load(env_, folder_);
    if (is_here_) {
        const auto location = store::locate(env_, folder_, settings.text("store"));
        places.push_back(std::make_unique<data::FolderRemote>(location.objects.parent_path()));
    }
    if (const auto found = remote_in(settings, remote)) places.push_back(data::open_remote(*found, folder_, env_));
    return places;
}

const SourceProject::Places& SourceProject::places(bool own, const std::string& remote) {
    const std::scoped_lock lock(mutex_);
    const auto found = places_.find({own, remote});
    if (found != places_.end()) return found->second;
    return places_[{own, remote}] = own ? own_places(remote) : dvc_places(remote);
}

void SourceProject::fetch(const BlobName& name, const std::string& remote, const fs::path& to,
                          const data::BlobRemote::Moved& moved) {
    const Places& all = places(name.digest.algorithm() == base::Algorithm::sha256, remote);
    for (const auto& place : all) {
        try {
            return data::fetch_file(*place, name, to, moved);
        } catch (const Error& error) {
            const bool another = &place != &all.back() && (error.kind() == Kind::missing || error.kind() == Kind::remote);
            if (!another) throw;
        }
    }
    throw Error(Kind::missing,
                fmt::format("the repository names {}, but no remote to get it from", data::to_string(name)))
        .hint("its project needs a default remote: `mlp remote add --default NAME URL` there, committed");
}

}  // namespace mlp::cli
