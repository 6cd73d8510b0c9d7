#include "core/base/xml.hpp"

#include <doctest/doctest.h>

using namespace mlp::base;

TEST_CASE("elements, their text and what is escaped in it") {
    const auto root = parse_xml(
        "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a < b --><s3:R xmlns=\"http://x/\" a='>'>\n"
        "<K>a&amp;b&lt;&#65;&#xfc;</K><K><![CDATA[<raw>&amp;]]></K><Empty/><Empty a=\"1\" /></s3:R>\n");
    REQUIRE(root);
    CHECK(root->name == "R");
    REQUIRE(root->children.size() == 4);
    CHECK(root->get("K") == "a&b<Aü");
    CHECK(root->children[1].text == "<raw>&amp;");
    CHECK(root->get("Empty") == "");
    CHECK_FALSE(root->get("Missing"));
}

TEST_CASE("what is not whole is refused") {
    for (const char* bad : {"",
                            "text",
                            "<a>",
                            "<a></b>",
                            "<a></a>more",
                            "<a></a><b/>",
                            "<a b></a>",
                            "<a b=c></a>",
                            "<a b='<'/>",
                            "<a>&nbsp;</a>",
                            "<a>&</a>",
                            "<a>&#0;</a>",
                            "<a>&#xd800;</a>",
                            "<a>&#99999999;</a>",
                            "<a><![CDATA[x</a>",
                            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                            "<a>\xff</a>",
                            "< a/>",
                            "<a/",
                            "<!-- <a/>",
                            "<a><!x></a>"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_xml(bad));
    }
}

TEST_CASE("depth and number of elements are bounded") {
    const auto nested = [](int depth) {
        std::string text;
        for (int level = 0; level < depth; ++level) text += "<a>";
        for (int level = 0; level < depth; ++level) text += "</a>";
        return text;
    };
    CHECK(parse_xml(nested(60)));
    CHECK_FALSE(parse_xml(nested(100)));
    CHECK_FALSE(parse_xml(nested(100'000)));
    std::string many = "<r>";
    for (int at = 0; at < 250'000; ++at) many += "<a/>";
    CHECK_FALSE(parse_xml(many + "</r>"));
}
