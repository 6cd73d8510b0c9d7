#include <fmt/format.h>

#include <algorithm>

#include "cli/doctor/checkup.hpp"
#include "cli/settings/remotes.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/io.hpp"
#include "core/base/url.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

namespace {

using State = Symptom::State;

void check_remote(Invocation& call, const NamedRemote& remote, Symptoms& symptoms) {
    const std::string check = fmt::format("remote {}", remote.settings.name);
    try {
        const data::RemoteSettings settings = chosen_remote(call, remote.settings.name);
        const auto opened = data::open_remote(settings, call.root(), call.env());
        opened->reach();
        const std::string url = base::public_url(remote.settings.url);
        const bool is_folder = settings.url.find("://") == std::string::npos;
        if (is_folder && !may_write(call.root() / settings.url)) {
            symptoms.push_back({State::warning, check, fmt::format("{}: this user cannot write there", url),
                                "pushes fail: ask its owner for the right to write, or push to another with -r NAME"});
            return;
        }
        symptoms.push_back({State::ok, check, opened->exists() ? url : url + ", not there yet: the first push makes it"});
    } catch (const Error& error) {
        symptoms.push_back(
            {State::fault, check, error.message(),
             error.hint_text().empty() ? fmt::format("mlp remote test {}", remote.settings.name) : error.hint_text()});
    }
}

/// Whether the project has content that goes to the default remote. A broken project is told elsewhere.
bool needs_default(Invocation& call) {
    if (base::signature_of(call.root() / "data.lock", true)) return true;
    const auto goes_there = [](const config::Output& out) { return out.cache && out.remote.empty(); };
    try {
        const auto& stages = call.project().stages;
        return std::any_of(stages.begin(), stages.end(), [&](const config::Stage& stage) {
            return std::any_of(stage.outs.begin(), stage.outs.end(), goes_there);
        });
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        return false;
    }
}

/// Several remotes and none chosen: each is well, and a push fails nevertheless.
void check_default(Invocation& call, bool is_alone, Symptoms& symptoms) {
    const auto warn = [&](const Error& error) {
        symptoms.push_back({State::warning, "default remote", error.message(), error.hint_text()});
    };
    try {
        if (default_remote_name(call) || is_alone || !needs_default(call)) return;
        if (!is_dvc_project(call) && call.settings().text("run.remote")) return;
        warn(no_default_remote(call));
    } catch (const Error& error) {
        if (error.kind() != Kind::missing) throw;
        warn(error);
    }
}

}  // namespace

void check_remotes(Invocation& call, Symptoms& symptoms) {
    if (!call.find_root()) return;
    try {
        const auto remotes = known_remotes(call);
        for (const NamedRemote& remote : remotes) check_remote(call, remote, symptoms);
        check_default(call, remotes.size() < 2, symptoms);
        if (remotes.empty()) symptoms.push_back({State::ok, "remotes", "none"});
    } catch (const Error& error) {
        symptoms.push_back({State::fault, "remotes", error.message(), error.hint_text()});
    }
}

}  // namespace mlp::cli
