#include <doctest/doctest.h>

#include "cli/output/text.hpp"

using namespace mlp::cli;

namespace {

std::string printed(const Table& table, bool cut = false, std::size_t width = 80) {
    Text text(false, width, cut);
    table.print(text);
    return text.str();
}

}  // namespace

TEST_CASE("columns are aligned by what the terminal shows") {
    Table table({"name", "value", "note"});
    table.right(1).row({"数据", "1", "x"}).row({"a", "10.5", "y"});
    CHECK(printed(table) == "name  value  note\n数据      1  x\na      10.5  y\n");
}

TEST_CASE("the last column is cut to a terminal, and kept whole elsewhere") {
    Table table({"id", "text"});
    table.row({"1", std::string(40, 'x')});
    CHECK(printed(table, true, 20) == "id  text\n1   " + std::string(15, 'x') + "…\n");
    CHECK(printed(table, false, 20) == "id  text\n1   " + std::string(40, 'x') + "\n");
    Table wide({"id", "text"});
    wide.row({"1", "数据数据数据数据数据数据"});
    CHECK(printed(wide, true, 14) == "id  text\n1   数据数据…\n");
}

TEST_CASE("cells that are missing or hostile do no harm") {
    Table table({"a", "b"});
    table.row({"x"}).row({"1\n2", "z"});
    CHECK(printed(table) == "a     b\nx     \n1\\n2  z\n");
    CHECK(table.empty() == false);
    CHECK(Table({"a"}).empty());
}

TEST_CASE("without headings only rows are printed") {
    Table table({"", ""});
    table.row({"a", "b"});
    CHECK(printed(table) == "a  b\n");
}
