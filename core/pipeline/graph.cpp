#include "core/pipeline/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <queue>

#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace {

/// Output path → the stage that makes it, sorted, so that containment is a range question and not a search of all
/// pairs.
using Makers = std::map<std::string, std::size_t>;

/// Makers of `path`: of the path itself, of a folder above it, and of anything below it.
std::vector<std::size_t> makers_of(const Makers& makers, const std::string& path) {
    std::vector<std::size_t> found;
    for (std::string above = path;;) {
        if (const auto maker = makers.find(above); maker != makers.end()) found.push_back(maker->second);
        const std::size_t slash = above.rfind('/');
        if (slash == std::string::npos) break;
        above.resize(slash);
    }
    const bool everything = path == ".";
    const std::string below = everything ? "" : path + "/";
    for (auto maker = makers.lower_bound(below); maker != makers.end() && maker->first.starts_with(below); ++maker) {
        found.push_back(maker->second);
    }
    return found;
}

std::vector<std::string> needs_of(const config::Stage& stage) {
    std::vector<std::string> paths;
    for (const config::PathRef& dep : stage.deps) paths.push_back(dep.path);
    for (const config::ParamRef& params : stage.params) paths.push_back(params.file);
    if (stage.python_lock) paths.push_back(stage.python_lock->path);
    return paths;
}

void sort_unique(std::vector<std::size_t>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

/// Follows unfinished stages upwards until one comes again: the loop, as the user would read it.
std::string cycle_text(const Graph& graph, const std::vector<std::size_t>& waiting, std::size_t start) {
    std::vector<std::size_t> path{start};
    auto first = path.end();
    do {
        const auto& up = graph.upstream(path.back());
        // A stage that waits has at least one upstream stage that waits too.
        const std::size_t next = *std::find_if(up.begin(), up.end(), [&](std::size_t index) { return waiting[index] > 0; });
        const bool again = std::find(path.begin(), path.end(), next) != path.end();
        path.push_back(next);
        first = again ? std::find(path.begin(), path.end(), next) : path.end();
    } while (first == path.end());
    std::vector<std::string> names;
    for (auto step = path.end(); step != first;) names.push_back(graph.stage(*--step).name);
    return fmt::format("{}", fmt::join(names, " → "));
}

}  // namespace

Graph::Graph(const config::Project& project) : project_(&project), up_(size()), down_(size()) {
    connect();
    sort();
}

void Graph::connect() {
    Makers makers;
    for (std::size_t index = 0; index < size(); ++index) {
        for (const config::Output& out : stage(index).outs) makers.emplace(out.path, index);
    }
    for (std::size_t index = 0; index < size(); ++index) {
        for (const std::string& path : needs_of(stage(index))) {
            for (const std::size_t maker : makers_of(makers, path)) {
                if (maker == index) continue;
                edges_.push_back({maker, index, path});
                up_[index].push_back(maker);
                down_[maker].push_back(index);
            }
        }
    }
    for (auto& list : up_) sort_unique(list);
    for (auto& list : down_) sort_unique(list);
}

void Graph::sort() {
    std::vector<std::size_t> waiting(size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t index = 0; index < size(); ++index) {
        waiting[index] = up_[index].size();
        if (waiting[index] == 0) ready.push(index);
    }
    while (!ready.empty()) {
        const std::size_t index = ready.top();
        ready.pop();
        order_.push_back(index);
        for (const std::size_t next : down_[index]) {
            if (--waiting[next] == 0) ready.push(next);
        }
    }
    if (order_.size() == size()) return;
    const auto stuck = std::find_if(waiting.begin(), waiting.end(), [](std::size_t count) { return count > 0; });
    const auto start = static_cast<std::size_t>(stuck - waiting.begin());
    throw Error(Kind::invalid, fmt::format("the stages wait for each other: {}", cycle_text(*this, waiting, start)))
        .at(stage(start).place.to_string())
        .hint("take one of these outputs out of the dependencies that close the circle");
}

std::vector<std::size_t> Graph::named(std::string_view word) const {
    std::vector<std::size_t> found;
    std::vector<std::string> names;
    for (std::size_t index = 0; index < size(); ++index) {
        const std::string& name = stage(index).name;
        const std::string group = name.substr(0, name.find('@'));
        if (name == word || group == word) found.push_back(index);
        names.push_back(name);
        if (group != name && (names.size() < 2 || names[names.size() - 2] != group)) names.push_back(group);
    }
    if (!found.empty()) return found;
    throw Error(Kind::missing,
                fmt::format("there is no stage '{}'{}", base::printable(word), base::did_you_mean(word, names)))
        .at(project_->file)
        .hint("`mlp graph` shows the stages");
}

std::vector<std::size_t> Graph::targets(const std::vector<std::string>& words) const {
    std::vector<std::size_t> seeds;
    for (const std::string& word : words) {
        for (const std::size_t index : named(word)) seeds.push_back(index);
    }
    if (words.empty()) {
        for (std::size_t index = 0; index < size(); ++index) seeds.push_back(index);
    }
    return closure(std::move(seeds), up_);
}

std::vector<std::size_t> Graph::reachable_down(std::vector<std::size_t> seeds) const {
    return closure(std::move(seeds), down_);
}

std::vector<std::size_t> Graph::closure(std::vector<std::size_t> seeds,
                                        const std::vector<std::vector<std::size_t>>& neighbours) const {
    std::vector<bool> in(size());
    std::vector<std::size_t> found;
    while (!seeds.empty()) {
        const std::size_t index = seeds.back();
        seeds.pop_back();
        if (in[index]) continue;
        in[index] = true;
        found.push_back(index);
        seeds.insert(seeds.end(), neighbours[index].begin(), neighbours[index].end());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::int64_t> Graph::critical_path(const std::vector<std::int64_t>& cost) const {
    std::vector<std::int64_t> length(size());
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
        std::int64_t longest = 0;
        for (const std::size_t next : down_[*at]) longest = std::max(longest, length[next]);
        length[*at] = longest + cost[*at];
    }
    return length;
}

}  // namespace mlp::pipeline
