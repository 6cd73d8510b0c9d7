#include "core/data/remote/s3/profile.hpp"

#include <fmt/format.h>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::data::s3 {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void malformed(const std::string& file, int line) {
    // The line itself may be a secret.
    throw Error(Kind::invalid, fmt::format("line {} of '{}' is neither a section nor a setting", line, file))
        .at(fmt::format("{}:{}", file, line))
        .hint("a line is '[profile name]', 'key = value', or a comment that begins with '#'");
}

fs::path file_of(const base::Env& env, std::string_view variable, const std::optional<std::string>& configured,
                 std::string_view name) {
    const auto home = env.variable("HOME");
    fs::path path = env.variable(variable).value_or(configured.value_or(""));
    if (path.empty()) return home ? fs::path(*home) / ".aws" / name : fs::path();
    if (home && path.native().starts_with("~/")) return fs::path(*home) / path.native().substr(2);
    return path;
}

ProfileFile read_profile_file(const fs::path& file) {
    const auto text = file.empty() ? std::nullopt : base::read_file_if_exists(file, 1 << 20);
    return text ? parse_profile_file(*text, file.string()) : ProfileFile{};
}

}  // namespace

ProfileFile parse_profile_file(std::string_view text, const std::string& file) {
    ProfileFile sections;
    auto* section = static_cast<ProfileFile::mapped_type*>(nullptr);
    std::string outer;  // the key that indented lines belong to
    for (int line = 1; !text.empty(); ++line) {
        const auto end = text.find('\n');
        const std::string_view whole = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::string_view words = base::trimmed(whole);
        if (words.empty() || words[0] == '#' || words[0] == ';') continue;
        if (words[0] == '[') {
            const auto close = words.find(']');
            if (close == std::string_view::npos) malformed(file, line);
            section = &sections[std::string(base::trimmed(words.substr(1, close - 1)))];
            outer.clear();
            continue;
        }
        const auto equals = words.find('=');
        if (section == nullptr || equals == std::string_view::npos) malformed(file, line);
        const std::string key = base::lower(base::trimmed(words.substr(0, equals)));
        const std::string value(base::trimmed(words.substr(equals + 1)));
        const bool nested = (whole[0] == ' ' || whole[0] == '\t') && !outer.empty();
        if (!nested) outer = value.empty() ? key : "";
        section->insert_or_assign(nested ? fmt::format("{}.{}", outer, key) : key, value);
    }
    return sections;
}

std::optional<std::string> Profile::get(std::string_view key) const {
    const auto found = config.find(key);
    return found == config.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
}

Profile find_profile(const RemoteSettings& settings, const base::Env& env) {
    Profile profile;
    auto named = settings.option("profile");
    if (!named) named = env.variable("AWS_PROFILE");
    profile.was_named = named.has_value();
    profile.name = named.value_or("default");
    profile.config_file = file_of(env, "AWS_CONFIG_FILE", settings.option("configpath"), "config");
    profile.credentials_file =
        file_of(env, "AWS_SHARED_CREDENTIALS_FILE", settings.option("credentialpath"), "credentials");
    ProfileFile config = read_profile_file(profile.config_file);
    ProfileFile credentials = read_profile_file(profile.credentials_file);
    const auto take = [&](ProfileFile& from, const std::string& section, auto& into) {
        const auto found = from.find(section);
        if (found == from.end()) return;
        into = std::move(found->second);
        profile.is_there = true;
    };
    take(config, profile.name == "default" ? "default" : "profile " + profile.name, profile.config);
    if (profile.name == "default" && profile.config.empty()) take(config, "profile default", profile.config);
    take(credentials, profile.name, profile.credentials);
    if (profile.was_named && !profile.is_there) {
        throw Error(Kind::missing, fmt::format("there is no profile '{}' for S3", profile.name))
            .at(profile.config_file.string())
            .hint(fmt::format(
                "add [profile {0}] to '{1}' or [{0}] to '{2}', or correct the remote's 'profile' or AWS_PROFILE",
                profile.name, profile.config_file.string(), profile.credentials_file.string()));
    }
    return profile;
}

}  // namespace mlp::data::s3
