#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/verbatim.hpp"
#include "core/config/param_file.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

TEST_CASE("read_params finds nested keys, items of lists, and keys with dots") {
    TestProject files;
    files.write("p.yaml", "train:\n  lr: 0.1\n  layers: [16, {n: 8}]\na.b: 1\na:\n  c: 2\n");
    const auto found =
        read_params(files.root() / "p.yaml", {"train.lr", "train.layers.1.n", "a.b", "a.c", "train.no", "train.lr.x"});
    REQUIRE(found);
    CHECK(Json(*found) == Json{{"a.b", 1}, {"a.c", 2}, {"train.layers.1.n", 8}, {"train.lr", 0.1}});
}

TEST_CASE("without keys the whole file stands under the empty name") {
    TestProject files;
    files.write("p.json", R"({"a": [1, 2], "b": NaN})");
    CHECK(read_params(files.root() / "p.json", {})->at("") == Json::parse(R"({"a": [1, 2], "b": "NaN"})"));
    CHECK(std::isnan(read_dvc_params(files.root() / "p.json", {"b"})->values.at("b").get<double>()));
    files.write("empty.yaml", "");
    CHECK(read_params(files.root() / "empty.yaml", {})->at("").is_null());
    CHECK(read_params(files.root() / "empty.yaml", {"a"})->empty());
}

TEST_CASE("TOML and Python files hold parameters too") {
    TestProject files;
    files.write("p.toml", "[train]\nlr = 0.1\n").write("p.py", "class Train:\n    lr = 0.2\n");
    CHECK(read_params(files.root() / "p.toml", {"train.lr"})->at("train.lr") == 0.1);
    CHECK(read_params(files.root() / "p.py", {"Train.lr"})->at("Train.lr") == 0.2);
}

TEST_CASE("read_dvc_params gives what DVC's lock has") {
    TestProject files;
    files.write("p.yaml", "a: 1_000\nb: {0: x, c.d: 2}\nl: [5, 6]\nd: 2020-01-02\n");
    const auto found = read_dvc_params(files.root() / "p.yaml", {"a", "b.0", "b.c.d", "l.1", "no"});
    REQUIRE(found);
    CHECK(Json(found->values) == Json{{"a", 1000}, {"b.0", "x"}, {"l.1", 6}});
    CHECK(read_dvc_params(files.root() / "p.yaml", {})->values.size() == 4);
    CHECK(read_dvc_params(files.root() / "p.yaml", {})->values.at("d").is_binary());
    CHECK_FALSE(read_dvc_params(files.root() / "none.yaml", {}).has_value());
}

TEST_CASE("line ends of Windows are not in what DVC's lock has") {
    TestProject files;
    files.write("p.toml", "a = 1\r\nb = \"\"\"x\r\ny\"\"\"\r\n");
    files.write("p.py", "a = '''x\r\ny'''\r\n");
    CHECK(read_dvc_params(files.root() / "p.toml", {"b"})->values.at("b") == "x\ny");
    CHECK(read_dvc_params(files.root() / "p.py", {"a"})->values.at("a") == "x\ny");
}

TEST_CASE("integers are as long as they are written, whoever reads") {
    const std::string big = "18446744073709551616";
    TestProject files;
    files.write("p.yaml", "b: " + big + "\n").write("p.json", "{\"b\": " + big + "}");
    files.write("p.toml", "b = " + big + "\nd = 2024-01-02\n").write("p.py", "b = " + big + "\n");
    for (const char* name : {"p.yaml", "p.json", "p.toml", "p.py"}) {
        CAPTURE(name);
        CHECK(base::flow_text(read_params(files.root() / name, {"b"})->at("b")) == big);
        CHECK(base::flow_text(read_dvc_params(files.root() / name, {"b"})->values.at("b")) == big);
    }
    CHECK(read_params(files.root() / "p.toml", {"d"})->at("d") == "2024-01-02");
}

TEST_CASE("read_dvc_params tells what a file repeats by aliases") {
    TestProject files;
    files.write("p.yaml", "a: &a {l: &l [1, [2]]}\nb: *a\nc: [*l, 1]\nd: {<<: *a, e: 1}\nf: [1, [2]]\n");
    CHECK(read_dvc_params(files.root() / "p.yaml", {"a"})->aliases ==
          std::map<std::string, std::string>{{"b", "a"}, {"c.0", "a.l"}, {"d.l", "a.l"}});
}

TEST_CASE("what DVC's lock cannot hold of a whole file is refused") {
    TestProject files;
    files.write("list.yaml", "[1]").write("text.yaml", "x").write("list.json", "[1]").write("key.yaml", "a: 1\n5: 1\n");
    files.write("null.yaml", "null: 1\n").write("mark.json", "\xEF\xBB\xBF{}").write("mark.toml", "\xEF\xBB\xBF");
    for (const char* name : {"list.yaml", "text.yaml", "list.json", "key.yaml", "null.yaml", "mark.json", "mark.toml"}) {
        CAPTURE(name);
        try {
            read_dvc_params(files.root() / name, {});
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            CHECK(error.place().find(name) != std::string::npos);
            CHECK_FALSE(error.hint_text().empty());
        }
    }
    CHECK(read_dvc_params(files.root() / "key.yaml", {"5"})->values.at("5") == 1);
}

TEST_CASE("parameter files that are absent or broken") {
    TestProject files;
    CHECK_FALSE(read_params(files.root() / "no.yaml", {"a"}));
    files.write("bad.yaml", "a: [\n").write("bad.json", "{\"a\": }").write("p.toml", "a = \n");
    for (const char* name : {"bad.yaml", "bad.json", "p.toml"}) {
        CAPTURE(name);
        try {
            read_params(files.root() / name, {"a"});
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            CHECK(error.place().find(name) != std::string::npos);
        }
    }
}

TEST_CASE("names of parameters, for suggestions") {
    CHECK(param_names(Json::parse(R"({"a": {"b": 1, "c": [1]}, "d": 2})")) ==
          std::vector<std::string>{"a", "a.b", "a.c", "d"});
    CHECK(param_names(Json::array({1})).empty());
}

TEST_CASE("read_metrics keeps numbers under joined names") {
    TestProject files;
    files.write("m.json",
                R"({"auc": 0.91, "n": 5, "deep": {"f1": 1e-3}, "text": "0.5", "none": null, "l": [1], "b": true})");
    CHECK(read_metrics(files.root() / "m.json") ==
          std::map<std::string, double>{{"auc", 0.91}, {"deep.f1", 0.001}, {"n", 5}});
    files.write("m.yaml", "auc: 0.5\ndeep:\n  loss: 2\n");
    CHECK(read_metrics(files.root() / "m.yaml") == std::map<std::string, double>{{"auc", 0.5}, {"deep.loss", 2}});
}

TEST_CASE("read_metrics takes NaN and infinities as Python, YAML and JSON texts write them") {
    TestProject files;
    files.write("m.json",
                "{\"a\": NaN, \"b\": -Infinity, \"c\": Infinity, \"d\": \"NaN\", \"NaN\": 1, \"t\": \"a \\\" NaN\"}");
    const auto json = read_metrics(files.root() / "m.json");
    CHECK(json.size() == 5);
    CHECK(std::isnan(json.at("a")));
    CHECK(json.at("b") == -std::numeric_limits<double>::infinity());
    CHECK(json.at("c") == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(json.at("d")));
    CHECK(json.at("NaN") == 1);
    files.write("m.yaml", "a: .nan\nb: -.inf\n");
    CHECK(std::isnan(read_metrics(files.root() / "m.yaml").at("a")));
}

TEST_CASE("metrics files that are not ones") {
    TestProject files;
    files.write("empty.json", "")
        .write("list.json", "[1]")
        .write("cut.json", "{\"a\": 1")
        .write("word.yaml", "word\n")
        .write("cut2.json", "{\"a\": NaN, \"b\": }");
    for (const char* name : {"empty.json", "list.json", "cut.json", "word.yaml", "cut2.json"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(read_metrics(files.root() / name), Error);
    }
    try {
        read_metrics(files.root() / "no.json");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::missing);
    }
}

}  // namespace mlp::config
