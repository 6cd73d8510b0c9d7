#include "core/data/tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/base/error.hpp"

using namespace mlp;
using data::Content;
using data::ContentKind;
using data::TreeEntry;

namespace {

const std::string empty_hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TreeEntry entry(std::string name, ContentKind kind = ContentKind::file, std::string_view bytes = "") {
    return {std::move(name), {kind, base::sha256(bytes), bytes.size(), kind == ContentKind::tree ? 0ULL : 1ULL}};
}

std::string line(const std::string& rest) { return "file sha256:" + empty_hex + " " + rest + "\n"; }

/// The message of the Error{damaged} that reading gives, or "" when it was accepted.
std::string refusal(const std::string& text) {
    try {
        data::parse_tree(text);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::damaged);
        return error.message();
    }
    return "";
}

}  // namespace

TEST_CASE("the check values of docs/formats/tree.md") {
    CHECK(data::tree_text({}).empty());
    CHECK(base::sha256(data::tree_text({})).to_string() == "sha256:" + empty_hex);
    // Given out of order: the text is sorted whatever the order of the caller.
    const std::string text =
        data::tree_text({entry("d e", ContentKind::tree), entry("b\nc", ContentKind::link, "a"), entry("a")});
    CHECK(text == "file sha256:" + empty_hex +
                      " 0 1 a\n"
                      "link sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb 1 1 b\\x0ac\n"
                      "tree sha256:" +
                      empty_hex + " 0 0 d e\n");
    CHECK(base::sha256(text).hex() == "1a50f730a2adfca9d54805f75f1cb13e0390463355f3ea6bec6792c0fe8466a3");
}

TEST_CASE("names of every byte survive the way there and back, in byte order") {
    std::vector<TreeEntry> entries;
    for (int byte = 1; byte < 256; ++byte) {
        if (byte != '/') {
            entries.push_back(entry(std::string("n") + static_cast<char>(byte)));
        }
    }
    entries.push_back(entry("no\xff\xfe utf8"));
    entries.push_back(entry("\xc3\xa9"));
    entries.push_back(entry("trailing space "));
    const auto back = data::parse_tree(data::tree_text(entries));
    REQUIRE(back.size() == entries.size());
    for (std::size_t at = 1; at < back.size(); ++at) {
        CHECK(back[at - 1].name < back[at].name);
    }
    for (const TreeEntry& wanted : entries) {
        CHECK(std::count_if(back.begin(), back.end(), [&](const TreeEntry& e) { return e.name == wanted.name; }) == 1);
    }
    CHECK(data::tree_text(back) == data::tree_text(entries));
}

TEST_CASE("all four kinds come back with their sizes and counts") {
    std::vector<TreeEntry> entries{entry("1", ContentKind::file, "abc"), entry("2", ContentKind::executable, "#!"),
                                   entry("3", ContentKind::link, "1"), entry("4", ContentKind::tree)};
    entries[3].content.size = 18'446'744'073'709'551'615ULL;
    entries[3].content.files = 12;
    const auto back = data::parse_tree(data::tree_text(entries));
    REQUIRE(back.size() == 4);
    for (std::size_t at = 0; at < 4; ++at) {
        CHECK(back[at].content == entries[at].content);
    }
    CHECK(data::kind_name(ContentKind::executable) == "exec");
}

TEST_CASE("what is not canonical is damaged, and the line is named") {
    CHECK(refusal(line("0 1 a") + line("0 1 b")).empty());
    CHECK(refusal(line("0 1 b") + line("0 1 a")).find("line 2: names are not sorted") != std::string::npos);
    CHECK(refusal(line("0 1 a") + line("0 1 a")).find("stands twice") != std::string::npos);
    CHECK(refusal("file sha256:" + empty_hex + " 0 1 a").find("newline") != std::string::npos);
    for (const char* name :
         {"", ".", "..", ".git", ".mlp", "a/b", "/", "\\x2f", "\\x00", "\\x41", "\\x0A", "\\n", "\\", "\\x0"}) {
        CAPTURE(name);
        CHECK(refusal(line("0 1 " + std::string(name))) != "");
    }
    CHECK(refusal(line(std::string("0 1 a\0b", 7))) != "");
    CHECK(refusal(line("0 1 a\x01")) != "");
    CHECK(refusal(line("00 1 a")).find("plain decimal") != std::string::npos);
    for (const char* numbers : {"-1 1", "+1 1", "1 x", "99999999999999999999 1", " 1", "0 2", "0"}) {
        CAPTURE(numbers);
        CHECK(refusal(line(std::string(numbers) + " a")) != "");
    }
    CHECK(refusal("dir sha256:" + empty_hex + " 0 1 a\n").find("none of file") != std::string::npos);
    CHECK(refusal("file sha256:ABC 0 1 a\n").find("no digest") != std::string::npos);
    CHECK(refusal("\n") != "");
    CHECK(refusal("no such format at all") != "");
}

TEST_CASE("a tree that could not be read back is not written") {
    CHECK_THROWS_AS(data::tree_text({entry("a"), entry("a")}), Error);
    for (const char* name : {"", "..", "a/b", ".git"}) {
        CHECK_THROWS_AS(data::tree_text({entry(name)}), Error);
    }
}

TEST_CASE("whatever bytes are read: refused as damaged, or exactly what would be written") {
    std::mt19937 random(20260101);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
    const std::string start = data::tree_text(
        {entry("a"), entry("b\\c", ContentKind::link, "x"), entry("d", ContentKind::tree), entry("e\n")});
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = start;
        for (std::size_t change = 0; change <= below(3); ++change) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
                case 0:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    text.erase(at, below(80));
                    break;
                case 2:
                    text.insert(at, text.substr(below(text.size()), below(80)));
                    break;
                default:
                    text[at] = text[below(text.size())];
                    break;
            }
            text = text.empty() ? start : text;
        }
        try {
            const auto entries = data::parse_tree(text);
            REQUIRE(data::tree_text(entries) == text);
            ++accepted;
        } catch (const Error& error) {
            REQUIRE(error.kind() == Kind::damaged);
        }
    }
    CHECK(accepted > 100);  // names and digits may change and still be canonical
}
