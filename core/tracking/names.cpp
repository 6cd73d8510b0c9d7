#include "core/tracking/names.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace mlp::tracking {
namespace {

constexpr auto adjectives = std::to_array<std::string_view>({
    "agile",  "amber",  "ample",  "ardent",  "bold",    "brave",  "bright", "brisk",  "calm",   "candid", "careful",
    "clever", "cosmic", "crisp",  "curious", "dapper",  "daring", "deft",   "eager",  "early",  "exact",  "fair",
    "fancy",  "fleet",  "fond",   "frank",   "fresh",   "gentle", "glad",   "golden", "grand",  "hardy",  "hasty",
    "honest", "humble", "jolly",  "keen",    "kind",    "lively", "loyal",  "lucid",  "lucky",  "mellow", "merry",
    "mighty", "modest", "nimble", "noble",   "patient", "placid", "plucky", "polite", "proud",  "quick",  "quiet",
    "rapid",  "rare",   "robust", "rustic",  "serene",  "sharp",  "silent", "smooth", "sober",  "solid",  "spry",
    "steady", "stoic",  "sturdy", "sunny",   "swift",   "tidy",   "tough",  "trusty", "upbeat", "vivid",  "wise",
});

constexpr auto animals = std::to_array<std::string_view>({
    "ant",   "badger", "bat",    "bear",    "beaver",  "bee",    "bison",  "boar",   "camel",   "cat",    "cod",
    "colt",  "coyote", "crab",   "crane",   "cricket", "crow",   "deer",   "dingo",  "dolphin", "donkey", "dove",
    "duck",  "eagle",  "eel",    "elk",     "falcon",  "ferret", "finch",  "fox",    "frog",    "gecko",  "goat",
    "goose", "gull",   "hare",   "hawk",    "heron",   "horse",  "ibex",   "jackal", "jay",     "koala",  "lark",
    "lemur", "lion",   "lizard", "llama",   "lynx",    "marten", "mole",   "moose",  "moth",    "mouse",  "newt",
    "otter", "owl",    "panda",  "pelican", "pig",     "puffin", "quail",  "rabbit", "raven",   "robin",  "seal",
    "shrew", "skink",  "sloth",  "snail",   "sparrow", "squid",  "stork",  "swan",   "tapir",   "tiger",  "toad",
    "trout", "turtle", "viper",  "vole",    "walrus",  "wasp",   "weasel", "whale",  "wolf",    "wren",   "yak",
});

}  // namespace

std::string random_name(const base::Env& env) {
    std::uint64_t number = 0;
    for (const char byte : env.random_bytes(8)) number = number << 8 | static_cast<unsigned char>(byte);
    const auto take = [&number](std::uint64_t count) {
        const std::uint64_t rest = number % count;
        number /= count;
        return static_cast<std::size_t>(rest);
    };
    const std::string_view adjective = adjectives[take(adjectives.size())];
    const std::string_view animal = animals[take(animals.size())];
    return fmt::format("{}-{}-{}", adjective, animal, take(1000));
}

}  // namespace mlp::tracking
