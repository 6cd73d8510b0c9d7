// Small broken files, and exactly what must be found in them. Files named by them exist or not as each case says.
#include <doctest/doctest.h>

#include "core/config/codes.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

struct Case {
    const char* what;
    std::string yaml;
    const char* expected;
};

void check_all(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        CAPTURE(one.what);
        TestProject files(one.yaml);
        files.write("params.yaml", "train: {lr: 0.1, layers: [16, 8]}\nname: x\n");
        const Loaded loaded = files.load();
        CAPTURE(only_message(loaded));
        CHECK(brief(loaded.problems) == one.expected);
        for (const Problem& problem : loaded.problems) CHECK(find_code(problem.code) != nullptr);
    }
}

}  // namespace

TEST_CASE("the top of the file") {
    check_all({
        {"empty", "", "MLP011 mlp.yaml:1:1"},
        {"comments alone", "# nothing\n", "MLP011 mlp.yaml:1:1"},
        {"a list", "- a\n", "MLP011 mlp.yaml:1:1"},
        {"no version", "project: p\n", "MLP012 mlp.yaml:1:1"},
        {"neither", "owner: me\n", "MLP012 mlp.yaml:1:1; MLP012 mlp.yaml:1:1"},
        {"newer version", "version: 2\nproject: p\n", "MLP014 mlp.yaml:1:10"},
        {"version as text", "version: '1'\nproject: p\n", "MLP014 mlp.yaml:1:10"},
        {"version as list", "version: [1]\nproject: p\n", "MLP014 mlp.yaml:1:10"},
        {"unknown keys", "version: 1\nproject: p\nstage: {}\nfoo: 1\n", "MLP010 mlp.yaml:3:1; MLP010 mlp.yaml:4:1"},
        {"project as number", "version: 1\nproject: 7\n", "MLP011 mlp.yaml:2:10"},
        {"project empty", "version: 1\nproject: ''\n", "MLP013 mlp.yaml:2:10"},
        {"project with slash", "version: 1\nproject: a/b\n", "MLP015 mlp.yaml:2:10"},
        {"project with a control character", "version: 1\nproject: \"a\\tb\"\n", "MLP015 mlp.yaml:2:10"},
        {"stages as list", "version: 1\nproject: p\nstages: [a]\n", "MLP011 mlp.yaml:3:9"},
        {"store as list", "version: 1\nproject: p\nstore: [a]\n", "MLP011 mlp.yaml:3:8"},
        {"not closed", "version: 1\nproject: 'a\n", "MLP001 mlp.yaml:2:10"},
        {"the same key twice, and more", "version: 1\nproject: p\nproject: q\nfoo: 1\n",
         "MLP004 mlp.yaml:3:1; MLP010 mlp.yaml:4:1"},
        {"two documents", "version: 1\nproject: p\n---\nfoo: 1\n", "MLP006 mlp.yaml:3:1"},
        {"the same key twice", "version: 1\nproject: p\nproject: q\n", "MLP004 mlp.yaml:3:1"},
    });
}

TEST_CASE("stages: names and keys") {
    check_all({
        {"unknown key", stages("  a:\n    cmd: x\n    dpes: [b]\n"), "MLP010 mlp.yaml:6:5"},
        {"no cmd", stages("  a:\n    deps: [b]\n"), "MLP012 mlp.yaml:4:3"},
        {"no value", stages("  a:\n"), "MLP011 mlp.yaml:4:5"},
        {"a text", stages("  a: python x.py\n"), "MLP011 mlp.yaml:4:6"},
        {"name with dot", stages("  a.b: {cmd: x}\n"), "MLP015 mlp.yaml:4:3"},
        {"name with at", stages("  a@b: {cmd: x}\n"), "MLP015 mlp.yaml:4:3"},
        {"name like a flag", stages("  -a: {cmd: x}\n"), "MLP015 mlp.yaml:4:3"},
        {"name with '-' and '_'", stages("  a-b_c: {cmd: x}\n"), ""},
        {"letters of the world", stages("  prüfen: {cmd: x}\n"), ""},
        {"the same name twice", stages("  a: {cmd: x}\n  a: {cmd: y}\n"), "MLP004 mlp.yaml:5:3"},
        {"deps as text", stages("  a: {cmd: x, deps: b}\n"), "MLP011 mlp.yaml:4:21"},
        {"dep as number", stages("  a: {cmd: x, deps: [1]}\n"), "MLP011 mlp.yaml:4:22"},
        {"dep twice", stages("  a: {cmd: x, deps: [b, ./b]}\n"), "MLP034 mlp.yaml:4:25"},
        {"shell empty", stages("  a: {cmd: x, shell: ''}\n"), "MLP013 mlp.yaml:4:22"},
        {"frozen as text", stages("  a: {cmd: x, frozen: yes}\n"), "MLP011 mlp.yaml:4:23"},
        {"retries negative", stages("  a: {cmd: x, retries: -1}\n"), "MLP013 mlp.yaml:4:24"},
        {"retries as text", stages("  a: {cmd: x, retries: two}\n"), "MLP011 mlp.yaml:4:24"},
        {"executor", stages("  a: {cmd: x, executor: slurm}\n"), "MLP013 mlp.yaml:4:25"},
        {"meta is anything", stages("  a: {cmd: x, meta: [1, {a: b}]}\n"), ""},
    });
}

TEST_CASE("stages: commands") {
    check_all({
        {"a map in a list", stages("  a:\n    cmd:\n      - echo {\"a\": 1}\n"), "MLP018 mlp.yaml:6:9"},
        {"a map", stages("  a:\n    cmd:\n      echo: b\n"), "MLP018 mlp.yaml:6:7"},
        {"a number", stages("  a: {cmd: 1}\n"), "MLP011 mlp.yaml:4:12"},
        {"nothing", stages("  a:\n    cmd:\n"), "MLP011 mlp.yaml:5:9"},
        {"empty text", stages("  a: {cmd: ''}\n"), "MLP013 mlp.yaml:4:12"},
        {"only white space", stages("  a: {cmd: \" \\n \"}\n"), "MLP013 mlp.yaml:4:12"},
        {"empty list", stages("  a: {cmd: []}\n"), "MLP013 mlp.yaml:4:12"},
        {"a NUL", stages("  a: {cmd: \"a\\0b\"}\n"), "MLP013 mlp.yaml:4:12"},
        {"a list in a list", stages("  a: {cmd: [[x]]}\n"), "MLP011 mlp.yaml:4:13"},
    });
}

TEST_CASE("stages: quantities and surroundings") {
    check_all({
        {"timeout", stages("  a: {cmd: x, timeout: soon}\n"), "MLP019 mlp.yaml:4:24"},
        {"timeout of nothing", stages("  a: {cmd: x, timeout: 0}\n"), "MLP019 mlp.yaml:4:24"},
        {"timeout negative", stages("  a: {cmd: x, timeout: -5}\n"), "MLP019 mlp.yaml:4:24"},
        {"plain seconds", stages("  a: {cmd: x, timeout: 90}\n"), ""},
        {"memory", stages("  a: {cmd: x, resources: {memory: 2 elephants}}\n"), "MLP020 mlp.yaml:4:35"},
        {"cpus negative", stages("  a: {cmd: x, resources: {cpus: -1}}\n"), "MLP013 mlp.yaml:4:33"},
        {"cpus not a number", stages("  a: {cmd: x, resources: {cpus: .nan}}\n"), "MLP013 mlp.yaml:4:33"},
        {"unknown resource", stages("  a: {cmd: x, resources: {cpu: 1}}\n"), "MLP010 mlp.yaml:4:27"},
        {"resources as list", stages("  a: {cmd: x, resources: []}\n"), "MLP011 mlp.yaml:4:26"},
        {"env as list", stages("  a: {cmd: x, env: [A=b]}\n"), "MLP011 mlp.yaml:4:20"},
        {"a variable's name", stages("  a: {cmd: x, env: {1A: b}}\n"), "MLP015 mlp.yaml:4:21"},
        {"a variable without value", stages("  a: {cmd: x, env: {A: }}\n"), "MLP011 mlp.yaml:4:23"},
        {"numbers and booleans are texts", stages("  a: {cmd: x, env: {A: 1, B: true, C: 0.10}}\n"), ""},
        {"python outside", stages("  a: {cmd: x, env: {python: ../r.lock}}\n"), "MLP030 mlp.yaml:4:29"},
    });
}

TEST_CASE("stages: paths") {
    check_all({
        {"absolute", stages("  a: {cmd: x, deps: [/etc/passwd]}\n"), "MLP030 mlp.yaml:4:22"},
        {"upwards", stages("  a: {cmd: x, deps: [b/../../c]}\n"), "MLP030 mlp.yaml:4:22"},
        {"up inside wdir is fine", stages("  a: {cmd: x, wdir: src, deps: [../data]}\n"), ""},
        {"up out of wdir", stages("  a: {cmd: x, wdir: src, deps: [../../data]}\n"), "MLP030 mlp.yaml:4:33"},
        {"wdir outside", stages("  a: {cmd: x, wdir: ..}\n"), "MLP030 mlp.yaml:4:21"},
        {"remote", stages("  a: {cmd: x, deps: ['s3://b/k']}\n"), "MLP030 mlp.yaml:4:22"},
        {"empty", stages("  a: {cmd: x, deps: ['']}\n"), "MLP013 mlp.yaml:4:22"},
        {"control character", stages("  a: {cmd: x, deps: [\"a\\tb\"]}\n"), "MLP030 mlp.yaml:4:22"},
        {"out in .mlp", stages("  a: {cmd: x, outs: [.mlp/x]}\n"), "MLP031 mlp.yaml:4:22"},
        {"out in .git", stages("  a: {cmd: x, outs: [.git]}\n"), "MLP031 mlp.yaml:4:22"},
        {"out is the project", stages("  a: {cmd: x, outs: [.]}\n"), "MLP031 mlp.yaml:4:22"},
        {"out is mlp.lock", stages("  a: {cmd: x, metrics: [mlp.lock]}\n"), "MLP031 mlp.yaml:4:25"},
        {"like .mlp, but not it", stages("  a: {cmd: x, outs: [.mlp2/x]}\n"), ""},
        {"unknown flag", stages("  a: {cmd: x, outs: [b: {cahce: false}]}\n"), "MLP010 mlp.yaml:4:26"},
        {"plot flag on an out", stages("  a: {cmd: x, outs: [b: {x: step}]}\n"), "MLP010 mlp.yaml:4:26"},
        {"flag of the wrong type", stages("  a: {cmd: x, outs: [b: {cache: 1}]}\n"), "MLP011 mlp.yaml:4:33"},
        {"flags as text", stages("  a: {cmd: x, outs: [b: cache]}\n"), "MLP011 mlp.yaml:4:25"},
        {"no flags after all", stages("  a: {cmd: x, outs: [b: ]}\n"), ""},
        {"outs as map", stages("  a: {cmd: x, outs: {b: {}}}\n"), "MLP011 mlp.yaml:4:21"},
    });
}

TEST_CASE("stages: parameters and values") {
    check_all({
        {"params as text", stages("  a: {cmd: x, params: train.lr}\n"), "MLP011 mlp.yaml:4:23"},
        {"parameter twice", stages("  a: {cmd: x, params: [train.lr, train.lr]}\n"), "MLP034 mlp.yaml:4:34"},
        {"keys as text", stages("  a: {cmd: x, params: [f.yaml: b]}\n"), "MLP011 mlp.yaml:4:32"},
        {"file outside", stages("  a: {cmd: x, params: [../f.yaml: [b]]}\n"), "MLP030 mlp.yaml:4:24"},
        {"unresolved", stages("  a:\n    cmd: x ${train.lrr}\n"), "MLP052 mlp.yaml:5:12"},
        {"twice in one text", stages("  a:\n    cmd: x ${no} ${nope}\n"), "MLP052 mlp.yaml:5:12; MLP052 mlp.yaml:5:18"},
        {"inside a block", stages("  a:\n    cmd: |\n      x\n      y ${no}\n"), "MLP052 mlp.yaml:7:9"},
        {"not a name", stages("  a: {cmd: 'x ${a + b}'}\n"), "MLP053 mlp.yaml:4:15"},
        {"not closed", stages("  a: {cmd: 'x ${a'}\n"), "MLP053 mlp.yaml:4:15"},
        {"for the shell", stages("  a: {cmd: 'x \\${HOME} $HOME'}\n"), ""},
        {"a list in a command", stages("  a: {cmd: 'x ${train.layers}'}\n"), "MLP054 mlp.yaml:4:15"},
        {"a map as a path", stages("  a: {cmd: x, deps: ['${train}']}\n"), "MLP054 mlp.yaml:4:22"},
        {"an item of a list", stages("  a: {cmd: 'x ${train.layers[1]}'}\n"), ""},
        {"beyond the list", stages("  a: {cmd: 'x ${train.layers[2]}'}\n"), "MLP052 mlp.yaml:4:15"},
        {"a type that fits", stages("  a: {cmd: x, resources: {cpus: '${train.lr}'}}\n"), ""},
        {"a type that does not", stages("  a: {cmd: x, retries: '${name}'}\n"), "MLP011 mlp.yaml:4:24"},
        {"in the key of an output", stages("  a: {cmd: x, outs: ['${no}': {cache: false}]}\n"), "MLP052 mlp.yaml:4:22"},
    });
}

TEST_CASE("models, environments, tests and data sets") {
    const std::string top = "version: 1\nproject: p\n";
    check_all({
        {"model without path", top + "models:\n  m: {desc: x}\n", "MLP012 mlp.yaml:4:3"},
        {"model as text", top + "models:\n  m: a.pkl\n", "MLP011 mlp.yaml:4:6"},
        {"model's name", top + "models:\n  'm:1': {path: a}\n", "MLP015 mlp.yaml:4:3"},
        {"model outside", top + "models:\n  m: {path: /a}\n", "MLP030 mlp.yaml:4:13"},
        {"gates as text", top + "models:\n  m: {path: a, gates: a.b > 1}\n", "MLP011 mlp.yaml:4:23"},
        {"gate", top + "models:\n  m:\n    path: a\n    gates: [e.auc => 1]\n", "MLP060 mlp.yaml:6:19"},
        {"gate in quotes", top + "models:\n  m:\n    path: a\n    gates: ['e.auc >= x']\n", "MLP060 mlp.yaml:6:23"},
        {"gate on nothing", top + "models:\n  m:\n    path: a\n    gates: [e.auc >= 1]\n", "MLP061 mlp.yaml:6:13"},
        {"gate without file", stages("  e: {cmd: x}\nmodels:\n  m: {path: a, gates: [e.auc > 1]}\n"),
         "MLP063? mlp.yaml:6:24"},
        {"environment without path", top + "environments:\n  e: {}\n", "MLP012 mlp.yaml:4:3"},
        {"environment's model", top + "environments:\n  e: {path: a, model: m}\n", "MLP062 mlp.yaml:4:23"},
        {"environment's target", top + "environments:\n  e: {path: a, target: k8s}\n", "MLP013 mlp.yaml:4:24"},
        {"environment keeps none", top + "environments:\n  e: {path: a, keep: 0}\n", "MLP013 mlp.yaml:4:22"},
        {"environment may be outside", top + "environments:\n  e: {path: /srv/models}\n", ""},
        {"test as list", top + "tests:\n  t: [a]\n", "MLP011 mlp.yaml:4:6"},
        {"test without cmd", top + "tests:\n  t: {timeout: 1m}\n", "MLP012 mlp.yaml:4:3"},
        {"test with a list", top + "tests:\n  t: {cmd: [a]}\n", "MLP011 mlp.yaml:4:12"},
        {"test that is empty", top + "tests:\n  t: ''\n", "MLP013 mlp.yaml:4:6"},
        {"data set without path", top + "datasets:\n  d: {owner: x}\n", "MLP012 mlp.yaml:4:3"},
        {"data set's key", top + "datasets:\n  d: {path: x, contrat: y}\n", "MLP010 mlp.yaml:4:16"},
    });
}

TEST_CASE("messages name the thing, what was found, and the way out") {
    const auto problem = [](const std::string& yaml) {
        TestProject files(yaml);
        const Loaded loaded = files.load();
        REQUIRE_MESSAGE(loaded.problems.size() == 1, only_message(loaded));
        return loaded.problems.front();
    };
    CHECK(problem(stages("  a: {cmd: x, dpes: [b]}\n")).message == "stage 'a' has no key 'dpes'. Did you mean 'deps'?");
    CHECK(problem(stages("  a: {cmd: x, deps: b}\n")).message == "'deps' of stage 'a' is a text; a list is expected");
    CHECK(problem(stages("  a: {cmd: x, deps: b}\n")).hint == "write [b]");
    CHECK(problem(stages("  a: {cmd: x, desc: 1}\n")).hint == "write \"1\" in quotes");
    CHECK(problem(stages("  a:\n    cmd:\n      - echo {\"a\": 1}\n")).hint ==
          "put the whole command in quotes: 'echo {\"a\": 1}'");
}

TEST_CASE("a broken parameter file is told once, not once for each name in it") {
    TestProject files(stages("  a: {cmd: 'x ${train.lr} ${b}'}\n"));
    files.write("params.yaml", "train: [\n");
    const Loaded loaded = files.load();
    REQUIRE(loaded.problems.size() == 1);
    CHECK(loaded.problems[0].code == codes::syntax);
    CHECK(loaded.problems[0].place.file == "params.yaml");
}

TEST_CASE("a folder without a project is missing") {
    TestProject nothing;
    CHECK_THROWS_WITH_AS(nothing.load(), doctest::Contains("neither mlp.yaml nor dvc.yaml"), Error);
}

TEST_CASE("load_project_or_throw carries the first error, tells a few others and counts many") {
    TestProject files(stages("  a: {cmd: x, dpes: [b]}\n  b: {}\n"));
    try {
        load_project_or_throw(files.root());
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.place() == "mlp.yaml:4:15");
        CHECK(error.code_text() == "MLP010");
        CHECK(error.hint_text().find("also mlp.yaml:5:") != std::string::npos);
        CHECK(error.hint_text().find("mlp validate") == std::string::npos);
    }
    TestProject many(stages("  a: {cmd: x, dpes: [b]}\n  b: {}\n  c: {}\n  d: {}\n"));
    CHECK_THROWS_AS(load_project_or_throw(many.root()), Error);
    try {
        load_project_or_throw(many.root());
    } catch (const Error& error) {
        CHECK(error.hint_text().find("3 more: `mlp validate` shows them") != std::string::npos);
    }
    TestProject warned(stages("  e: {cmd: x}\nmodels:\n  m: {path: a, gates: [e.auc > 1]}\n"));
    CHECK(load_project_or_throw(warned.root()).models.size() == 1);
}

}  // namespace mlp::config
