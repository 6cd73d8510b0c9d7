#include "core/pipeline/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <queue>
#include <unordered_map>

#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace {

/// Which stage makes which output.
class Makers {
public:
    void add(const std::string& path, std::size_t stage) {
        by_path_.emplace(path, stage);
        for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
            first_.emplace(path.substr(0, end), first_.size());
            if (end == std::string::npos) break;
        }
    }

    /// Makers of `path`: of the path itself, of a folder above it, and of anything below it. Those below come as DVC
    /// walks its tree of outputs, in which names of a folder stand as they were first met: the order of its runs.
    std::vector<std::size_t> of(const std::string& path) const {
        std::vector<std::size_t> found;
        for (std::string above = path;;) {
            if (const auto maker = by_path_.find(above); maker != by_path_.end()) found.push_back(maker->second);
            const std::size_t slash = above.rfind('/');
            if (slash == std::string::npos) break;
            above.resize(slash);
        }
        auto outputs = below(path);
        std::sort(outputs.begin(), outputs.end(),
                  [&](const auto* a, const auto* b) { return is_met_before(a->first, b->first); });
        for (const auto* output : outputs) found.push_back(output->second);
        return found;
    }

private:
    using Paths = std::map<std::string, std::size_t>;  ///< sorted, so that containment is a range question

    std::vector<const Paths::value_type*> below(const std::string& path) const {
        std::vector<const Paths::value_type*> found;
        const bool everything = path == ".";
        const std::string start = everything ? "" : path + "/";
        for (auto output = by_path_.lower_bound(start); output != by_path_.end() && output->first.starts_with(start);
             ++output) {
            const bool outside = output->first.starts_with('/') || output->first.find("://") != std::string::npos;
            if (!everything || !outside) found.push_back(&*output);
        }
        return found;
    }

    bool is_met_before(const std::string& a, const std::string& b) const {
        const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
        const auto met = [&](const std::string& path) {
            return first_.at(path.substr(0, path.find('/', static_cast<std::size_t>(differ))));
        };
        return a != b && met(a) < met(b);
    }

    Paths by_path_;
    std::unordered_map<std::string, std::size_t> first_;  ///< path or folder → how many were met before it
};

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
        const std::size_t next =
            *std::find_if(up.begin(), up.end(), [&](std::size_t index) { return waiting[index] > 0; });
        const bool again = std::find(path.begin(), path.end(), next) != path.end();
        path.push_back(next);
        first = again ? std::find(path.begin(), path.end(), next) : path.end();
    } while (first == path.end());
    std::vector<std::string> names;
    for (auto step = path.end(); step != first;) names.push_back(graph.stage(*--step).name);
    return fmt::format("{}", fmt::join(names, " → "));
}

/// What stands before '@': the name of a foreach or matrix; the whole address for others.
std::string_view group_of(const config::Stage& stage) {
    // A file's name may hold an '@' too.
    const std::size_t name = stage.local_name.empty() ? 0 : stage.name.size() - stage.local_name.size();
    return std::string_view(stage.name).substr(0, stage.name.find('@', name));
}

/// A word as addresses are written: "./a/dvc.yaml:x" is "a/dvc.yaml:x", and "dvc.yaml:x" and ":x" are "x".
std::string normal_word(std::string_view word) {
    const std::size_t key = word.find('@');  // what follows may hold anything
    const std::size_t colon = word.substr(0, key).rfind(':');
    const std::string_view file = word.substr(0, colon == std::string_view::npos ? 0 : colon);
    const std::string_view rest = colon == std::string_view::npos ? word : word.substr(colon + 1);
    if (colon == std::string_view::npos) return std::string(word);
    const std::string normal = base::normal_relative(file).value_or(std::string(file));
    return normal == "." || normal == "dvc.yaml" || normal == "mlp.yaml" ? std::string(rest)
                                                                         : normal + ":" + std::string(rest);
}

template <class Matches>
std::vector<std::size_t> stages_where(const Graph& graph, const Matches& matches) {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        if (matches(graph.stage(index))) found.push_back(index);
    }
    return found;
}

/// The stage of that address, or all of a group.
std::vector<std::size_t> with_address(const Graph& graph, const std::string& word) {
    return stages_where(graph,
                        [&](const config::Stage& stage) { return stage.name == word || group_of(stage) == word; });
}

/// All stages of a file.
std::vector<std::size_t> in_file(const Graph& graph, const std::string& word) {
    const std::string file = base::normal_relative(word).value_or(word);
    return stages_where(graph, [&](const config::Stage& stage) { return stage.file == file; });
}

/// The stage that makes a path, or the folder that it lies in.
std::vector<std::size_t> making(const Graph& graph, const std::string& word) {
    const std::string path = base::normal_relative(word).value_or(word);
    return stages_where(graph, [&](const config::Stage& stage) {
        return std::any_of(stage.outs.begin(), stage.outs.end(),
                           [&](const config::Output& out) { return base::is_within(path, out.path); });
    });
}

std::vector<std::size_t> find_named(const Graph& graph, const std::string& address, const std::string& path) {
    std::vector<std::size_t> found = with_address(graph, address);
    if (found.empty()) found = in_file(graph, path);
    if (found.empty()) found = making(graph, path);
    return found;
}

/// What a word means in a folder below the root, as DVC has it.
std::vector<std::size_t> find_below(const Graph& graph, std::string_view word, const std::string& folder) {
    const std::size_t colon = word.substr(0, word.find('@')).rfind(':');
    const std::string in_folder = folder + "/";
    if (colon != std::string_view::npos && colon > 0) {
        return with_address(graph, normal_word(in_folder + std::string(word)));
    }
    const std::string name(colon == 0 ? word.substr(1) : word);
    return find_named(graph, in_folder + "dvc.yaml:" + name, in_folder + std::string(word));
}

/// Everything a stage may be asked for by, for suggestions.
std::vector<std::string> words_for_stages(const Graph& graph) {
    std::vector<std::string> words;
    std::string_view last_group;  // the stages of a group follow each other
    for (std::size_t index = 0; index < graph.size(); ++index) {
        const config::Stage& stage = graph.stage(index);
        words.push_back(stage.name);
        const std::string_view group = group_of(stage);
        if (group != stage.name && group != last_group) words.emplace_back(group);
        last_group = group;
    }
    return words;
}

}  // namespace

Graph::Graph(const config::Project& project) : project_(&project), up_(size()), down_(size()) {
    connect();
    sort();
}

void Graph::connect() {
    Makers makers;
    for (std::size_t index = 0; index < size(); ++index) {
        for (const config::Output& out : stage(index).outs) makers.add(out.path, index);
    }
    for (std::size_t index = 0; index < size(); ++index) {
        for (const std::string& path : needs_of(stage(index))) {
            for (const std::size_t maker : makers.of(path)) {
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

std::vector<std::size_t> Graph::named(std::string_view word, const std::string& folder) const {
    const std::string asked = normal_word(word);
    std::vector<std::size_t> found;
    if (folder != ".") found = find_below(*this, word, folder);
    if (found.empty()) found = find_named(*this, asked, asked);
    if (!found.empty()) return found;
    throw Error(Kind::missing, fmt::format("there is no stage '{}'{}", base::printable(word),
                                           base::did_you_mean(asked, words_for_stages(*this))))
        .at(project_->file)
        .hint("`mlp graph` shows the stages");
}

std::vector<std::size_t> Graph::targets(const std::vector<std::string>& words, const std::string& folder) const {
    std::vector<std::size_t> seeds;
    for (const std::string& word : words) {
        for (const std::size_t index : named(word, folder)) seeds.push_back(index);
    }
    if (words.empty()) {
        for (std::size_t index = 0; index < size(); ++index) seeds.push_back(index);
    }
    return closure(std::move(seeds), up_);
}

std::vector<std::size_t> Graph::needed(std::vector<std::size_t> seeds) const {
    std::vector<std::vector<std::size_t>> needs = up_;
    for (std::size_t index = 0; index < size(); ++index) {
        if (stage(index).frozen) needs[index].clear();
    }
    return closure(std::move(seeds), needs);
}

std::vector<std::size_t> Graph::depth_first() const {
    std::vector<std::vector<std::size_t>> needs(size());
    for (const Edge& edge : edges_) needs[edge.to].push_back(edge.from);
    std::vector<std::size_t> order;
    std::vector<bool> seen(size());
    struct Step {
        std::size_t index;
        std::size_t next_need = 0;
    };
    std::vector<Step> path;  // instead of a recursion as deep as the longest chain
    for (std::size_t root = 0; root < size(); ++root) {
        if (!seen[root]) path.push_back({root});
        seen[root] = true;
        while (!path.empty()) {
            Step& step = path.back();
            if (step.next_need == needs[step.index].size()) {
                order.push_back(step.index);
                path.pop_back();
                continue;
            }
            const std::size_t need = needs[step.index][step.next_need++];
            if (!seen[need]) path.push_back({need});
            seen[need] = true;
        }
    }
    return order;
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
