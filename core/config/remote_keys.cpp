#include "core/config/remote_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/ascii.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/config/codes.hpp"

namespace mlp::config {

using base::Yaml;

namespace {

constexpr std::string_view remote_hint = "`mlp remote add --help` shows what a remote has";

constexpr auto remote_table = std::to_array<RemoteKey>({
    {"url", "text"},
    {"default", "boolean"},
    {"jobs", "integer"},
    {"endpointurl", "text"},
    {"region", "text"},
    {"profile", "text"},
    {"credentialpath", "text"},
    {"configpath", "text"},
    {"access_key_id", "text"},
    {"secret_access_key", "text", true},
    {"session_token", "text", true},
    {"allow_anonymous_login", "boolean"},
    {"addressing_style", "style"},
    {"use_ssl", "boolean"},
    {"ssl_verify", "authorities"},
    {"connect_timeout", "seconds"},
    {"read_timeout", "seconds"},
    {"sse", "text"},
    {"sse_kms_key_id", "text"},
    {"acl", "text"},
    {"grant_full_control", "text"},
    {"grant_read", "text"},
    {"grant_read_acp", "text"},
    {"grant_write_acp", "text"},
    {"auth", "text"},
    {"user", "text"},
    {"password", "text", true},
    {"custom_auth_header", "text"},
});

const RemoteKey* find_key(std::string_view name) {
    const auto* row =
        std::find_if(remote_table.begin(), remote_table.end(), [&](const RemoteKey& key) { return key.name == name; });
    return row == remote_table.end() ? nullptr : row;
}

/// A bare word is a slip of the pen for true or false, hardly a file's name.
bool names_authorities(std::string_view text) {
    const std::string word = base::lower(text);
    return word == "true" || word == "false" || text.find_first_of("/.") != std::string_view::npos;
}

void read_value(const std::string& remote, const RemoteKey& key, const Yaml& value, bool committed, Findings& findings,
                std::vector<FoundSetting>& found) {
    const std::string name = fmt::format("remotes.{}.{}", remote, key.name);
    if (!value.is_scalar() || value.is_null()) {
        findings.error(codes::wrong_type, value.begin(),
                       fmt::format("'{}' is {}; a single value is expected", name, value.type_name()));
        return;
    }
    if (const auto fault = fault_of_remote(remote, key.name, value.text())) {
        findings.error(codes::bad_value, value.begin(), *fault);
        // That there is an url, is no fault; and what a remote itself refuses is not to be lost on the way there.
        const bool is_told_again = key.type == "style" || key.type == "authorities";
        if (key.name == "url" || is_told_again) found.push_back({name, value.text(), value.begin()});
    } else if (committed && (key.secret || (key.name == "url" && has_password(value.text())))) {
        findings.error(
            codes::bad_value, value.begin(), fmt::format("'{}' is a secret in a file that is committed", name),
            fmt::format(
                "take it out of the file and of git's history, get a new one, and `mlp config set --local {} …`",
                name));
    } else {
        found.push_back({name, value.text(), value.begin()});
    }
}

}  // namespace

bool has_password(std::string_view text) {
    constexpr std::array<std::string_view, 8> marks{"token", "signature", "sig=", "secret", "passw", "credential", "apikey", "api_key"};
    const auto url = base::parse_url(text);
    if (!url) return false;
    const std::string query = base::lower(url->query);
    return url->user.find(':') != std::string::npos ||
           std::any_of(marks.begin(), marks.end(), [&](auto mark) { return query.find(mark) != std::string::npos; });
}

std::span<const RemoteKey> remote_keys() { return remote_table; }

bool is_secret_setting(std::string_view key) {
    const RemoteKey* const row = find_key(key.substr(key.rfind('.') + 1));
    return key.starts_with("remotes.") && row != nullptr && row->secret;
}

std::optional<std::string> fault_of_remote(std::string_view remote, std::string_view key, std::string_view text) {
    const RemoteKey* const row = find_key(key);
    if (row == nullptr) {
        std::vector<std::string> names;
        for (const RemoteKey& one : remote_table) names.emplace_back(one.name);
        return fmt::format("remote '{}' has no setting '{}'{}", base::printable(remote), base::printable(key),
                           base::did_you_mean(std::string(key), names));
    }
    const auto wrong = [&](std::string_view wanted) {
        return fmt::format("'{}' of remote '{}' is '{}'; {} is expected", key, base::printable(remote),
                           row->secret ? "…" : base::printable(text), wanted);
    };
    if (text.empty()) return wrong("a value");
    if (key == "auth" && text != "basic" && text != "custom") return wrong("basic or custom");
    if (const std::size_t colon = text.find(":/"); key == "url" && colon != std::string_view::npos && colon > 1) {
        const std::string_view scheme = text.substr(0, colon);
        const bool word = scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
        if (word && !text.substr(colon).starts_with("://"))
            return wrong(fmt::format("{}://{}", scheme, text.substr(text.find_first_not_of('/', colon + 1))));
    }
    if (row->type == "boolean" && text != "true" && text != "false") return wrong("true or false");
    if (row->type == "integer") {
        int number = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc{} || end != text.data() + text.size() || number < 1)
            return wrong("a whole number of at least 1");
    }
    if (row->type == "style" && text != "path" && text != "virtual" && text != "auto")
        return wrong("path, virtual or auto");
    if (row->type == "authorities" && !names_authorities(text))
        return wrong("true, false or a file of authorities (with a '/' or a '.')");
    if (row->type == "seconds") {
        const auto number = base::parse_number(text);
        if (!number || !(*number > 0)) return wrong("a number of seconds");
    }
    return std::nullopt;
}

std::vector<FoundSetting> read_remotes(const Yaml& remotes, bool committed, Findings& findings) {
    std::vector<FoundSetting> found;
    if (!remotes.is_map()) {
        if (!remotes.is_null())
            findings.error(codes::wrong_type, remotes.begin(),
                           fmt::format("'remotes' is {}; a map is expected", remotes.type_name()), "write NAME: URL");
        return found;
    }
    const Yaml* chosen = nullptr;  // what says that a remote is the default one
    for (const Yaml::Entry& remote : remotes.entries()) {
        if (const Yaml* const other = remote.value.find("default"); other != nullptr && other->text() == "true") {
            if (chosen != nullptr) {
                findings.error(codes::bad_value, other->begin(), "a second remote says that it is the default one",
                               "leave 'default: true' with one of them")
                    .related.push_back({chosen->begin(), "the first stands here"});
            }
            chosen = other;
        }
        if (remote.key.empty() || remote.key.find_first_of(". /\\:@") != std::string::npos) {
            findings.error(codes::bad_name, remote.key_place,
                           fmt::format("'{}' is not a name for a remote", base::printable(remote.key)),
                           "letters, digits, '-' and '_' are allowed");
            continue;
        }
        if (remote.value.is_string()) {
            read_value(remote.key, remote_table[0], remote.value, committed, findings, found);
            continue;
        }
        if (!remote.value.is_map()) {
            findings.error(
                codes::wrong_type, remote.value.begin(),
                fmt::format("remote '{}' is {}; a url or a map is expected", remote.key, remote.value.type_name()),
                "write NAME: URL, or a map with 'url'");
            continue;
        }
        if (remote.value.entries().empty())
            findings.error(codes::missing_key, remote.value.begin(),
                           fmt::format("remote '{}' has no 'url'", remote.key), "write NAME: URL, or a map with 'url'");
        for (const Yaml::Entry& entry : remote.value.entries()) {
            const RemoteKey* const key = find_key(entry.key);
            if (key != nullptr) {
                read_value(remote.key, *key, entry.value, committed, findings, found);
            } else {
                findings.error(codes::unknown_key, entry.key_place, *fault_of_remote(remote.key, entry.key, ""),
                               std::string(remote_hint));
            }
        }
    }
    return found;
}

}  // namespace mlp::config
