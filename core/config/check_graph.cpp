// What stages make and read, against each other: one maker for every file, no stage that waits for itself.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/base/path.hpp"
#include "core/config/codes.hpp"
#include "core/config/parents.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

struct Made {
    std::size_t stage;
    const Output* output;
};

/// Outputs by path, and by each folder above them.
class Outputs {
public:
    Outputs(const Project& project, Findings& findings) {
        for (std::size_t i = 0; i < project.stages.size(); ++i) {
            for (const Output& output : project.stages[i].outs) add(project, {i, &output}, findings);
        }
    }

    /// Stages whose outputs are `path`, hold it, or lie below it.
    void makers(const std::string& path, std::vector<std::size_t>& stages) const {
        if (const auto found = by_path_.find(path); found != by_path_.end()) stages.push_back(found->second.stage);
        for_each_parent(path, [&](const std::string& parent) {
            if (const auto found = by_path_.find(parent); found != by_path_.end())
                stages.push_back(found->second.stage);
        });
        const auto below = below_.find(path);
        if (path == ".") {
            for (const auto& [name, made] : by_path_) {
                if (made.output->is_inside()) stages.push_back(made.stage);
            }
        } else if (below != below_.end()) {
            for (const Made& made : below->second) stages.push_back(made.stage);
        }
    }

    /// The output that is `path` or holds it, or null.
    const Output* holder(const std::string& path) const {
        const Output* found = nullptr;
        const auto look = [&](const std::string& at) {
            if (const auto made = by_path_.find(at); made != by_path_.end()) found = made->second.output;
        };
        look(".");
        look(path);
        for_each_parent(path, look);
        return found;
    }

private:
    void add(const Project& project, const Made& made, Findings& findings) {
        const std::string& path = made.output->path;
        const Made* other = nullptr;
        if (const auto same = by_path_.find(path); same != by_path_.end()) other = &same->second;
        for_each_parent(path, [&](const std::string& parent) {
            if (const auto found = by_path_.find(parent); found != by_path_.end()) other = &found->second;
        });
        if (const auto found = below_.find(path); other == nullptr && found != below_.end())
            other = &found->second.front();
        if (other != nullptr) {
            report(project, made, *other, findings);
            return;
        }
        by_path_.emplace(path, made);
        for_each_parent(path, [&](const std::string& parent) { below_[parent].push_back(made); });
    }

    static void report(const Project& project, const Made& made, const Made& other, Findings& findings) {
        const std::string& stage = project.stages[made.stage].name;
        const std::string& other_stage = project.stages[other.stage].name;
        const std::string& path = made.output->path;
        const std::string& other_path = other.output->path;
        const std::string where = other.output->place.to_string();
        if (path == other_path && stage == other_stage) {
            findings
                .error(codes::listed_twice, made.output->place,
                           fmt::format("stage '{}' lists the output '{}' twice", stage, path),
                           fmt::format("it stands at {} already", where))
                .related.push_back({other.output->place, "first listed here"});
        } else if (path == other_path) {
            findings
                .error(codes::duplicate_output, made.output->place,
                           fmt::format("stages '{}' and '{}' both make '{}'", other_stage, stage, path),
                           fmt::format("the other one is at {}; give each its own path", where))
                .related.push_back({other.output->place, fmt::format("stage '{}' makes it here", other_stage)});
        } else {
            findings
                .error(codes::duplicate_output, made.output->place,
                           fmt::format("output '{}' of stage '{}' overlaps output '{}' of stage '{}'", path, stage,
                                       other_path, other_stage),
                           fmt::format("the other one is at {}; give each its own folder", where))
                .related.push_back({other.output->place, fmt::format("stage '{}' makes it here", other_stage)});
        }
    }

    std::unordered_map<std::string, Made> by_path_;
    std::unordered_map<std::string, std::vector<Made>> below_;
};

bool overlap(const std::string& a, const std::string& b) { return base::is_within(a, b) || base::is_within(b, a); }

/// A dependency of a stage on its own output. True when there was one (it is no cycle to report again).
bool report_own_output(const Stage& stage, const std::string& path, const Position& place, Findings& findings) {
    for (const Output& output : stage.outs) {
        if (!overlap(path, output.path)) continue;
        const std::string hint =
            fmt::format("the output stands at {}; a stage cannot read what it makes", output.place.to_string());
        findings
            .error(codes::dep_and_out, place,
                       path == output.path
                           ? fmt::format("stage '{}' has '{}' both as dependency and as output", stage.name, path)
                           : fmt::format("dependency '{}' of stage '{}' overlaps its output '{}'", path, stage.name,
                                         output.path),
                       hint)
            .related.push_back({output.place, "its output stands here"});
        return true;
    }
    return false;
}

struct Edge {
    std::size_t maker;
    const std::string* path;
    const Position* place;
};

/// Depth-first search; each cycle is told once, where its first stage (in file order) names the dependency.
class Cycles {
public:
    Cycles(const Project& project, const std::vector<std::vector<Edge>>& edges, Findings& findings)
        : project_(project), edges_(edges), findings_(findings), state_(edges.size(), State::fresh) {}

    void search() {
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            if (state_[i] == State::fresh) visit(i);
        }
    }

private:
    enum class State { fresh, open, done };
    struct Frame {
        std::size_t stage;
        std::size_t next = 0;
    };

    // An own stack: a chain of a hundred thousand stages must not end in one of the machine's.
    void visit(std::size_t start) {
        std::vector<Frame> stack{{start}};
        state_[start] = State::open;
        while (!stack.empty()) {
            Frame& frame = stack.back();
            if (frame.next == edges_[frame.stage].size()) {
                state_[frame.stage] = State::done;
                stack.pop_back();
                continue;
            }
            const Edge& edge = edges_[frame.stage][frame.next++];
            if (state_[edge.maker] == State::open) {
                report(stack, edge);
            } else if (state_[edge.maker] == State::fresh) {
                state_[edge.maker] = State::open;
                stack.push_back({edge.maker});
            }
        }
    }

    void report(const std::vector<Frame>& stack, const Edge& closing) {
        // The stack goes from a stage to what it depends on; people read from maker to user.
        const auto first =
            std::find_if(stack.begin(), stack.end(), [&](const Frame& f) { return f.stage == closing.maker; });
        std::vector<std::size_t> around;
        for (auto frame = stack.end(); frame != first;) around.push_back((--frame)->stage);
        std::rotate(around.begin(), std::min_element(around.begin(), around.end()), around.end());
        const std::size_t maker = around.back();
        const Edge* shown = &closing;
        for (const Edge& edge : edges_[around.front()]) {
            if (edge.maker == maker) shown = &edge;
        }
        std::string path;
        for (std::size_t i = 0; i < around.size(); ++i) {
            if (around.size() > 12 && i == 6) path += "… → ";
            if (around.size() > 12 && i >= 6 && i + 5 < around.size()) continue;
            path += project_.stages[around[i]].name + " → ";
        }
        Finding& problem = findings_.error(
            codes::cycle, *shown->place,
            fmt::format("stages wait for each other: {}{}", path, project_.stages[around.front()].name),
            fmt::format("'{}' needs '{}', which '{}' makes; remove one of the dependencies on the way round",
                        project_.stages[around.front()].name, *shown->path, project_.stages[maker].name));
        for (std::size_t i = 1; i < around.size() && i < 12; ++i) {
            const Stage& user = project_.stages[around[i]];
            for (const Edge& edge : edges_[around[i]]) {
                if (edge.maker != around[i - 1]) continue;
                problem.related.push_back({*edge.place, fmt::format("'{}' needs '{}', which '{}' makes", user.name,
                                                                    *edge.path, project_.stages[edge.maker].name)});
                break;
            }
        }
    }

    const Project& project_;
    const std::vector<std::vector<Edge>>& edges_;
    Findings& findings_;
    std::vector<State> state_;
};

void check_names(const Project& project, Findings& findings) {
    std::unordered_map<std::string_view, const Stage*> names;
    for (const Stage& stage : project.stages) {
        const auto [known, fresh] = names.emplace(stage.name, &stage);
        if (fresh) continue;
        findings
            .error(codes::duplicate_name, stage.place, fmt::format("there are two stages '{}'", stage.name),
                   known->second->place == stage.place
                       ? "two items of its foreach or matrix have the same name"
                       : fmt::format("the other one is at {}", known->second->place.to_string()))
            .related.push_back({known->second->place, "first declared here"});
    }
}

/// What a stage makes is removed before it runs: its own file must not be in there.
void check_stage_files(const Project& project, const Outputs& outputs, Findings& findings) {
    std::unordered_set<std::string_view> seen;
    for (const Stage& stage : project.stages) {
        if (!stage.is_of_dvc() || !seen.insert(stage.file).second) continue;
        const Output* output = outputs.holder(stage.file);
        if (output == nullptr) continue;
        findings.error(codes::stage_file_in_output, output->place,
                       fmt::format("the output '{}' holds '{}', in which stages stand", output->path, stage.file),
                       "outputs are removed before a stage runs: choose a folder without such files");
    }
}

}  // namespace

void check_graph(const Project& project, Findings& findings) {
    check_names(project, findings);
    const Outputs outputs(project, findings);
    check_stage_files(project, outputs, findings);
    std::vector<std::vector<Edge>> edges(project.stages.size());
    std::vector<std::size_t> makers;
    for (std::size_t i = 0; i < project.stages.size(); ++i) {
        const Stage& stage = project.stages[i];
        const auto add = [&](const std::string& path, const Position& place) {
            makers.clear();
            outputs.makers(path, makers);
            for (const std::size_t maker : makers) {
                if (maker != i) edges[i].push_back({maker, &path, &place});
            }
        };
        for (const PathRef& dep : stage.deps) {
            if (!report_own_output(stage, dep.path, dep.place, findings)) add(dep.path, dep.place);
        }
        for (const ParamRef& params : stage.params) {
            if (!report_own_output(stage, params.file, params.place, findings)) add(params.file, params.place);
        }
    }
    Cycles(project, edges, findings).search();
}

}  // namespace mlp::config
