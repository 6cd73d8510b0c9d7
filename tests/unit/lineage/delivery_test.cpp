#include "core/lineage/delivery.hpp"

#include <doctest/doctest.h>

#include <future>
#include <vector>

#include "core/base/error.hpp"

using namespace mlp;
using lineage::Delivery;
using std::chrono::milliseconds;

namespace {

/// Takes events by what a test says.
class Scripted final : public lineage::Destination {
public:
    explicit Scripted(std::function<void(std::string_view)> take) : take_(std::move(take)) {}
    void send(std::string_view event) override { take_(event); }

private:
    std::function<void(std::string_view)> take_;
};

Delivery::Opener to(std::function<void(std::string_view)> take) {
    return [take = std::move(take)](const auto&) { return std::make_unique<Scripted>(take); };
}

}  // namespace

TEST_CASE("events arrive in order, and those that do not are counted with the first reason") {
    std::vector<std::string> taken;
    Delivery delivery(to([&](std::string_view event) {
        if (event == "b") throw Error(Kind::remote, "b is refused");
        if (event == "d") throw Error(Kind::remote, "d is refused");
        taken.emplace_back(event);
    }));
    for (const char* event : {"a", "b", "c", "d"}) delivery.add(event);
    const auto outcome = delivery.finish(milliseconds(60'000));
    CHECK(taken == std::vector<std::string>{"a", "c"});
    CHECK(outcome.lost == 2);
    CHECK(outcome.reason == "b is refused");
}

TEST_CASE("once patience is over a pause ends at once, and nothing more is begun") {
    std::function<void(milliseconds)> pause;
    std::promise<void> reached;
    int begun = 0;
    Delivery delivery([&](auto sleep) {
        pause = sleep;
        return std::make_unique<Scripted>([&](std::string_view) {
            ++begun;
            reached.set_value();
            pause(std::chrono::hours(1));
        });
    });
    for (const char* event : {"a", "b", "c"}) delivery.add(event);
    reached.get_future().wait();
    const auto outcome = delivery.finish(milliseconds(0));
    CHECK(begun == 1);
    CHECK(outcome.lost == 3);
    CHECK(outcome.reason == "it does not take events in time");
}
