#include "cli/settings/secrets.hpp"

#include <fmt/format.h>

#include <set>

#include "cli/settings/settings.hpp"
#include "core/base/ini.hpp"
#include "core/base/process.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/settings_file.hpp"
#include "core/data/dvc/config_edit.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/git/repository.hpp"
#include "core/git/tracked.hpp"

namespace mlp::cli {

namespace dvc = data::dvc;
namespace fs = std::filesystem;
using config::Level;

namespace {

/// Files are read here that others report on.
template <class Read>
void if_readable(const Read& read) {
    try {
        read();
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
    }
}

std::string name_in_project(Invocation& call, const fs::path& file) {
    if (!call.find_root()) return file.string();
    const fs::path relative = file.lexically_relative(*call.find_root());
    return relative.empty() || relative.native().starts_with("..") ? file.string() : relative.generic_string();
}

void add_own(Invocation& call, Level level, std::vector<StoredSecret>& secrets) {
    const auto file = config::settings_file(level, call.env(), call.find_root());
    if (!file) return;
    config::Findings ignored;
    for (const auto& one : config::read_settings_file(*file, name_in_project(call, *file), ignored)) {
        const bool is_url = one.key.ends_with(".url") && config::has_password(one.text);
        if (is_url || config::is_secret_setting(one.key)) secrets.push_back({one.key, level, *file, one.place});
    }
}

void add_dvc(Invocation& call, Level level, std::vector<StoredSecret>& secrets) {
    const auto file = dvc::config_file(level == Level::user ? dvc::ConfigLevel::user : dvc::ConfigLevel::local,
                                       *call.find_root(), call.env());
    const auto sections = file ? base::read_ini(*file, name_in_project(call, *file)) : std::nullopt;
    if (!sections) return;
    for (const base::IniSection& section : *sections) {
        const auto quote = section.name.find('"');
        const std::string title =
            quote == std::string::npos ? section.name
                                       : "remote." + section.name.substr(quote + 1, section.name.size() - quote - 2);
        for (const base::IniEntry& entry : section.entries) {
            const bool is_url = entry.key == "url" && config::has_password(entry.values.front());
            if (!is_url && !dvc::is_secret({.section = section.name, .key = entry.key, .remote = {}})) continue;
            secrets.push_back({fmt::format("{}.{}", title, entry.key), level, *file, entry.place});
        }
    }
}

/// As DVC: with `core.no_scm` what belongs to git is left alone.
bool uses_git(Invocation& call) {
    if (!call.find_root() || !git::inside_repository(*call.find_root())) return false;
    bool no_scm = false;
    if (is_dvc_project(call))
        if_readable([&] { no_scm = dvc::read_config(*call.find_root(), call.env()).flag("core", "no_scm", false); });
    return !no_scm;
}

std::string ignore_command(const std::string& file) {
    return fmt::format("echo '/{}' >>{}", fs::path(file).filename().string(),
                       base::shell_quote(dvc::ignore_file_of(file)));
}

ExposedSecret exposed(const StoredSecret& secret, bool is_tracked, bool is_ignored) {
    const std::string& file = secret.place.file;
    ExposedSecret found{.secret = secret, .is_tracked = is_tracked, .message = {}, .way_out = {}};
    if (!is_tracked) {
        found.message = fmt::format("'{}' is a secret, and git does not ignore {}", secret.key, file);
        found.way_out = ignore_command(file);
        return found;
    }
    found.message = fmt::format("'{}' is a secret, and git has {}", secret.key, file);
    found.way_out = fmt::format("git rm --cached {}{}; and get a new one, as git's history keeps it",
                                base::shell_quote(file), is_ignored ? "" : " && " + ignore_command(file));
    return found;
}

}  // namespace

std::vector<StoredSecret> stored_secrets(Invocation& call) {
    std::vector<StoredSecret> secrets;
    for (const Level level : {Level::user, Level::local}) {
        if_readable([&] { add_own(call, level, secrets); });
        if (is_dvc_project(call)) if_readable([&] { add_dvc(call, level, secrets); });
    }
    return secrets;
}

std::vector<ExposedSecret> secrets_for_git(Invocation& call) {
    std::vector<ExposedSecret> found;
    if (!call.find_root() || !git::inside_repository(*call.find_root())) return found;
    std::set<fs::path> seen;
    for (const StoredSecret& secret : stored_secrets(call)) {
        if (secret.level != Level::local || !seen.insert(secret.file).second) continue;
        if_readable([&] {  // an odd repository, or no libgit2: nothing can be said
            const bool is_tracked = git::is_tracked(*call.find_root(), secret.place.file);
            const bool is_ignored = git::not_ignored(*call.find_root(), {secret.place.file}).empty();
            if (is_tracked || !is_ignored) found.push_back(exposed(secret, is_tracked, is_ignored));
        });
    }
    return found;
}

void keep_from_git(Invocation& call, const std::string& file, bool is_secret) {
    if (!uses_git(call)) return;
    bool is_tracked = false;
    try {
        dvc::ignore_output(*call.find_root(), file);
        is_tracked = is_secret && git::is_tracked(*call.find_root(), file);
    } catch (const Error& error) {
        if (error.kind() == Kind::bug) throw;
        call.warn(fmt::format("whether git ignores {} is not known: {}", file, error.message()));
    }
    if (!is_tracked) return;
    throw Error(Kind::conflict, fmt::format("the value is a secret, and git has {}", file))
        .hint(fmt::format("git rm --cached {}, then set it again", base::shell_quote(file)));
}

}  // namespace mlp::cli
