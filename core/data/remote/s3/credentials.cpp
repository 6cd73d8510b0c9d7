#include "core/data/remote/s3/credentials.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"

namespace mlp::data::s3 {

namespace {

constexpr base::Millis renew_before = 5 * 60 * 1000;
constexpr std::chrono::minutes longest_process{1};

/// "2026-11-25T18:00:00Z", with or without fractions, or "+00:00".
std::optional<base::Millis> parse_time(const std::string& text) {
    std::tm parts{};
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                    &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6) {
        return std::nullopt;
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    base::Millis time = static_cast<base::Millis>(::timegm(&parts)) * 1000;
    const auto sign = text.find_first_of("+-", 19);
    int hours = 0;
    int minutes = 0;
    if (sign != std::string::npos && std::sscanf(text.c_str() + sign + 1, "%2d:%2d", &hours, &minutes) == 2) {
        time -= (text[sign] == '+' ? 1 : -1) * (hours * 60 + minutes) * 60'000;
    }
    return time;
}

[[noreturn]] void half(const std::string& where) {
    throw Error(Kind::remote,
                fmt::format("the credentials of {} are incomplete: a key id and a secret belong together", where))
        .hint("set both access_key_id and secret_access_key");
}

Error unreadable_process(std::string what) {
    return Error(Kind::remote, fmt::format("the credential_process {}", what))
        .hint("run it by hand: it has to print JSON with Version 1, AccessKeyId and SecretAccessKey");
}

/// A profile's words are those of a shell command without a shell: blanks between, quotes around.
std::vector<std::string> words_of(std::string_view command) {
    std::vector<std::string> words;
    char quote = 0;
    bool in_word = false;
    for (const char c : command) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                words.back() += c;
            }
        } else if (c == ' ' || c == '\t') {
            in_word = false;
        } else {
            if (!in_word) words.emplace_back();
            in_word = true;
            if (c == '"' || c == '\'') {
                quote = c;
            } else {
                words.back() += c;
            }
        }
    }
    return words;
}

/// Whether a word could be a key: long, of the letters of base64 alone, with digits and letters of both cases.
bool could_be_key(std::string_view word) {
    constexpr std::size_t shortest = 16;
    const auto has = [&](char from, char to) {
        return std::any_of(word.begin(), word.end(), [&](char c) { return c >= from && c <= to; });
    };
    return word.size() >= shortest && has('0', '9') && has('A', 'Z') &&
           (has('a', 'z') || word.starts_with("AKIA") || word.starts_with("ASIA"));
}

/// A line with what could be keys taken out.
std::string without_keys(std::string_view line) {
    const auto is_letter = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '=';
    };
    std::string result;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at;
        while (end < line.size() && is_letter(line[end])) ++end;
        const std::string_view word = line.substr(at, end - at);
        result += could_be_key(word) ? std::string_view("…") : word;
        if (end < line.size()) result += line[end];
        at = end + 1;
    }
    return result;
}

/// ": " and the last lines that a process wrote for people; "" where there are none. What it prints as keys is never
/// repeated: a line that names or holds them is left out.
std::string last_words(std::string_view error) {
    constexpr std::size_t most_lines = 3;
    constexpr std::size_t longest_line = 300;
    std::vector<std::string> lines;
    while (!error.empty()) {
        const auto end = std::min(error.find('\n'), error.size());
        const std::string_view line = base::trimmed(error.substr(0, end));
        error.remove_prefix(std::min(end + 1, error.size()));
        const bool of_keys = line.find("SecretAccessKey") != std::string_view::npos ||
                             line.find("SessionToken") != std::string_view::npos ||
                             line.find("AWS_SECRET_ACCESS_KEY") != std::string_view::npos ||
                             line.find("AWS_SESSION_TOKEN") != std::string_view::npos;
        if (!line.empty() && !of_keys) lines.push_back(base::printable(without_keys(line).substr(0, longest_line)));
    }
    if (lines.size() > most_lines) lines.erase(lines.begin(), lines.end() - most_lines);
    return lines.empty() ? "" : fmt::format(": {}", fmt::join(lines, "; "));
}

Credentials run_process(const std::string& command) {
    base::ProcessSpec spec;
    spec.argv = words_of(command);
    if (spec.argv.empty()) throw unreadable_process("is empty");
    spec.working_directory = ".";
    spec.environment = base::current_environment();
    spec.separate_error = true;
    const base::Captured captured = base::run_captured(spec, longest_process);
    const std::string words = last_words(captured.error);
    if (captured.timed_out) throw unreadable_process("does not end within a minute" + words);
    if (!captured.end.ok()) throw unreadable_process(fmt::format("failed ({}){}", captured.end.to_string(), words));
    return parse_process_credentials(captured.output);
}

/// As run_process; a failure says whose process it is.
Credentials ask_process(const std::string& command, const std::string& profile, const std::filesystem::path& file) {
    try {
        return run_process(command);
    } catch (Error& error) {
        error.at(fmt::format("profile '{}' in {}", base::printable(profile), file.string()));
        throw;
    }
}

}  // namespace

Credentials parse_process_credentials(std::string_view output) {
    const auto json = base::Json::parse(output, nullptr, false);
    if (!json.is_object()) throw unreadable_process("prints something that is not JSON");
    const auto text = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (json.value("Version", base::Json()) != 1) throw unreadable_process("does not print Version 1");
    Credentials found{text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken")};
    if (found.access_key.empty() || found.secret_key.empty()) throw unreadable_process("prints no keys");
    if (const std::string expires = text("Expiration"); !expires.empty()) {
        found.expires = parse_time(expires);
        if (!found.expires) throw unreadable_process("prints an Expiration that is no time");
    }
    found.origin = "credential_process";
    return found;
}

CredentialSource::CredentialSource(RemoteSettings settings, base::Env env)
    : settings_(std::move(settings)), env_(std::move(env)) {}

std::optional<Credentials> CredentialSource::get() {
    if (settings_.flag("allow_anonymous_login", false)) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    if (known_ && known_->expires && *known_->expires - renew_before < env_.now()) known_.reset();
    if (!known_) known_ = find();
    return known_;
}

void CredentialSource::forget() {
    const std::scoped_lock lock(mutex_);
    known_.reset();
}

std::optional<Credentials> CredentialSource::of_profile(const Profile& profile) const {
    const auto pair = [&](const auto& section, const std::filesystem::path& file) -> std::optional<Credentials> {
        const auto get = [&](std::string_view key) {
            const auto found = section.find(key);
            return found == section.end() ? std::string() : found->second;
        };
        Credentials found{get("aws_access_key_id"), get("aws_secret_access_key"), get("aws_session_token")};
        if (found.access_key.empty() && found.secret_key.empty()) return std::nullopt;
        const std::string where = fmt::format("profile '{}' in {}", profile.name, file.string());
        if (found.access_key.empty() || found.secret_key.empty()) half(where);
        found.origin = where;
        return found;
    };
    if (auto found = pair(profile.credentials, profile.credentials_file)) return found;
    const auto there = profile.credentials.find("credential_process");
    if (there != profile.credentials.end()) return ask_process(there->second, profile.name, profile.credentials_file);
    if (const auto process = profile.get("credential_process"))
        return ask_process(*process, profile.name, profile.config_file);
    return pair(profile.config, profile.config_file);
}

Credentials CredentialSource::find() const {
    const auto key = settings_.option("access_key_id");
    const auto secret = settings_.option("secret_access_key");
    if (key || secret) {
        if (!key || !secret) half(fmt::format("remote '{}'", settings_.name));
        return {*key, *secret, settings_.option("session_token").value_or(""), {}, "the remote's settings"};
    }
    if (!settings_.option("profile")) {
        const auto id = env_.variable("AWS_ACCESS_KEY_ID");
        const auto hidden = env_.variable("AWS_SECRET_ACCESS_KEY");
        if (id || hidden) {
            if (!id || !hidden) half("the environment");
            return {*id, *hidden, env_.variable("AWS_SESSION_TOKEN").value_or(""), {}, "environment AWS_ACCESS_KEY_ID"};
        }
    }
    const Profile profile = find_profile(settings_, env_);
    if (auto found = of_profile(profile)) return *found;
    for (const std::string_view way : {"sso_session", "sso_start_url", "role_arn", "web_identity_token_file"}) {
        if (!profile.get(way)) continue;
        throw Error(Kind::remote, fmt::format("profile '{}' gets its credentials by '{}', which mlp does not do itself",
                                              profile.name, way))
            .at(profile.config_file.string())
            .hint("let the AWS tools do it: 'credential_process = aws configure export-credentials --profile NAME'");
    }
    throw Error(Kind::remote, "there are no credentials for S3")
        .at(settings_.url)
        .hint(fmt::format("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, add them to profile '{}' in {}, set "
                          "access_key_id and secret_access_key of the remote at the local level, or "
                          "allow_anonymous_login for a public bucket",
                          profile.name,
                          profile.credentials_file.empty() ? "~/.aws/credentials" : profile.credentials_file.string()));
}

}  // namespace mlp::data::s3
