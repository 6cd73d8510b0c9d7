#include "core/base/patience.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <thread>

namespace mlp::base {

namespace {

using std::chrono::milliseconds;

double random_chance() {
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

}  // namespace

Patience::Patience(PatienceRules rules) : rules_(std::move(rules)) {
    if (!rules_.sleep) rules_.sleep = [](milliseconds pause) { std::this_thread::sleep_for(pause); };
    if (!rules_.chance) rules_.chance = random_chance;
}

milliseconds Patience::pause_after(int attempt, const Setback& setback) const {
    const auto doubled = rules_.first_pause * (1LL << std::min(attempt - 1, 20));
    const auto full = std::min<milliseconds>(doubled, rules_.longest_pause);
    // At least half of it, so that a busy server does get its pause.
    const auto drawn =
        milliseconds(static_cast<long long>(static_cast<double>(full.count()) * (1 + rules_.chance()) / 2));
    return std::max(drawn, setback.wait.value_or(milliseconds(0)));
}

void Patience::through(const std::function<std::optional<Setback>()>& attempt) {
    for (int made = 1;; ++made) {
        std::optional<Setback> setback;
        try {
            setback = attempt();
        } catch (const HttpFailure& failure) {
            if (failure.is_final()) throw;
            setback = Setback{failure};
        }
        if (!setback) {
            worn_out_ = false;
            return;
        }
        if (setback->progressed) made = 1;
        if (made >= (worn_out_ ? 1 : rules_.attempts)) {
            worn_out_ = true;
            throw setback->error;
        }
        rules_.sleep(pause_after(made, *setback));
    }
}

bool is_passing(int status) {
    constexpr std::array passing{408, 429, 500, 502, 503, 504};
    return std::find(passing.begin(), passing.end(), status) != passing.end();
}

std::optional<milliseconds> asked_wait(const HttpResponse& response) {
    const auto text = response.header("retry-after");
    long seconds = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc{})
        return std::nullopt;
    return milliseconds(1000 * std::clamp(seconds, 0L, 30L));
}

}  // namespace mlp::base
