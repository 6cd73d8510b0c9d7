#include "core/data/dvc/dvc_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"

using namespace mlp::data;
using namespace mlp::data::dvc;
using mlp::base::Algorithm;

namespace {

mlp::Error refused(const std::string& text) {
    try {
        parse_dvc_file(text, "a.dvc");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::invalid);
        return error;
    }
    FAIL("not refused: " << text);
    throw;
}

Tracked tracked(const std::string& path, ContentKind kind, std::uint64_t size, std::uint64_t files = 1) {
    Content content{kind, *mlp::base::Digest::parse_hex(Algorithm::md5, "9cd599a3523898e6a12e13ec787da50a"), size,
                    files};
    return {path, content, true, mlp::base::Json::object()};
}

}  // namespace

TEST_CASE("a new file is what dvc add writes") {
    CHECK(new_dvc_file(tracked("a.csv", ContentKind::file, 4)) ==
          "outs:\n- md5: 9cd599a3523898e6a12e13ec787da50a\n  size: 4\n  hash: md5\n  path: a.csv\n");
    CHECK(new_dvc_file(tracked("run", ContentKind::executable, 4)) ==
          "outs:\n- md5: 9cd599a3523898e6a12e13ec787da50a\n  size: 4\n  isexec: true\n  hash: md5\n  path: run\n");
    CHECK(new_dvc_file(tracked("größe: d", ContentKind::tree, 4, 2)) ==
          "outs:\n- md5: 9cd599a3523898e6a12e13ec787da50a.dir\n  size: 4\n  nfiles: 2\n  hash: md5\n  path: 'größe: "
          "d'\n");
}

TEST_CASE("every key that DVC knows is read") {
    const auto file = parse_dvc_file(R"(md5: 0123456789abcdef0123456789abcdef
frozen: true
wdir: ..
desc: about
always_changed: false
deps:
- path: data
  repo: {url: https://example.org/r, rev: v1, rev_lock: abc}
outs:
- md5: 9cd599a3523898e6a12e13ec787da50a.dir
  size: 10
  nfiles: 3
  hash: md5
  path: dd
  cache: false
  persist: true
  push: false
  remote: store
  desc: d
  type: model
  labels: [a, b]
  meta: {x: 1}
meta: {owner: ada}
)",
                                     "a.dvc");
    CHECK(file.md5 == "0123456789abcdef0123456789abcdef");
    CHECK(file.frozen);
    CHECK_FALSE(file.always_changed);
    CHECK(file.wdir == "..");
    CHECK(file.description == "about");
    CHECK(file.meta["owner"] == "ada");
    REQUIRE(file.deps.size() == 1);
    CHECK(file.deps[0].path == "data");
    CHECK(file.deps[0].rest["repo"]["rev"] == "v1");
    REQUIRE(file.outs.size() == 1);
    const auto& out = file.outs[0];
    CHECK(out.content->kind == ContentKind::tree);
    CHECK(out.content->files == 3);
    CHECK_FALSE(out.flag("cache", true));
    CHECK(out.flag("persist", false));
    CHECK_FALSE(out.flag("push", true));
    CHECK(out.flag("unsaid", true));
    CHECK(out.rest["labels"].size() == 2);
    CHECK(out.place.line == 10);
    CHECK(parse_dvc_file("", "a.dvc").outs.empty());
    CHECK(parse_dvc_file("locked: true\nouts:\n- path: a\n", "a.dvc").frozen);
}

TEST_CASE("what DVC refuses is refused with its place") {
    CHECK(refused("outs:\n- path: a\n  chache: false\n").message() ==
          "an output has an unknown key 'chache'. Did you mean 'cache'?");
    CHECK(refused("outs:\n- path: a\n  chache: false\n").place() == "a.dvc:3:3");
    for (const char* text :
         {"[]", "x", "cmd: x\n", "outs: x\n", "outs:\n- a\n", "outs:\n- md5: x\n", "outs:\n- path: [a]\n",
          "outs:\n- {path: a, cache: x}\n", "outs:\n- {path: a, labels: [1]}\n", "frozen: 1\n",
          "outs:\n- {path: a, remote: [b]}\n", "wdir: [a]\n", "deps:\n- {path: a, cache: true}\n",
          "outs:\n- {path: a, md5: 12}\n", "outs:\n- path: a\n  path: b\n", "<<<<<<< x\n", "\xff",
          "outs:\n- {path: a, hash: md5, md5: 9cd599a3523898e6a12e13ec787da50a, size: big}\n"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(refused(text).place().empty());
    }
}

TEST_CASE("what is said of content has the types that DVC takes") {
    const auto refused_at = [](const std::string& line) { return refused("outs:\n- path: a\n" + line + "\n").place(); };
    for (const char* line : {"  md5: true", "  md5: 12", "  etag: [x]", "  size: 1e5", "  size:", "  nfiles: 'a'",
                             "  isexec: 'yes'", "  hash: 5", "  version_id: 3", "  cloud: [x]", "  files: {a: b}"})
        CHECK(refused_at(line).starts_with("a.dvc:3:"));
    CHECK(refused_at("  cloud: {r: {etag: abc}, s: {etag: abc}}") == "a.dvc:3:27");
    CHECK(refused_at("  cloud: {r: {hash: md5}}") == "a.dvc:3:15");
    CHECK(refused_at("  files: [{md5: abc}]") == "a.dvc:3:11");
    CHECK(refused_at("  files: [{relpath: a, path: b}]") == "a.dvc:3:24");
    const auto file = parse_dvc_file(
        "outs:\n- path: a\n  cloud: {r: {etag: abc, version_id: x}}\n  files: [{relpath: b, size: 3, md5: abc}]\n",
        "a.dvc");
    CHECK(file.outs.front().rest.contains("cloud"));
}

TEST_CASE("a change keeps comments, order and options") {
    const std::string before = R"(# Where it comes from.
md5: 0123456789abcdef0123456789abcdef
wdir: .
outs:
- path: a  # the path
  cache: true
  md5: d41d8cd98f00b204e9800998ecf8427e
  # between
  desc: "kept"
  meta: {a: [1, 2]}
  persist: false
- path: b
  md5:   d41d8cd98f00b204e9800998ecf8427e
meta:
  owner: ada # last
)";
    // As `dvc commit` leaves it: all that says nothing goes, what is new comes last.
    CHECK(update_dvc_file(before, "a.dvc", {tracked("a", ContentKind::tree, 4, 2)}) == R"(# Where it comes from.
outs:
- path: a  # the path
  md5: 9cd599a3523898e6a12e13ec787da50a.dir
  # between
  desc: kept
  meta: {a: [1, 2]}
  size: 4
  nfiles: 2
  hash: md5
- path: b
  md5:   d41d8cd98f00b204e9800998ecf8427e
meta:
  owner: ada # last
)");
    CHECK(update_dvc_file(before, "a.dvc", {}) == before);
}

TEST_CASE("a comment right behind the quotes stays one") {
    const std::string text = "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  path: b\n  desc: 'kept'#  meta: {a: [1, 2]}\n";
    CHECK(update_dvc_file(text, "b.dvc", {tracked("b", ContentKind::tree, 4, 2)}) ==
          "outs:\n- md5: 9cd599a3523898e6a12e13ec787da50a.dir\n  path: b\n  desc: kept  #  meta: {a: [1, 2]}\n"
          "  size: 4\n  nfiles: 2\n  hash: md5\n");
}

TEST_CASE("a folder becomes a file and back, in one file of several layouts") {
    const auto folder = new_dvc_file(tracked("a", ContentKind::tree, 4, 2));
    const auto file = new_dvc_file(tracked("a", ContentKind::file, 4));
    CHECK(update_dvc_file(folder, "a.dvc", {tracked("a", ContentKind::file, 4)}) == file);
    CHECK(update_dvc_file(file, "a.dvc", {tracked("a", ContentKind::tree, 4, 2)}) ==
          "outs:\n- md5: 9cd599a3523898e6a12e13ec787da50a.dir\n  size: 4\n  hash: md5\n  path: a\n  nfiles: 2\n");
    CHECK(update_dvc_file("outs: [{path: a, nfiles: 3, md5: 0cd599a3523898e6a12e13ec787da50a.dir}]", "a.dvc",
                          {tracked("a", ContentKind::file, 4)}) ==
          "outs:\n- path: a\n  md5: 9cd599a3523898e6a12e13ec787da50a\n  size: 4\n  hash: md5\n");
    CHECK(update_dvc_file("outs:\n- nfiles: 3\n  path: a\n  md5:", "a.dvc", {tracked("a", ContentKind::file, 4)}) ==
          "outs:\n- path: a\n  md5: 9cd599a3523898e6a12e13ec787da50a\n  size: 4\n  hash: md5\n");
    CHECK(update_dvc_file("outs:\n- path: a\n  md5:", "a.dvc", {tracked("a", ContentKind::file, 4)}) ==
          "outs:\n- path: a\n  md5: 9cd599a3523898e6a12e13ec787da50a\n  size: 4\n  hash: md5\n");
}

TEST_CASE("a path is spelled as DVC spells it") {
    CHECK(
        update_dvc_file("outs:\n- path: ./s/../a/ # c\n  size: 123456    # d\n", "a.dvc",
                        {tracked("./s/../a/", ContentKind::file, 4)}) ==
        "outs:\n- path: a         # c\n  size: 4         # d\n  md5: 9cd599a3523898e6a12e13ec787da50a\n  hash: md5\n");
    CHECK(update_dvc_file("outs:\n- path: /x/../a\n", "a.dvc", {tracked("/x/../a", ContentKind::file, 4)})
              .starts_with("outs:\n- path: /x/../a\n"));
}

TEST_CASE("an import's md5 follows what it made") {
    const std::string before =
        "md5: 6a9d6a3d6f7a5b1b7d0e9a44e6d4e7a1\nfrozen: true\ndeps:\n- path: x\n  repo:\n    url: u\nouts:\n"
        "- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 0\n  hash: md5\n  path: a\n";
    const auto after = update_dvc_file(before, "a.dvc", {tracked("a", ContentKind::file, 4)});
    const auto file = parse_dvc_file(after, "a.dvc");
    CHECK(file.md5 == stage_md5(file));
    CHECK(file.md5 != parse_dvc_file(before, "a.dvc").md5);
    // Neither sizes nor descriptions count.
    auto described = file;
    described.outs[0].content->size = 77;
    described.outs[0].rest["desc"] = "x";
    described.frozen = false;
    CHECK(stage_md5(described) == *file.md5);
}
