// Drives DVC's cache and workspace rules from tests/compat/dvc_workspace.py: requests come as JSON lines on standard input,
// each answer is one JSON line.
#include <exception>
#include <iostream>
#include <string>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/data/dvc/git_ignore.hpp"
#include "core/data/dvc/workspace.hpp"
#include "core/data/file_index.hpp"

namespace dvc = mlp::data::dvc;
using mlp::base::Json;
using mlp::data::Content;
using mlp::data::ContentKind;

namespace {

/// One process' view of a project; nothing of it is kept between requests but what lies on the disk.
struct Project {
    explicit Project(const std::filesystem::path& root)
        : index(root / ".mlp" / "index.db"),
          config(dvc::read_config(root, mlp::base::Env::of_process())),
          cache(dvc::open_cache(config)),
          ignore(root, dvc::Ignore::dvc()),
          workspace(root, index, cache, config, ignore) {}

    mlp::data::FileIndex index;
    dvc::Config config;
    dvc::Cache cache;
    dvc::Ignore ignore;
    dvc::Workspace workspace;
};

Json answer_of(const Content& content) {
    const bool is_folder = content.kind == ContentKind::tree;
    return {{"md5", content.digest.hex() + (is_folder ? ".dir" : "")},
            {"size", content.size},
            {"nfiles", content.files},
            {"isexec", content.kind == ContentKind::executable}};
}

Content content_of(const Json& words) {
    const auto name = words.at("md5").get<std::string>();
    const auto digest = mlp::base::Digest::parse_hex(mlp::base::Algorithm::md5, name.substr(0, 32));
    const ContentKind kind = name.ends_with(".dir")         ? ContentKind::tree
                             : words.value("isexec", false) ? ContentKind::executable
                                                            : ContentKind::file;
    return {kind, digest.value(), words.at("size").get<std::uint64_t>(), words.value("nfiles", std::uint64_t{1})};
}

Json answer(const Json& request) {
    const auto what = request.at("what").get<std::string>();
    const auto path = request.value("path", std::string());
    const std::filesystem::path root = request.at("root").get<std::string>();
    if (what == "ignore_output") return dvc::ignore_output(root, path);
    Project project(root);
    if (what == "ignored") {
        Json verdicts = Json::array();
        for (const Json& ask : request.at("paths")) {
            verdicts.push_back(project.ignore.is_ignored(ask[0].get<std::string>(), ask[1].get<bool>()));
        }
        return verdicts;
    }
    if (what == "content") {
        const auto content = project.workspace.content_of(path);
        return content ? answer_of(*content) : Json();
    }
    if (what == "store") {
        dvc::Cache::Batch batch(project.cache);
        const Content content = project.workspace.store(path, batch);
        batch.commit();
        return answer_of(content);
    }
    if (what == "stored") return project.workspace.stored(content_of(request.at("content")));
    if (what == "restore") {
        project.workspace.restore(path, content_of(request.at("content")));
        return true;
    }
    throw std::invalid_argument("unknown request: " + what);
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        Json reply;
        try {
            reply["answer"] = answer(Json::parse(line));
        } catch (const std::exception& error) {
            reply["error"] = error.what();
        }
        std::cout << reply.dump() << std::endl;
    }
}
