#include "cli/page.hpp"

#include <doctest/doctest.h>

using namespace mlp::cli;

TEST_CASE("a page is read into sections and blocks") {
    const Page page = parse_page(
        "First line\nof a paragraph.\n\n- one\n  more of one\n- two\n\nLast.\n\n## Examples\n\n```sh\n# say\nmlp "
        "run\n\n"
        "mlp status\n```\n\n## Exit codes\n\n- `1`: no\n");
    REQUIRE(page.sections.size() == 3);
    const auto& blocks = page.section("")->blocks;
    REQUIRE(blocks.size() == 4);
    CHECK(blocks[0].text == "First line of a paragraph.");
    CHECK(blocks[1].kind == Block::Kind::item);
    CHECK(blocks[1].text == "one more of one");
    CHECK(blocks[3].text == "Last.");
    CHECK(page.section("Examples")->blocks[0].kind == Block::Kind::code);
    CHECK(page.section("Examples")->blocks[0].text == "# say\nmlp run\n\nmlp status\n");
    CHECK(page.section("Exit codes")->blocks[0].text == "`1`: no");
    CHECK(page.section("Other") == nullptr);
}

TEST_CASE("an empty page has an empty description") {
    CHECK(parse_page("").section("")->blocks.empty());
    CHECK(page_of("no such command").sections.empty());
}

TEST_CASE("inline marks are taken away") {
    CHECK(plain_inline("use `mlp run`, **now**") == "use mlp run, now");
    CHECK(plain_inline("see [the guide](docs/cli.md) or [x]") == "see the guide or [x]");
    CHECK(plain_inline("a * b, a[1](") == "a * b, a[1](");
}
