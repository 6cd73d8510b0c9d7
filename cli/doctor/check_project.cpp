#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/doctor/checkup.hpp"
#include "cli/settings/secrets.hpp"
#include "cli/settings/settings.hpp"
#include "cli/validation/other_rooms.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/url.hpp"
#include "core/config/project.hpp"
#include "core/data/dvc/config.hpp"

namespace mlp::cli {

namespace {

using State = Symptom::State;

bool is_secret_in_public(const ShownSetting& one) {
    if (one.level != "project") return false;
    const auto url = base::parse_url(one.value);
    return one.secret || (url && url->user.find(':') != std::string::npos);
}

void check_rights(Invocation& call, Symptoms& symptoms) {
    std::set<std::filesystem::path> seen;
    for (const StoredSecret& one : stored_secrets(call)) {
        const auto found = seen.insert(one.file).second ? base::signature_of(one.file, true) : std::nullopt;
        if (!found || (found->mode & 0077U) == 0) continue;
        symptoms.push_back({State::warning, "secrets",
                            fmt::format("others can read {}, which holds a secret", one.place.file),
                            fmt::format("chmod 600 {}", base::shell_quote(one.file.string()))});
    }
}

/// Files for all users that this one cannot read, and whose settings it therefore lacks.
void check_system_files(Invocation& call, Symptoms& symptoms) {
    std::vector<std::optional<std::filesystem::path>> files;
    files.push_back(config::settings_file(config::Level::system, call.env(), call.find_root()));
    if (is_dvc_project(call))
        files.push_back(data::dvc::config_file(data::dvc::ConfigLevel::system, call.root(), call.env()));
    for (const auto& file : files) {
        try {
            if (file) base::read_file_if_exists(*file);
        } catch (const Error& error) {
            symptoms.push_back({State::warning, "settings", "the system's are passed over: " + error.message(),
                                fmt::format("chmod a+r {}", base::shell_quote(file->string()))});
        }
    }
}

void check_settings(Invocation& call, Symptoms& symptoms) {
    bool leaks = false;
    const auto settings = shown_settings(call);
    for (const ShownSetting& one : settings) {
        if (!is_secret_in_public(one)) continue;
        leaks = true;
        symptoms.push_back(
            {State::fault, "secrets", fmt::format("'{}' is a secret in a committed file ({})", one.key, one.origin),
             fmt::format("mlp config unset --project {0} && mlp config set --local {0} …; and get a new one, as "
                         "git's history keeps it",
                         one.key)});
    }
    symptoms.push_back({State::ok, "settings", fmt::format("{} values are set", settings.size())});
    check_system_files(call, symptoms);
    for (const ExposedSecret& one : secrets_for_git(call)) {
        leaks = true;
        symptoms.push_back({State::fault, "secrets", one.message, one.way_out});
    }
    if (!leaks) symptoms.push_back({State::ok, "secrets", "none in a committed file"});
    check_rights(call, symptoms);
}

}  // namespace

std::string_view state_name(State state) {
    return state == State::ok ? "ok" : state == State::warning ? "warning" : "fault";
}

void check_project(Invocation& call, Symptoms& symptoms) {
    const auto root = call.find_root();
    if (!root) {
        symptoms.push_back({State::warning, "project", fmt::format("none in or above {}", call.folder().string()),
                            "mlp init, or go into one"});
    } else {
        config::Validated found = config::validate_project(call.env(), *root);
        validate_locks(found);
        const auto errors = std::count_if(found.problems.begin(), found.problems.end(), [](const config::Finding& one) {
            return one.severity == Problem::Severity::error;
        });
        if (errors == 0) {
            symptoms.push_back(
                {State::ok, "project",
                 fmt::format("{} with {} stages", root->string(), config::load_project(*root).project.stages.size())});
        } else {
            symptoms.push_back({State::fault, "project",
                                fmt::format("{} problem{} in its files", errors, errors == 1 ? "" : "s"),
                                "mlp validate shows them"});
        }
    }
    try {
        check_settings(call, symptoms);
    } catch (const Error& error) {
        symptoms.push_back({State::fault, "settings", fmt::format("{}: {}", error.place(), error.message()),
                            error.hint_text().empty() ? "correct the file" : error.hint_text()});
    }
}

}  // namespace mlp::cli
