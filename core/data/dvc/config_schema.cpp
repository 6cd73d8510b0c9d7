#include "core/data/dvc/config_schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "core/base/ascii.hpp"
#include "core/base/text.hpp"

namespace mlp::data::dvc {

namespace {

enum class Type { text, flag, count, link_types };

struct Rule {
    std::string_view section;
    std::string_view key;
    Type type = Type::text;
    std::array<std::string_view, 2> choices{};  // when not empty
};

// DVC's schema; what it still reads without using is text.
constexpr Rule rules[] = {
    {"core", "remote"},
    {"core", "checksum_jobs", Type::count},
    {"core", "interactive", Type::flag},
    {"core", "analytics", Type::flag},
    {"core", "hardlink_lock", Type::flag},
    {"core", "no_scm", Type::flag},
    {"core", "autostage", Type::flag},
    {"core", "experiments", Type::flag},
    {"core", "check_update", Type::flag},
    {"core", "site_cache_dir"},
    {"core", "machine"},
    {"cache", "local"},
    {"cache", "s3"},
    {"cache", "gs"},
    {"cache", "hdfs"},
    {"cache", "webhdfs"},
    {"cache", "ssh"},
    {"cache", "azure"},
    {"cache", "dir"},
    {"cache", "type", Type::link_types},
    {"cache", "protected", Type::flag},
    {"cache", "shared", Type::text, {"group"}},
    {"cache", "slow_link_warning", Type::flag},
    {"cache", "verify", Type::flag},
    {"state", "dir"},
    {"state", "row_limit", Type::count},
    {"state", "row_cleanup_quota"},
    {"index", "dir"},
    {"plots", "html_template"},
    {"plots", "auto_open", Type::flag},
    {"plots", "out_dir"},
    {"exp", "code"},
    {"exp", "data"},
    {"exp", "models"},
    {"exp", "metrics"},
    {"exp", "params"},
    {"exp", "plots"},
    {"exp", "live"},
    {"exp", "auto_push", Type::flag},
    {"exp", "git_remote"},
    {"parsing", "bool", Type::text, {"store_true", "boolean_optional"}},
    {"parsing", "list", Type::text, {"nargs", "append"}},
    {"hydra", "enabled", Type::flag},
    {"hydra", "config_dir"},
    {"hydra", "config_module"},
    {"hydra", "config_name"},
    {"hydra", "plugins_path"},
    {"studio", "token"},
    {"studio", "url"},
    {"studio", "repo_url"},
    {"studio", "offline", Type::flag},
};

/// Sections whose keys DVC does not check, or whose names carry a name of their own.
constexpr std::array<std::string_view, 3> open_sections{"feature", "machine", "db"};

// Of every kind of remote together: which of them fits the scheme is the remote's own business.
constexpr std::string_view remote_keys[] = {"access_key_id",
                                            "account_key",
                                            "account_name",
                                            "acl",
                                            "allow_agent",
                                            "allow_anonymous_login",
                                            "ask_passphrase",
                                            "ask_password",
                                            "auth",
                                            "bearer_token_command",
                                            "cache_regions",
                                            "cert_path",
                                            "checksum_jobs",
                                            "client_id",
                                            "client_secret",
                                            "configpath",
                                            "connect_timeout",
                                            "connection_string",
                                            "connection_timeout",
                                            "credentialpath",
                                            "custom_auth_header",
                                            "data_proxy_target",
                                            "endpointurl",
                                            "exclude_environment_credential",
                                            "exclude_visual_studio_code_credential",
                                            "exclude_shared_token_cache_credential",
                                            "exclude_managed_identity_credential",
                                            "gdrive_acknowledge_abuse",
                                            "gdrive_client_id",
                                            "gdrive_client_secret",
                                            "gdrive_service_account_json_file_path",
                                            "gdrive_service_account_user_email",
                                            "gdrive_trash_only",
                                            "gdrive_use_service_account",
                                            "gdrive_user_credentials_file",
                                            "grant_full_control",
                                            "grant_read",
                                            "grant_read_acp",
                                            "grant_write_acp",
                                            "gss_auth",
                                            "jobs",
                                            "kerb_ticket",
                                            "kerberos",
                                            "kerberos_principal",
                                            "key_path",
                                            "keyfile",
                                            "listobjects",
                                            "max_sessions",
                                            "method",
                                            "no_traverse",
                                            "oss_endpoint",
                                            "oss_key_id",
                                            "oss_key_secret",
                                            "passphrase",
                                            "password",
                                            "port",
                                            "profile",
                                            "projectname",
                                            "protected",
                                            "proxy_to",
                                            "read_timeout",
                                            "region",
                                            "replication",
                                            "sas_token",
                                            "secret_access_key",
                                            "session_token",
                                            "shared",
                                            "slow_link_warning",
                                            "sse",
                                            "sse_customer_algorithm",
                                            "sse_customer_key",
                                            "sse_kms_key_id",
                                            "ssl_verify",
                                            "tenant_id",
                                            "timeout",
                                            "token",
                                            "type",
                                            "url",
                                            "use_https",
                                            "use_ssl",
                                            "user",
                                            "verify",
                                            "version_aware",
                                            "worktree"};

constexpr std::string_view remote_flags[] = {"allow_anonymous_login", "use_ssl", "verify", "version_aware", "worktree"};
constexpr std::string_view remote_counts[] = {"checksum_jobs", "jobs"};

[[noreturn]] void wrong(const std::string& name, const Config::Value& value, std::string_view wanted) {
    throw Error(Kind::invalid, fmt::format("'{}' is '{}'; expected {}", name, base::printable(value.text), wanted))
        .at(value.place.to_string())
        .hint(fmt::format("write {}", wanted));
}

void check_type(const std::string& name, Type type, const Config::Value& value) {
    if (type == Type::flag) {
        const std::string text = base::lower(value.text);
        if (text != "true" && text != "false") wrong(name, value, "true or false");
    } else if (type == Type::count) {
        long number = 0;
        const char* const end = value.text.data() + value.text.size();
        const auto [stop, problem] = std::from_chars(value.text.data(), end, number);
        if (problem != std::errc{} || stop != end || number < 1) wrong(name, value, "a whole number of 1 or more");
    } else if (type == Type::link_types) {
        parse_link_types(value);
    }
}

[[noreturn]] void unknown(std::string_view what, const std::string& key, const Position& place,
                          std::span<const std::string> known) {
    throw Error(Kind::invalid,
                fmt::format("{} has no setting '{}'{}", what, base::printable(key), base::did_you_mean(key, known)))
        .at(place.to_string())
        .hint("remove the line, or correct the name");
}

template <class Names>
bool holds(const Names& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

bool is_known_section(std::string_view section) {
    return holds(open_sections, section) ||
           std::any_of(std::begin(rules), std::end(rules), [&](const Rule& rule) { return rule.section == section; });
}

bool is_known_key(std::string_view section, std::string_view key) {
    return holds(open_sections, section) || std::any_of(std::begin(rules), std::end(rules), [&](const Rule& rule) {
               return rule.section == section && rule.key == key;
           });
}

bool is_known_remote_key(std::string_view key) { return holds(remote_keys, key); }

bool is_path_setting(std::string_view section, std::string_view key) {
    constexpr std::array<std::string_view, 8> remote_paths{"url",
                                                           "gdrive_user_credentials_file",
                                                           "gdrive_service_account_json_file_path",
                                                           "keyfile",
                                                           "credentialpath",
                                                           "configpath",
                                                           "cert_path",
                                                           "key_path"};
    if (section == "cache") return key == "dir";
    return section.starts_with("remote") && holds(remote_paths, key);
}

void check_setting(std::string_view section, const std::string& key, const Config::Value& value) {
    if (holds(open_sections, section)) return;
    const auto* const rule = std::find_if(std::begin(rules), std::end(rules),
                                          [&](const Rule& row) { return row.section == section && row.key == key; });
    if (rule == std::end(rules)) {
        std::vector<std::string> known;
        for (const Rule& row : rules) {
            if (row.section == section) known.emplace_back(row.key);
        }
        unknown(fmt::format("[{}]", section), key, value.place, known);
    }
    const std::string name = fmt::format("{}.{}", section, key);
    check_type(name, rule->type, value);
    if (!rule->choices[0].empty() && !holds(rule->choices, base::lower(value.text))) {
        wrong(name, value,
              rule->choices[1].empty() ? std::string(rule->choices[0])
                                       : fmt::format("{}", fmt::join(rule->choices, " or ")));
    }
}

void check_remote_setting(std::string_view remote, const std::string& key, const Config::Value& value) {
    if (!holds(remote_keys, key)) {
        const std::vector<std::string> known(std::begin(remote_keys), std::end(remote_keys));
        unknown(fmt::format("remote '{}'", remote), key, value.place, known);
    }
    const Type type = holds(remote_flags, key)    ? Type::flag
                      : holds(remote_counts, key) ? Type::count
                      : key == "type"             ? Type::link_types
                                                  : Type::text;
    check_type(fmt::format("remote '{}': {}", remote, key), type, value);
}

std::vector<LinkType> parse_link_types(const Config::Value& value) {
    constexpr std::array<std::pair<std::string_view, LinkType>, 4> names{{{"reflink", LinkType::reflink},
                                                                          {"hardlink", LinkType::hardlink},
                                                                          {"symlink", LinkType::symlink},
                                                                          {"copy", LinkType::copy}}};
    std::vector<LinkType> types;
    std::string_view rest = value.text;
    while (true) {
        const auto comma = rest.find(',');
        std::string_view word = rest.substr(0, comma);
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        const auto* const found =
            std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == word; });
        if (found == names.end())
            wrong("cache.type", value, "some of reflink, hardlink, symlink, copy, with commas between");
        types.push_back(found->second);
        if (comma == std::string_view::npos) return types;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace mlp::data::dvc
