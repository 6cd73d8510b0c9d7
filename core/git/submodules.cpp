#include "core/git/submodules.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"

namespace mlp::git {

namespace {

struct Named {
    std::string path;
    std::string url;
};

void take_setting(std::string_view line, Named& into) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return;
    const std::string key = base::lower(base::trimmed(line.substr(0, equals)));
    std::string_view value = base::trimmed(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (key == "path") into.path = value;
    if (key == "url") into.url = value;
}

/// Without its last name: "https://host/team/a" gives "https://host/team", "git@host:a" gives "git@host:".
std::string above(std::string address) {
    while (address.ends_with('/')) address.pop_back();
    const auto end = address.find_last_of("/:");
    if (end == std::string::npos) return ".";
    address.resize(address[end] == ':' ? end + 1 : end);
    return address;
}

}  // namespace

std::map<std::string, std::string> submodule_urls(std::string_view gitmodules) {
    std::map<std::string, std::string> urls;
    Named current;
    const auto finish = [&] {
        if (!current.path.empty() && !current.url.empty()) urls.emplace(current.path, current.url);
        current = {};
    };
    while (!gitmodules.empty()) {
        const auto end = std::min(gitmodules.find('\n'), gitmodules.size());
        const auto line = base::trimmed(gitmodules.substr(0, end));
        gitmodules.remove_prefix(std::min(end + 1, gitmodules.size()));
        if (line.starts_with('[')) {
            finish();
        } else if (!line.starts_with('#') && !line.starts_with(';')) {
            take_setting(line, current);
        }
    }
    finish();
    return urls;
}

std::string submodule_address(const std::string& url, const std::string& repository) {
    if (!url.starts_with("./") && !url.starts_with("../")) return url;
    std::string_view rest = url;
    std::string address = repository;
    while (address.ends_with('/')) address.pop_back();
    while (true) {
        if (rest.starts_with("./")) {
            rest.remove_prefix(2);
        } else if (rest.starts_with("../")) {
            rest.remove_prefix(3);
            address = above(address);
        } else {
            break;
        }
    }
    return address.ends_with(':') ? address + std::string(rest) : address + "/" + std::string(rest);
}

}  // namespace mlp::git
