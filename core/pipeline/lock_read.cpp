#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/base/merge_conflict.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_python.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

namespace {

using base::Yaml;

constexpr std::string_view way_out =
    "take the file back from git (`git checkout mlp.lock`), or delete it: the next `mlp run` makes it again and "
    "restores "
    "what it can";

[[noreturn]] void wrong(const Position& at, const std::string& what) {
    throw Error(Kind::invalid, fmt::format("the lock file is damaged: {}", what))
        .at(at.to_string())
        .hint(std::string(way_out));
}

[[noreturn]] void wrong(const Yaml& at, const std::string& what) { wrong(at.begin(), what); }

const Yaml& map_of(const Yaml& node, std::string_view what) {
    if (!node.is_map()) wrong(node, fmt::format("{} is {}, not a map", what, node.type_name()));
    return node;
}

const std::string& text_of(const Yaml& node, std::string_view what) {
    if (!node.is_string()) wrong(node, fmt::format("{} is {}, not a text", what, node.type_name()));
    return node.text();
}

const Yaml& need(const Yaml& map, std::string_view key, std::string_view what) {
    const Yaml* found = map.find(key);
    if (found == nullptr) wrong(map, fmt::format("{} has no '{}'", what, key));
    return *found;
}

void only(const Yaml& map, std::span<const std::string_view> keys, std::string_view what) {
    for (const Yaml::Entry& entry : map.entries()) {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) {
            wrong(entry.key_place, fmt::format("{} has an unknown key '{}'", what, base::printable(entry.key)));
        }
    }
}

/// Paths of a lock are used to compare, restore and remove: none may lead out of the project or into its state.
std::string path_of(const std::string& path, const Position& at, LockPaths paths) {
    if (paths == LockPaths::any) return path;
    const auto normal = base::normal_relative(path);
    if (!normal || *normal != path || base::is_within(path, ".mlp") || base::is_within(path, ".git")) {
        wrong(at, fmt::format("'{}' is not a path inside the project", base::printable(path)));
    }
    return path;
}

Digest digest_of(const Yaml& node) {
    const auto digest = Digest::parse_any(text_of(node, "a digest"));
    if (!digest) wrong(node, fmt::format("'{}' is not a digest", base::printable(node.text())));
    return *digest;
}

std::uint64_t number_of(const Yaml& node, std::string_view what) {
    if (node.type() != Yaml::Type::integer || node.as_integer() < 0) {
        wrong(node, fmt::format("{} is {}, not a number of 0 or more", what, node.type_name()));
    }
    return static_cast<std::uint64_t>(node.as_integer());
}

data::ContentKind kind_of(const Yaml& node) {
    using enum data::ContentKind;
    for (const data::ContentKind kind : {file, executable, link, tree}) {
        if (text_of(node, "a kind") == data::kind_name(kind)) return kind;
    }
    wrong(node, fmt::format("'{}' is none of file, exec, link, tree", base::printable(node.text())));
}

Content content_of(const Yaml& node) {
    constexpr std::array<std::string_view, 4> keys{"kind", "size", "files", "digest"};
    only(map_of(node, "a path's entry"), keys, "a path's entry");
    Content content;
    content.kind = kind_of(need(node, "kind", "a path's entry"));
    content.size = number_of(need(node, "size", "a path's entry"), "a size");
    content.digest = digest_of(need(node, "digest", "a path's entry"));
    const bool counts = content.kind == data::ContentKind::tree;
    if (counts != (node.find("files") != nullptr)) wrong(node, "'files' stands with a tree, and only there");
    if (counts) content.files = number_of(*node.find("files"), "a number of files");
    return content;
}

std::map<std::string, Content> contents_of(const Yaml* node, std::string_view what, LockPaths paths) {
    std::map<std::string, Content> contents;
    if (node == nullptr) return contents;
    for (const Yaml::Entry& entry : map_of(*node, what).entries()) {
        contents[path_of(entry.key, entry.key_place, paths)] = content_of(entry.value);
    }
    return contents;
}

std::vector<std::string> commands_of(const Yaml& node) {
    if (node.is_string()) return {node.text()};
    if (!node.is_list()) wrong(node, fmt::format("'cmd' is {}, not a text or a list", node.type_name()));
    std::vector<std::string> commands;
    for (const Yaml& item : node.items()) commands.push_back(text_of(item, "a command"));
    return commands;
}

LockedStage stage_of(const Yaml& node, const Position& place, LockPaths paths) {
    constexpr std::array<std::string_view, 8> keys{"cmd", "shell", "wdir", "deps", "params", "env", "python", "outs"};
    only(map_of(node, "a stage"), keys, "a stage");
    LockedStage stage;
    StageInputs& inputs = stage.inputs;
    if (node.find("cmd") == nullptr) wrong(place, "a stage has no 'cmd'");
    const Yaml& cmd = *node.find("cmd");
    inputs.commands = commands_of(cmd);
    inputs.listed = cmd.is_list() && inputs.commands.size() == 1;
    if (const Yaml* shell = node.find("shell")) inputs.shell = text_of(*shell, "'shell'");
    if (const Yaml* wdir = node.find("wdir")) inputs.wdir = path_of(text_of(*wdir, "'wdir'"), wdir->begin(), paths);
    inputs.deps = contents_of(node.find("deps"), "'deps'", paths);
    if (const Yaml* params = node.find("params")) {
        for (const Yaml::Entry& file : map_of(*params, "'params'").entries()) {
            auto& values = inputs.params[path_of(file.key, file.key_place, paths)];
            for (const Yaml::Entry& value : map_of(file.value, "a parameter file").entries()) {
                values[value.key] = base::exact_json(value.value);
            }
        }
    }
    if (const Yaml* env = node.find("env")) {
        for (const Yaml::Entry& entry : map_of(*env, "'env'").entries()) {
            inputs.env[entry.key] = text_of(entry.value, "a variable");
        }
    }
    if (const Yaml* python = node.find("python")) {
        map_of(*python, "'python'");
        const Yaml& path = need(*python, "path", "'python'");
        inputs.python = PythonLock{path_of(text_of(path, "'path'"), path.begin(), paths),
                                   digest_of(need(*python, "digest", "'python'"))};
    }
    stage.outs = contents_of(node.find("outs"), "'outs'", paths);
    for (const auto& [path, content] : stage.outs) inputs.outs.push_back(path);
    return stage;
}

}  // namespace

const LockedStage* Lock::find(const std::string& stage) const {
    const auto found = stages.find(stage);
    return found == stages.end() ? nullptr : &found->second;
}

Lock parse_lock(std::string_view text, std::string_view file, LockPaths paths) {
    base::refuse_conflict(text, file, "the lock file",
                          "keep one side (`git checkout --ours mlp.lock` or `--theirs`), then `mlp run`: what the other "
                          "side made is restored where it is known, and made again where it is not");
    std::vector<Problem> problems;
    const Yaml top = base::parse_yaml(text, file, problems);
    if (!problems.empty()) {
        const Problem& first = problems.front();
        throw Error(Kind::invalid, fmt::format("the lock file is damaged: {}", first.message))
            .at(first.place.to_string())
            .hint(std::string(way_out));
    }
    Lock lock;
    const Yaml& version = need(map_of(top, "the file"), "version", "the file");
    if (version.is_string() && version.text() == "1") {
        throw Error(Kind::invalid, "the lock file has the text '1' as its version, the number 1 is expected")
            .at(version.begin().to_string())
            .hint("write it without quotes");
    }
    if (version.type() != Yaml::Type::integer || version.as_integer() != 1) {
        throw Error(Kind::invalid, fmt::format("the lock file has version {}, this mlp reads version 1",
                                               version.is_scalar() ? base::printable(version.text()) : "(none)"))
            .at(version.begin().to_string())
            .hint("a newer mlp wrote it: update mlp");
    }
    constexpr std::array<std::string_view, 2> keys{"version", "stages"};
    only(top, keys, "the file");
    if (const Yaml* stages = top.find("stages")) {
        for (const Yaml::Entry& entry : map_of(*stages, "'stages'").entries()) {
            lock.stages.emplace(entry.key, stage_of(entry.value, entry.key_place, paths));
        }
    }
    return lock;
}

}  // namespace mlp::pipeline
