// The contents of a project in both ways of naming them: SHA-256 and our own object store, MD5 and DVC's cache. Which
// one a stage means follows from its origin (docs/decisions/0014).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/config/project.hpp"
#include "core/data/file_index.hpp"
#include "core/data/object_store.hpp"
#include "core/data/workspace.hpp"

namespace mlp::pipeline {

class DvcContents;

using base::Algorithm;
using data::Content;

/// What a stage's contents are named by when they are made now.
inline Algorithm algorithm_of(const config::Stage& stage) {
    return stage.is_of_dvc() ? Algorithm::md5 : Algorithm::sha256;
}

/// Thread-safe. The part for DVC is opened when the first stage of DVC asks.
class Contents {
public:
    class Batch;

    Contents(const config::Project& project, const base::Env& env, data::FileIndex& index, data::ObjectStore& objects);
    ~Contents();
    Contents(const Contents&) = delete;
    Contents& operator=(const Contents&) = delete;

    const std::filesystem::path& root() const;
    data::ObjectStore& objects();
    data::FileIndex& index();
    /// Of contents that are named by SHA-256.
    data::Workspace& workspace();
    /// What stages of DVC need; opened when it is first asked for.
    DvcContents& dvc();

    /// As data::Workspace::content_of. @param path may be absolute for MD5
    std::optional<Content> content_of(const std::string& path, Algorithm algorithm);
    Content store(const std::string& path, Algorithm algorithm, Batch& batch);
    /// What these take says by its digest where it belongs.
    void restore(const std::string& path, const Content& content);
    bool stored(const Content& content);
    void remove(const std::string& path, Algorithm algorithm);
    /// The content of `rest` ("sub/file") in a stored folder, or nothing.
    std::optional<Content> below(const Content& folder, std::string_view rest);
private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Objects of both stores that become durable together.
class Contents::Batch {
public:
    explicit Batch(Contents& contents);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    /// Our own objects: logs, and outputs of mlp.yaml.
    data::ObjectStore::Batch& objects();
    void commit();

private:
    friend class Contents;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mlp::pipeline
