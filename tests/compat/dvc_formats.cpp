// Drives the readers and writers of DVC's formats for the scripts here: requests come as JSON lines on standard input,
// each answer is one JSON line.
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/dvc_run_cache.hpp"

using mlp::base::Json;

namespace {

using namespace mlp::pipeline;
using namespace mlp::data::dvc;

std::string text_of(const Json& request, const char* key) { return request.at(key).get<std::string>(); }

/// JSON of the test as the value it stands for: {"\u0001": WORDS} is a verbatim scalar.
Json value_of(const Json& json) {
    if (json.is_object() && json.size() == 1 && json.begin().key() == "\x01")
        return mlp::base::verbatim_yaml(json.begin().value().get_ref<const std::string&>());
    Json value = json;
    if (json.is_structured()) {
        for (auto& member : value) member = value_of(member);
    }
    return value;
}

std::vector<std::pair<std::string, DvcLockedStage>> stages_of(const std::string& lock) {
    std::vector<std::pair<std::string, DvcLockedStage>> stages;
    for (auto& entry : parse_dvc_lock(lock, "dvc.lock").entries)
        stages.emplace_back(entry.name, std::move(entry.stage));
    return stages;
}

Json yaml(const Json& request) { return mlp::base::emit_yaml(value_of(request.at("value"))); }

/// The lock with the stages of another one put in.
Json lock(const Json& request) {
    return update_dvc_lock(text_of(request, "text"), "dvc.lock", stages_of(text_of(request, "changed")));
}

/// For each stage of a lock what the run cache makes of it.
Json run_cache(const Json& request) {
    Json found = Json::array();
    for (const auto& [name, stage] : stages_of(text_of(request, "text")))
        found.push_back(
            {{"key", DvcRunCache::key(stage)}, {"value", DvcRunCache::value(stage)}, {"text", dvc_stage_text(stage)}});
    return found;
}

std::vector<Tracked> outs_of(const std::string& file) {
    const auto parsed = parse_dvc_file(file, "x.dvc");
    return {parsed.outs.begin(), parsed.outs.end()};
}

Json dvc_file_new(const Json& request) { return new_dvc_file(outs_of(text_of(request, "text")).front()); }

/// A .dvc file with the contents of another one put in.
Json dvc_file(const Json& request) {
    return update_dvc_file(text_of(request, "text"), "x.dvc", outs_of(text_of(request, "changed")));
}

Json file_md5(const Json& request) { return stage_md5(parse_dvc_file(text_of(request, "text"), "x.dvc")); }

const std::map<std::string, std::function<Json(const Json&)>> requests{
    {"yaml", yaml},        {"lock", lock},     {"run_cache", run_cache},
    {"new", dvc_file_new}, {"file", dvc_file}, {"file_md5", file_md5},
};

Json reply_to(const std::string& line) {
    try {
        const auto request = Json::parse(line);
        return {{"answer", requests.at(text_of(request, "what"))(request)}};
    } catch (const mlp::Error& error) {
        return {{"error", error.message()}, {"place", error.place()}, {"hint", error.hint_text()}};
    } catch (const std::exception& error) {
        return {{"error", error.what()}};
    }
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) std::cout << reply_to(line).dump() << "\n" << std::flush;
}
