#include "core/git/remote_url.hpp"

#include <string_view>

namespace mlp::git {

std::string without_credentials(const std::string& url) {
    const auto mark = url.find("://");
    if (mark == std::string::npos) {
        // scp's form, [user[:password]@]host:path: a '@' after the first '/' belongs to the path.
        const auto at = url.substr(0, url.find('/')).rfind('@');
        const auto colon = url.find(':');
        return at != std::string::npos && colon < at ? url.substr(0, colon) + url.substr(at) : url;
    }
    const std::string scheme = url.substr(0, mark + 3);
    if (scheme == "file://") {
        return url;
    }
    std::string rest = url.substr(mark + 3);
    rest = rest.substr(0, rest.find_first_of("?#"));
    const auto at = rest.substr(0, rest.find('/')).rfind('@');
    if (at == std::string::npos) {
        return scheme + rest;
    }
    const std::string user = rest.substr(0, rest.find_first_of(":@"));
    const bool keeps_user = scheme.find("ssh") != std::string::npos && !user.empty();
    return scheme + (keeps_user ? user + "@" : "") + rest.substr(at + 1);
}

}  // namespace mlp::git
