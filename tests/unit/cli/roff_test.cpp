#include "cli/docs/roff.hpp"

#include <doctest/doctest.h>

using namespace mlp::cli;

TEST_CASE("what has a meaning in roff is escaped") {
    const std::string out =
        Roff("MLP", "1").paragraph(".start 'it' a-b \\n `--set` **x**").code(".dot\n\nmlp -j 4").take();
    CHECK(out.find(".PP\n\\&.start \\(aqit\\(aq a\\-b \\en \\fB\\-\\-set\\fR \\fBx\\fR\n") != std::string::npos);
    CHECK(out.find(".EX\n\\&.dot\n\\&\nmlp \\-j 4\n.EE") != std::string::npos);
}

TEST_CASE("marks that are not closed end with the text") {
    CHECK(Roff("MLP", "1").paragraph("a `b").take().ends_with(".PP\na \\fBb\\fR\n"));
}
