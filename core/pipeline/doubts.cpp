#include "core/pipeline/doubts.hpp"

#include <string_view>

#include "core/base/json.hpp"

namespace mlp::pipeline {

namespace {

constexpr std::string_view doubts_value = "doubts";

}  // namespace

Doubts::Rows& Doubts::rows() {
    if (rows_) return *rows_;
    rows_.emplace();
    const auto bytes = index_.find_value(doubts_value);
    const base::Json json = bytes ? base::Json::parse(*bytes, nullptr, false) : base::Json();
    if (!json.is_object()) return *rows_;
    for (const auto& [stage, paths] : json.items()) {
        for (const base::Json& path : paths) {
            if (path.is_string()) (*rows_)[stage].push_back(path.get<std::string>());
        }
    }
    return *rows_;
}

std::vector<std::string> Doubts::of(const std::string& stage) {
    const auto found = rows().find(stage);
    return found == rows().end() ? std::vector<std::string>{} : found->second;
}

void Doubts::settle(const std::string& stage, const std::vector<std::string>& changed) {
    const std::vector<std::string> before = of(stage);
    if (before.empty() && changed.empty()) return;
    if (changed.empty() || changed == before) {
        rows().erase(stage);
    } else {
        rows()[stage] = changed;
    }
    base::Json json = base::Json::object();
    for (const auto& [name, paths] : rows()) json[name] = paths;
    index_.put_value(doubts_value, json.dump(-1, ' ', false, base::Json::error_handler_t::replace));
}

}  // namespace mlp::pipeline
