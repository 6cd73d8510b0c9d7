// Who asks: the keys that requests are signed with, and where they are found.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"
#include "core/data/remote/s3/profile.hpp"

namespace mlp::data::s3 {

struct Credentials {
    std::string access_key;
    std::string secret_key;
    std::string session_token;                 ///< may be empty
    std::optional<base::Millis> expires = {};  ///< of temporary ones
    std::string origin = {};                   ///< for people: "environment AWS_ACCESS_KEY_ID"
};

/// Finds credentials when they are first needed, and anew before they expire. In this order: the remote's settings
/// (access_key_id, secret_access_key, session_token), the environment unless the remote names a profile, the profile in
/// the credentials file, its credential_process, the profile in the config file. Thread-safe.
class CredentialSource {
public:
    CredentialSource(RemoteSettings settings, base::Env env);

    /// Nothing for a remote with allow_anonymous_login. None found, only half of them, or a way that is not supported
    /// (sso, role_arn): Error{remote} that says where was looked.
    std::optional<Credentials> get();
    /// They were refused as expired: the next get() looks again.
    void forget();

private:
    Credentials find() const;
    std::optional<Credentials> of_profile(const Profile& profile) const;

    const RemoteSettings settings_;
    const base::Env env_;
    std::mutex mutex_;  // guards the one below
    std::optional<Credentials> known_;
};

/// What a credential_process printed: JSON with Version 1. Anything else: Error{remote}, which does not repeat it.
Credentials parse_process_credentials(std::string_view output);

}  // namespace mlp::data::s3
