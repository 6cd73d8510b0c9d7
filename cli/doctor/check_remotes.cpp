#include <fmt/format.h>

#include "cli/doctor/checkup.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

using State = Symptom::State;

void check_remote(Invocation& call, const NamedRemote& remote, Symptoms& symptoms) {
    const std::string check = fmt::format("remote {}", remote.settings.name);
    try {
        const auto opened = open_chosen_remote(call, remote.settings.name);
        opened->reach();
        const std::string url = base::public_url(remote.settings.url);
        symptoms.push_back({State::ok, check, opened->exists() ? url : url + ", not there yet: the first push makes it"});
    } catch (const Error& error) {
        symptoms.push_back(
            {State::fault, check, error.message(),
             error.hint_text().empty() ? fmt::format("mlp remote test {}", remote.settings.name) : error.hint_text()});
    }
}

}  // namespace

void check_remotes(Invocation& call, Symptoms& symptoms) {
    if (!call.find_root()) return;
    try {
        const auto remotes = known_remotes(call);
        for (const NamedRemote& remote : remotes) check_remote(call, remote, symptoms);
        if (remotes.empty()) symptoms.push_back({State::ok, "remotes", "none"});
    } catch (const Error& error) {
        symptoms.push_back({State::fault, "remotes", error.message(), error.hint_text()});
    }
}

}  // namespace mlp::cli
