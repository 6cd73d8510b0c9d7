#include "core/git/remote_url.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using mlp::git::without_credentials;

TEST_CASE("credentials go, addresses stay") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", ""},
        {"https://example.org/a/b.git", "https://example.org/a/b.git"},
        {"https://token@example.org/a", "https://example.org/a"},
        {"https://user:secret@example.org:8443/a", "https://example.org:8443/a"},
        {"https://user:se@cret@example.org/a", "https://example.org/a"},
        {"https://user:secret@example.org", "https://example.org"},
        {"https://example.org/a@b/c", "https://example.org/a@b/c"},
        {"https://example.org/a?token=secret#x", "https://example.org/a"},
        {"https://u:p@example.org?token=secret", "https://example.org"},
        {"HTTPS://U:P@EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"},
        {"ssh://git@example.org/a", "ssh://git@example.org/a"},
        {"ssh://git:secret@example.org:22/a", "ssh://git@example.org:22/a"},
        {"git+ssh://git:secret@example.org/a", "git+ssh://git@example.org/a"},
        {"ssh://:secret@example.org/a", "ssh://example.org/a"},
        {"git@example.org:a/b.git", "git@example.org:a/b.git"},
        {"git:secret@example.org:a/b.git", "git@example.org:a/b.git"},
        {"/srv/git/a@b.git", "/srv/git/a@b.git"},
        {"../up:stairs/a@b", "../up:stairs/a@b"},
        {"file:///srv/a@b", "file:///srv/a@b"},
    };
    for (const auto& [url, wanted] : rows) {
        CHECK(without_credentials(url) == wanted);
        CHECK(without_credentials(wanted) == wanted);
    }
}
