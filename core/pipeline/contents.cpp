#include "core/pipeline/contents.hpp"

#include <algorithm>
#include <mutex>

#include "core/pipeline/dvc_contents.hpp"

namespace mlp::pipeline {

struct Contents::State {
    const config::Project& project;
    const base::Env& env;
    data::FileIndex& index;
    data::ObjectStore& objects;
    data::Workspace workspace;
    std::mutex mutex;  // guards the making of the one below
    std::unique_ptr<DvcContents> dvc;

    State(const config::Project& of, const base::Env& in, data::FileIndex& files, data::ObjectStore& store)
        : project(of), env(in), index(files), objects(store), workspace(of.root, files, store) {}
    DvcContents& of_dvc() {
        const std::scoped_lock lock(mutex);
        if (!dvc) dvc = std::make_unique<DvcContents>(project, env, index);
        return *dvc;
    }
};

struct Contents::Batch::State {
    Contents& contents;
    data::ObjectStore::Batch objects;
    std::mutex mutex;  // guards the making of the one below
    std::unique_ptr<data::dvc::Cache::Batch> cache;

    explicit State(Contents& of) : contents(of), objects(of.objects()) {}
    data::dvc::Cache::Batch& of_cache() {
        const std::scoped_lock lock(mutex);
        if (!cache) cache = std::make_unique<data::dvc::Cache::Batch>(contents.dvc().cache());
        return *cache;
    }
};

Contents::Contents(const config::Project& project, const base::Env& env, data::FileIndex& index,
                   data::ObjectStore& objects)
    : state_(std::make_unique<State>(project, env, index, objects)) {}

Contents::~Contents() = default;

const std::filesystem::path& Contents::root() const { return state_->project.root; }
data::ObjectStore& Contents::objects() { return state_->objects; }
data::FileIndex& Contents::index() { return state_->index; }
data::Workspace& Contents::workspace() { return state_->workspace; }
DvcContents& Contents::dvc() { return state_->of_dvc(); }

std::optional<Content> Contents::content_of(const std::string& path, Algorithm algorithm) {
    return algorithm == Algorithm::sha256 ? state_->workspace.content_of(path)
                                          : state_->of_dvc().workspace().content_of(path, algorithm);
}

Content Contents::store(const std::string& path, Algorithm algorithm, Batch& batch) {
    return algorithm == Algorithm::sha256 ? state_->workspace.store(path, batch.state_->objects)
                                          : state_->of_dvc().workspace().store(path, batch.state_->of_cache(), algorithm);
}

void Contents::restore(const std::string& path, const Content& content) {
    if (content.digest.algorithm() == Algorithm::sha256) return state_->workspace.restore(path, content);
    state_->of_dvc().workspace().restore(path, content);
}

bool Contents::stored(const Content& content) {
    if (content.digest.algorithm() == Algorithm::sha256) return state_->workspace.stored(content);
    try {
        return state_->of_dvc().workspace().stored(content);
    } catch (const Error& error) {
        if (error.kind() != Kind::damaged) throw;
        return false;  // a broken listing is written anew with the next result
    }
}

void Contents::remove(const std::string& path, Algorithm algorithm) {
    if (algorithm == Algorithm::sha256) return state_->workspace.remove(path);
    state_->of_dvc().workspace().remove(path);
}

std::optional<Content> Contents::below(const Content& folder, std::string_view rest) {
    if (folder.digest.algorithm() != Algorithm::sha256) return state_->of_dvc().below(folder, rest);
    Content content = folder;
    while (!rest.empty()) {
        if (content.kind != data::ContentKind::tree || !state_->objects.has(content.digest)) return std::nullopt;
        const std::string_view name = rest.substr(0, rest.find('/'));
        const auto entries = data::parse_tree(state_->objects.read(content.digest));
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
        if (found == entries.end()) return std::nullopt;
        content = found->content;
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    }
    return content;
}

Contents::Batch::Batch(Contents& contents) : state_(std::make_unique<State>(contents)) {}

Contents::Batch::~Batch() = default;

data::ObjectStore::Batch& Contents::Batch::objects() { return state_->objects; }

void Contents::Batch::commit() {
    state_->objects.commit();
    if (state_->cache) state_->cache->commit();
}

}  // namespace mlp::pipeline
