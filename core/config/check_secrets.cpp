// Keys and passwords in plain sight. Only shapes that are hardly anything else: a false alarm teaches to look away.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

namespace {

/// A token of a known maker: what it begins with, and how many letters and digits follow.
struct Shape {
    std::string_view prefix;
    std::size_t least;
    std::string_view maker;
};

constexpr auto shapes = std::to_array<Shape>({
    {"AKIA", 16, "an access key of AWS"},
    {"ASIA", 16, "an access key of AWS"},
    {"ghp_", 36, "a token of GitHub"},
    {"gho_", 36, "a token of GitHub"},
    {"ghs_", 36, "a token of GitHub"},
    {"github_pat_", 40, "a token of GitHub"},
    {"glpat-", 20, "a token of GitLab"},
    {"hf_", 30, "a token of Hugging Face"},
    {"AIza", 35, "a key of Google"},
    {"xoxb-", 20, "a token of Slack"},
    {"xoxp-", 20, "a token of Slack"},
    {"sk-proj-", 30, "a key of OpenAI"},
    {"sk-ant-", 30, "a key of Anthropic"},
    {"sk_live_", 24, "a key of Stripe"},
});

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

struct Hit {
    std::size_t at;
    std::size_t end;
    std::string what;
};

std::optional<Hit> find_token(std::string_view line) {
    for (const Shape& shape : shapes) {
        for (std::size_t at = line.find(shape.prefix); at != std::string_view::npos; at = line.find(shape.prefix, at + 1)) {
            std::size_t end = at + shape.prefix.size();
            while (end < line.size() && is_word(line[end])) ++end;
            const std::string_view word = line.substr(at, end - at);
            const bool begins = at == 0 || !is_word(line[at - 1]);
            const bool example = word.find("EXAMPLE") != std::string_view::npos || word.find("xxxx") != std::string_view::npos;
            if (begins && !example && word.size() >= shape.prefix.size() + shape.least)
                return Hit{at, end, std::string(shape.maker)};
        }
    }
    const std::size_t key = line.find("-----BEGIN ");
    if (key != std::string_view::npos && line.find("PRIVATE KEY-----", key) != std::string_view::npos)
        return Hit{key, line.size(), "a private key"};
    return std::nullopt;
}

/// Something that a person or program made up as a secret: long enough, letters and digits, no template, no path.
bool looks_secret(std::string_view value, std::size_t least) {
    if (value.size() < least) return false;
    const auto has = [&](int (*kind)(int)) {
        return std::any_of(value.begin(), value.end(), [&](char c) { return kind(static_cast<unsigned char>(c)) != 0; });
    };
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return is_word(c) || std::string_view("+/=!@#%^&*.").find(c) != std::string_view::npos;
    });
    return plain && has(std::isdigit) && has(std::isalpha) && !value.starts_with('/') && !value.starts_with("./") &&
           value.find(".py") == std::string_view::npos;
}

/// "https://user:password@host".
std::optional<Hit> find_credentials(std::string_view line) {
    const std::size_t scheme = line.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::size_t from = scheme + 3;
    const std::size_t end = std::min(line.find_first_of("/ \t\"'", from), line.size());
    const std::string_view host = line.substr(from, end - from);
    const std::size_t at = host.rfind('@');
    const std::size_t colon = host.find(':');
    if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return std::nullopt;
    const std::string_view password = host.substr(colon + 1, at - colon - 1);
    if (!looks_secret(password, 6) && password.size() < 8) return std::nullopt;
    if (password.find_first_of("$<{*") != std::string_view::npos || password.starts_with("pass")) return std::nullopt;
    return Hit{from + colon + 1, from + at, "a password in an address"};
}

/// "DB_PASSWORD: hunter2hunter2", also in brackets, with '=', and as an option: "--api-key abcd1234efgh5678".
/// @param code  whether what stands without quotes is no text
std::optional<Hit> find_named(std::string_view line, bool code) {
    struct Name {
        std::string_view word;
        std::size_t least;
        std::string_view shown;
    };
    static constexpr auto names = std::to_array<Name>({{"password", 8, "a password"},
                                                       {"passwd", 8, "a passwd"},
                                                       {"secret", 12, "a secret"},
                                                       {"secret_key", 12, "a secret_key"},
                                                       {"secret_access_key", 16, "a secret_access_key"},
                                                       {"api_key", 16, "an api_key"},
                                                       {"apikey", 16, "an apikey"},
                                                       {"access_token", 16, "an access_token"},
                                                       {"auth_token", 16, "an auth_token"},
                                                       {"__token", 16, "a token"}});
    const std::string lower = base::replaced(base::lower(line), '-', "_");
    for (const Name& name : names) {
        for (std::size_t at = lower.find(name.word); at != std::string::npos; at = lower.find(name.word, at + 1)) {
            std::size_t value = at + name.word.size();
            while (value < line.size() && (line[value] == '"' || line[value] == '\'')) ++value;
            const bool option = line.substr(at).starts_with("--") || (at >= 2 && line.substr(at - 2, 2) == "--");
            const std::string_view separators = option ? "= " : ":=";
            if (!option) value = std::min(line.find_first_not_of(" \t", value), line.size());
            if (value >= line.size() || separators.find(line[value]) == std::string_view::npos) continue;
            value = line.find_first_not_of(" \t", value + 1);
            if (value == std::string_view::npos) continue;
            const bool in_quotes = line[value] == '"' || line[value] == '\'';
            if (code && !in_quotes) continue;  // a name or call, whose value is elsewhere
            if (in_quotes && (value = line.find_first_not_of("\"'", value)) == std::string_view::npos) continue;
            const std::size_t end = std::min(line.find_first_of(" \t\"',}]\r", value), line.size());
            if (looks_secret(line.substr(value, end - value), name.least))
                return Hit{value, end, fmt::format("the value of {}", name.shown)};
        }
    }
    return std::nullopt;
}

/// The first of all in a line.
std::optional<Hit> find_secret(std::string_view line, bool comment, bool code) {
    auto first = find_token(line);
    if (comment) return first;
    for (auto other : {find_credentials(line), find_named(line, code)}) {
        if (other && (!first || other->at < first->at)) first = std::move(other);
    }
    return first;
}

void check_text(const Source& source, Findings& findings) {
    const std::string_view text = source.text();
    const bool code = !has_yaml_name(source.file()) && !has_json_name(source.file());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        const std::size_t start = line.find_first_not_of(" \t");
        const bool comment = start != std::string_view::npos && line[start] == '#';
        constexpr int most = 20;  // in a line
        for (int count = 0; count < most; ++count) {
            const auto hit = find_secret(line, comment, code);
            if (!hit) break;
            Finding& problem = findings.warning(
                codes::secret, source.position_of(at + hit->at),
                fmt::format("this looks like {}, in plain sight", hit->what),
                "take it from the environment at run time, and make a new one: git remembers this one");
            problem.end = source.position_of(at + hit->end);
            at += hit->end;
            line.remove_prefix(hit->end);
        }
        at = end + 1;
    }
}

}  // namespace

void check_secrets(const Project& project, Findings& findings) {
    std::vector<std::string> files = project.inputs;
    for (const Stage& stage : project.stages) {
        for (const ParamRef& reference : stage.params) files.push_back(reference.file);
    }
    std::set<std::string> told;
    for (const std::string& input : files) {
        if (input.ends_with("config.local") || input.ends_with("ignore") || !told.insert(input).second) continue;
        try {
            if (auto text = base::read_file_if_exists(project.root / input)) check_text({input, std::move(*text)}, findings);
        } catch (const Error&) {
            continue;  // told when the project was read
        }
    }
}

}  // namespace mlp::config
