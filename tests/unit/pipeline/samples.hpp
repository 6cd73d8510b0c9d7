// Values and a small project on disk that several tests of the pipeline use.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"
#include "core/data/file_index.hpp"
#include "core/data/workspace.hpp"
#include "core/pipeline/stage_state.hpp"

namespace mlp::test {

inline data::Content file_content(const std::string& bytes) {
    return {data::ContentKind::file, base::sha256(bytes), bytes.size(), 1};
}

/// A stage with every field set.
inline pipeline::StageInputs full_inputs() {
    pipeline::StageInputs inputs;
    inputs.commands = {"python train.py --lr 0.1", "echo done"};
    inputs.shell = "bash";
    inputs.wdir = "src";
    inputs.deps["data/raw.csv"] = file_content("abc");
    inputs.deps["features"] = {data::ContentKind::tree, base::sha256("tree"), 12, 3};
    inputs.params["params.yaml"] = {{"train.lr", 0.1}, {"train.layers", base::Json::array({1, 2})}};
    inputs.params["other.json"] = {{"", {{"a", "text"}, {"b", nullptr}}}};
    inputs.outs = {"model.bin", "report: odd"};
    inputs.env = {{"THREADS", "2"}, {"EMPTY", ""}};
    inputs.python = pipeline::PythonLock{"requirements.lock", base::sha256("lock")};
    return inputs;
}

inline pipeline::LockedStage full_entry() {
    pipeline::LockedStage entry{full_inputs(), {}};
    entry.outs["model.bin"] = {data::ContentKind::executable, base::sha256("model"), 5, 1};
    entry.outs["report: odd"] = file_content("report");
    return entry;
}

inline config::Stage stage(std::string name, const std::vector<std::string>& deps, const std::vector<std::string>& outs,
                           std::string command = "true") {
    config::Stage result;
    result.name = std::move(name);
    result.commands = {std::move(command)};
    for (const std::string& path : deps) result.deps.push_back({path, {"mlp.yaml", 1, 1}});
    for (const std::string& path : outs) {
        config::Output out;
        out.path = path;
        result.outs.push_back(std::move(out));
    }
    return result;
}

inline config::Project project_of(std::vector<config::Stage> stages) {
    config::Project project;
    project.file = "mlp.yaml";
    project.name = "sample";
    project.stages = std::move(stages);
    return project;
}

/// A folder with an index, objects and a workspace.
struct Folder {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-pipeline"};
    data::FileIndex index{folder.path() / ".mlp" / "index.db"};
    data::ObjectStore objects{folder.path() / ".mlp" / "objects"};
    data::Workspace workspace{folder.path(), index, objects};

    std::filesystem::path operator/(const std::string& name) const { return folder.path() / name; }
    void write(const std::string& name, const std::string& bytes) const { base::replace_file(*this / name, bytes); }
    std::string read(const std::string& name) const { return base::read_file(*this / name); }
};

}  // namespace mlp::test
