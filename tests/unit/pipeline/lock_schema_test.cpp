// The schemas of the lock files against their readers: each takes what the other takes.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"
#include "core/config/schema.hpp"
#include "core/data/data_lock.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

namespace {

const std::string sha = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

bool schema_takes(std::string_view schema, const std::string& text) {
    config::Findings findings;
    config::check_schema(schema, base::parse_yaml_or_throw(text, "f"), "the file", findings);
    return findings.size() == 0;
}

bool takes(const std::function<void()>& read) {
    try {
        read();
        return true;
    } catch (const Error&) {
        return false;
    }
}

struct LockCase {
    std::string text;
    bool good;
};

}  // namespace

TEST_CASE("mlp.lock: schema and reader agree") {
    const std::string entry = "{kind: file, size: 1, digest: \"" + sha + "\"}";
    const auto stage = [](const std::string& keys) { return "version: 1\nstages: {a: {" + keys + "}}\n"; };
    for (const auto& [text, good] : std::vector<LockCase>{
             {"version: 1\n", true},
             {"version: 1\nstages: {}\n", true},
             {"version: 2\n", false},
             {"stages: {}\n", false},
             {"version: 1\nstges: {}\n", false},
             {stage("cmd: x"), true},
             {stage("cmd: []"), true},
             {stage("cmd: [x, y], shell: sh, wdir: w, env: {A: b}, params: {p.yaml: {a: 1}}"), true},
             {stage("cmd: x, deps: {d: " + entry + "}, outs: {o: " + entry + "}"), true},
             {stage("cmd: x, outs: {o: {kind: tree, size: 1, files: 2, digest: \"" + sha + "\"}}"), true},
             {stage("cmd: x, python: {path: r.txt, digest: \"" + sha + "\"}"), true},
             {stage("deps: {}"), false},
             {stage("cmd: 5"), false},
             {stage("cmd: x, dpes: {}"), false},
             {stage("cmd: x, deps: []"), false},
             {stage("cmd: x, env: {A: 1}"), false},
             {stage("cmd: x, outs: {o: {kind: fil, size: 1, digest: \"" + sha + "\"}}"), false},
             {stage("cmd: x, outs: {o: {kind: file, size: -1, digest: \"" + sha + "\"}}"), false},
             {stage("cmd: x, outs: {o: {kind: file, size: 1, digest: abc}}"), false},
             {stage("cmd: x, outs: {o: {kind: file, size: 1}}"), false},
         }) {
        CAPTURE(text);
        CHECK(schema_takes("mlp_lock.schema.json", text) == good);
        CHECK(takes([&] { parse_lock(text, "mlp.lock"); }) == good);
    }
}

TEST_CASE("data.lock: schema and reader agree") {
    const std::string content = "kind: file, size: 1, digest: \"" + sha + "\"";
    const auto entry = [](const std::string& keys) { return "version: 1\ndata: {a: {" + keys + "}}\n"; };
    for (const auto& [text, good] : std::vector<LockCase>{
             {"version: 1\ndata: {}\n", true},
             {"version: 1\n", false},
             {"version: 1\ndata:\n", false},
             {"version: 1\ndata: []\n", false},
             {"version: 2\n", false},
             {"data: {}\n", false},
             {"version: 1\ndta: {}\n", false},
             {entry(content), true},
             {entry(content + ", source: {url: u, state: s}"), true},
             {entry(content + ", source: {url: u, path: p, rev: r, commit: c}"), true},
             {entry(content + ", source: {path: p, commit: c}"), false},
             {entry(content + ", source: {url: u, stat: s}"), false},
             {entry(content + ", source: {url: 5}"), false},
             {entry(content + ", source: u"), false},
             {entry(content + ", more: 1"), false},
             {entry("kind: file, size: 1"), false},
             {entry("kind: fil, size: 1, digest: \"" + sha + "\""), false},
             {entry("kind: file, size: -1, digest: \"" + sha + "\""), false},
             {entry("kind: file, size: 1, digest: abc"), false},
         }) {
        CAPTURE(text);
        CHECK(schema_takes("data_lock.schema.json", text) == good);
        CHECK(takes([&] { data::parse_data_lock(text, "data.lock"); }) == good);
    }
}

TEST_CASE("dvc.lock: schema and reader agree") {
    const std::string md5 = "d41d8cd98f00b204e9800998ecf8427e";
    const auto stage = [](const std::string& keys) { return "schema: '2.0'\nstages: {a: {" + keys + "}}\n"; };
    for (const auto& [text, good] : std::vector<LockCase>{
             {"schema: '2.0'\n", true},
             {"schema: 2.0\n", false},
             {"stages: {}\n", false},
             {"schema: '2.0'\nstges: {}\n", false},
             {stage("cmd: x"), true},
             {stage("cmd: [x, y], params: {p.yaml: {a: 1}}"), true},
             {stage("cmd: x, outs: [{path: o, hash: md5, md5: " + md5 + ".dir, size: 1, nfiles: 2}]"), true},
             {stage("cmd: x, deps: [{path: o, md5: " + md5 + ", size: 1, isexec: true}]"), true},
             {stage("cmd: x, deps: [{path: o, etag: abc, checksum: abc, version_id: v, cloud: {}, files: []}]"), true},
             {stage("deps: []"), false},
             {stage("cmd: x, dpes: []"), false},
             {stage("cmd: x, deps: {}"), false},
             {stage("cmd: x, params: []"), false},
             {stage("cmd: x, deps: [{md5: " + md5 + "}]"), false},
             {stage("cmd: x, deps: [{path: o, md5: abc}]"), false},
             {stage("cmd: x, deps: [{path: o, size: many}]"), false},
             {stage("cmd: x, deps: [{path: o, sze: 1}]"), false},
         }) {
        CAPTURE(text);
        CHECK(schema_takes("dvc_lock.schema.json", text) == good);
        CHECK(takes([&] { parse_dvc_lock(text, "dvc.lock"); }) == good);
    }
}

}  // namespace mlp::pipeline
