#include "core/pipeline/affected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "core/base/path.hpp"

namespace mlp::pipeline {

namespace {

/// Any of the sorted `files` is `path` or lies below it; the first such, or nothing.
const std::string* changed_within(const std::vector<std::string>& files, const std::string& path) {
    if (path == "." && !files.empty()) return &files.front();
    auto file = std::lower_bound(files.begin(), files.end(), path);
    if (file != files.end() && *file == path) return &*file;
    file = std::lower_bound(files.begin(), files.end(), path + "/");
    return file != files.end() && base::is_within(*file, path) ? &*file : nullptr;
}

template <class Range, class Key>
auto keys_of(const Range& range, Key key) {
    std::set<std::decay_t<decltype(key(*range.begin()))>> keys;
    for (const auto& item : range) keys.insert(key(item));
    return keys;
}

using Values = std::optional<std::map<std::string, base::Json>>;

std::optional<base::Json> value_of(const Values& values, const std::string& key) {
    if (!values) return std::nullopt;
    const auto found = values->find(key);
    return found == values->end() ? std::nullopt : std::optional(found->second);
}

class Comparison {
public:
    Comparison(const Graph& graph, const Lock& lock, const EarlierState& before)
        : graph_(graph), lock_(lock), before_(before), made_(graph.size()) {
        for (const Edge& edge : graph.edges()) made_[edge.to].insert(edge.path);
    }

    /// Why a stage is affected by itself; empty when it is not.
    std::string reason(std::size_t index) const {
        const config::Stage& now = graph_.stage(index);
        const config::Stage* then = before_.project == nullptr ? nullptr : before_.project->find_stage(now.name);
        if (then == nullptr) return "it is new";
        for (const std::string& part : {definition(*then, now), params(now), files(index), locked_files(index)}) {
            if (!part.empty()) return part;
        }
        return {};
    }

private:
    static std::string definition(const config::Stage& then, const config::Stage& now) {
        const auto path_of = [](const auto& ref) { return ref.path; };
        const auto out_of = [](const config::Output& out) { return std::tuple(out.path, out.cache, out.persist); };
        const auto python_of = [](const config::Stage& s) { return s.python_lock ? s.python_lock->path : ""; };
        const auto keys_of_params = [](const config::Stage& s) {
            return keys_of(s.params, [](const config::ParamRef& ref) { return std::pair(ref.file, ref.keys); });
        };
        if (then.commands != now.commands) return "its command changed";
        if (then.shell != now.shell || then.wdir != now.wdir) return "its shell or working folder changed";
        if (keys_of(then.deps, path_of) != keys_of(now.deps, path_of)) return "its dependencies changed";
        if (keys_of(then.outs, out_of) != keys_of(now.outs, out_of)) return "its outputs changed";
        if (then.env != now.env || python_of(then) != python_of(now)) return "its environment changed";
        if (keys_of_params(then) != keys_of_params(now)) return "its parameters changed";
        if (then.frozen != now.frozen || then.always_changed != now.always_changed) return "its flags changed";
        return {};
    }

    std::string params(const config::Stage& stage) const {
        for (const config::ParamRef& ref : stage.params) {
            if (changed_within(before_.changed, ref.file) == nullptr) continue;
            const auto then = config::read_params(before_.root / ref.file, ref.keys);
            const auto now = config::read_params(graph_.project().root / ref.file, ref.keys);
            if (then == now) continue;
            const std::string file = ref.file == "params.yaml" ? "" : ref.file + ":";
            for (const std::string& key : ref.keys) {
                if (value_of(then, key) != value_of(now, key)) return fmt::format("params {}{} changed", file, key);
            }
            return fmt::format("params {} changed", ref.file);
        }
        return {};
    }

    std::string files(std::size_t index) const {
        const config::Stage& stage = graph_.stage(index);
        std::vector<std::string> paths;
        for (const config::PathRef& dep : stage.deps) paths.push_back(dep.path);
        if (stage.python_lock) paths.push_back(stage.python_lock->path);
        // A .dvc file says what its data is.
        if (stage.origin == config::Origin::data) paths.push_back(stage.file);
        for (const std::string& path : paths) {
            if (made_[index].contains(path)) continue;
            if (const std::string* file = changed_within(before_.changed, path)) return *file + " changed";
        }
        return {};
    }

    std::string locked_files(std::size_t index) const {
        const std::string& name = graph_.stage(index).name;
        const LockedStage* then = before_.lock.find(name);
        const LockedStage* now = lock_.find(name);
        if (then == nullptr || now == nullptr) return {};
        for (const auto& [path, content] : now->inputs.deps) {
            const auto earlier = then->inputs.deps.find(path);
            if (made_[index].contains(path) || earlier == then->inputs.deps.end()) continue;
            if (earlier->second.digest != content.digest) return fmt::format("{} changed", path);
        }
        return {};
    }

    const Graph& graph_;
    const Lock& lock_;
    const EarlierState& before_;
    std::vector<std::set<std::string>> made_;  ///< by stage: what of its needs other stages make
};

}  // namespace

std::vector<Affected> affected_since(const Graph& graph, const Lock& lock, const EarlierState& before) {
    const Comparison comparison(graph, lock, before);
    std::vector<bool> reached(graph.size());
    std::vector<Affected> affected;
    for (const std::size_t index : graph.order()) {
        std::string why = comparison.reason(index);
        for (const std::size_t up : graph.upstream(index)) {
            if (why.empty() && reached[up]) why = fmt::format("stage {} is affected", graph.stage(up).name);
        }
        if (why.empty()) continue;
        reached[index] = true;
        affected.push_back({index, std::move(why)});
    }
    return affected;
}

}  // namespace mlp::pipeline
