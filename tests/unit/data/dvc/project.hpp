// A DVC project for a test, and one process' view of it.
#pragma once

#include <string>

#include "core/data/dvc/workspace.hpp"
#include "core/data/file_index.hpp"
#include "tests/unit/data/project.hpp"

namespace mlp::test {

struct DvcProject : Project {
    explicit DvcProject(const std::string& config = "") { write(".dvc/config", config); }

    unsigned mode(const std::string& path) const {
        struct stat found {};
        return ::lstat((root / path).c_str(), &found) == 0 ? found.st_mode & 07777U : 0;
    }
    std::uint64_t inode(const std::string& path) const { return base::signature_of(root / path, true)->inode; }
    bool exists(const std::string& path) const { return base::signature_of(root / path).has_value(); }
    void link(const std::string& target, const std::string& path) const {
        fs::create_directories((root / path).parent_path());
        fs::create_symlink(target, root / path);
    }
};

struct DvcSession {
    explicit DvcSession(const DvcProject& project)
        : index(project.database),
          config(data::dvc::read_config(project.root, settings())),
          cache(data::dvc::open_cache(config)),
          ignore(project.root, data::dvc::Ignore::dvc()),
          workspace(project.root, index, cache, config, ignore) {}

    static base::Env settings() {
        base::Env env = base::Env::of_process();
        env.variable = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
        return env;
    }

    data::FileIndex index;
    data::dvc::Config config;
    data::dvc::Cache cache;
    data::dvc::Ignore ignore;
    data::dvc::Workspace workspace;

    data::Content store(const std::string& path, base::Algorithm algorithm = base::Algorithm::md5) {
        data::dvc::Cache::Batch batch(cache);
        const data::Content content = workspace.store(path, batch, algorithm);
        batch.commit();
        return content;
    }
};

/// The cache's name of an object.
inline std::string object(const std::string& hex) {
    return ".dvc/cache/files/md5/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

}  // namespace mlp::test
