// What `mlp doctor` looks at: each check says what it found and, where something is wrong, the command that mends it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"

namespace mlp::cli {

struct Symptom {
    enum class State { ok, warning, fault };
    State state = State::ok;
    std::string check;        ///< "store", "remote lab"
    std::string found;        ///< one line
    std::string repair = {};  ///< what to do; empty where nothing is wrong
};
std::string_view state_name(Symptom::State state);

using Symptoms = std::vector<Symptom>;

// Each adds one line or several. None throws for what it finds.
void check_project(Invocation& call, Symptoms& symptoms);  ///< files, settings, secrets in committed files
void check_git(Invocation& call, Symptoms& symptoms);      ///< the merge driver for lock files, where there is one
void check_storage(Invocation& call, Symptoms& symptoms);  ///< store, content, caches: rights, space, links, leftovers
void check_machine(Invocation& call, Symptoms& symptoms);  ///< programs, libraries, clock
void check_remotes(Invocation& call, Symptoms& symptoms);  ///< each is reached and read: the network

/// The folder itself, or the nearest one above it that is there.
std::filesystem::path existing(std::filesystem::path folder);
/// Whether this user can make files in it, or in the folder that it would be made in.
bool may_write(const std::filesystem::path& folder);

}  // namespace mlp::cli
