// Whatever the graph and whatever its stages ask for: order, limits and an end.
#include "core/pipeline/scheduler.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "samples.hpp"

using namespace mlp;
using pipeline::Graph;
using pipeline::Scheduler;
using pipeline::Tokens;
using pipeline::Totals;

namespace {

constexpr double rounding = 1e-6;

config::Project random_project(std::mt19937& random) {
    const std::vector<double> gpus{0, 0.1, 0.3, 0.5, 1, 2};
    std::vector<config::Stage> stages;
    const auto count = 2 + random() % 12;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::string> deps;
        for (std::size_t up = 0; up < i; ++up) {
            if (random() % 4 == 0) deps.push_back("out" + std::to_string(up));
        }
        auto made = test::stage("s" + std::to_string(i), deps, {"out" + std::to_string(i)});
        made.resources.cpus = static_cast<double>(random() % 7) / 2;
        made.resources.memory_bytes = random() % 3 * 40;
        made.resources.gpus = gpus[random() % gpus.size()];
        stages.push_back(std::move(made));
    }
    return test::project_of(std::move(stages));
}

/// Runs a graph without processes: what is started ends in random order.
class Rehearsal {
public:
    Rehearsal(const Graph& graph, const std::vector<std::size_t>& selected, std::mt19937& random)
        : graph_(graph),
          random_(random),
          selected_(selected.begin(), selected.end()),
          scheduler_(graph, selected, std::vector<std::int64_t>(graph.size(), 1)) {}

    /// @return how often each stage was started
    std::vector<int> run() {
        std::vector<int> starts(graph_.size());
        while (scheduler_.unsettled() > 0) {
            while (auto start = scheduler_.next(tokens_)) {
                ++starts[start->index];
                check_needs(start->index);
                running_.push_back(*std::move(start));
                check_limits();
            }
            REQUIRE_FALSE(running_.empty());  // nothing runs and nothing starts: it would wait for ever
            end_one(starts);
        }
        CHECK(running_.empty());
        return starts;
    }

private:
    void check_needs(std::size_t index) const {
        CHECK(selected_.contains(index));
        for (const std::size_t up : graph_.upstream(index)) CHECK((done_.contains(up) || !selected_.contains(up)));
    }

    void check_limits() const {
        double cpus = 0;
        std::uint64_t memory = 0;
        std::vector<double> shares(totals_.gpus.size());
        for (const auto& start : running_) {
            cpus += start.grant.cpus;
            memory += start.grant.memory_bytes;
            for (const std::size_t device : start.grant.gpus) shares.at(device) += start.grant.share;
        }
        CHECK(cpus <= totals_.cpus + rounding);
        CHECK(memory <= totals_.memory_bytes);
        for (const double share : shares) CHECK(share <= 1 + rounding);
    }

    /// One in four ends badly the first time, and is tried again.
    void end_one(const std::vector<int>& starts) {
        const auto chosen = running_.begin() + static_cast<std::ptrdiff_t>(random_() % running_.size());
        const std::size_t index = chosen->index;
        tokens_.give_back(chosen->grant);
        running_.erase(chosen);
        if (starts[index] == 1 && index % 4 == 0) return scheduler_.again(index);
        done_.insert(index);
        scheduler_.done(index);
    }

    const Graph& graph_;
    std::mt19937& random_;
    const Totals totals_{3, 100, {"0", "1"}};
    Tokens tokens_{totals_};
    std::set<std::size_t> selected_;
    Scheduler scheduler_;
    std::vector<Scheduler::Start> running_;
    std::set<std::size_t> done_;
};

}  // namespace

TEST_CASE("random graphs run to their end: needs first, never more than there is, each as often as it is tried") {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        CAPTURE(round);
        const auto project = random_project(random);
        const Graph graph(project);
        std::vector<std::size_t> selected;
        for (std::size_t i = 0; i < graph.size(); ++i) {
            if (round % 2 == 0 || random() % 3 != 0) selected.push_back(i);
        }
        const auto starts = Rehearsal(graph, selected, random).run();
        for (std::size_t i = 0; i < graph.size(); ++i) {
            const bool asked = std::find(selected.begin(), selected.end(), i) != selected.end();
            CHECK(starts[i] == (!asked ? 0 : i % 4 == 0 ? 2 : 1));
        }
    }
}

TEST_CASE("what is behind a failure never starts, what is beside it does") {
    const auto project = test::project_of({test::stage("a", {}, {"a"}), test::stage("b", {"a"}, {"b"}),
                                           test::stage("c", {"b"}, {"c"}), test::stage("d", {}, {"d"})});
    const Graph graph(project);
    Tokens tokens({});
    Scheduler scheduler(graph, {0, 1, 2, 3}, {4, 3, 2, 1});
    REQUIRE(scheduler.next(tokens)->index == 0);
    scheduler.failed(0);
    const auto beside = scheduler.next(tokens);
    REQUIRE(beside);
    CHECK(beside->index == 3);
    scheduler.done(3);
    CHECK_FALSE(scheduler.next(tokens));
    CHECK(scheduler.unsettled() == 2);
}
