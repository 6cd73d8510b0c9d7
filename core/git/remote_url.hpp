// Addresses of remotes as they may be written down: without what opens the door.
#pragma once

#include <string>

namespace mlp::git {

/// The URL without user names and passwords ("https://token@host/x" → "https://host/x"), query and fragment. For ssh
/// the user stays, as it is part of the address ("git@host:x", "ssh://git@host/x"); a password goes. Local paths stay
/// as they are.
std::string without_credentials(const std::string& url);

}  // namespace mlp::git
