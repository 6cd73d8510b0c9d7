#include "cli/pipeline/kept_logs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/project.hpp"
#include "core/data/object_store.hpp"
#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

namespace {

struct KeptLog {
    std::string name;
    base::Digest digest;
};

bool looks_like_id(const std::string& text) {
    constexpr std::size_t shortest = 4;
    constexpr std::size_t longest = 32;
    return text.size() >= shortest && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::vector<KeptLog> logs_of(tracking::TrackingStore& tracking, const std::string& run) {
    std::vector<std::string> runs = tracking.child_runs(run);
    runs.push_back(run);
    std::vector<KeptLog> logs;
    for (const std::string& id : runs) {
        for (const tracking::Artifact& artifact : tracking.list_artifacts(id)) {
            const auto digest = base::Digest::parse(artifact.digest);
            if (digest && artifact.path.starts_with("logs/")) logs.push_back({artifact.path.substr(5), *digest});
        }
    }
    return logs;
}

void copy(Invocation& call, const base::Digest& digest) {
    const std::filesystem::path path = call.objects().path_of(digest);
    const base::Fd file = base::open_read(path);
    std::array<char, 64 * 1024> block;
    while (true) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count <= 0) return;
        call.write({block.data(), static_cast<std::size_t>(count)});
    }
}

[[noreturn]] void unknown(Invocation& call, const std::string& what, const std::vector<pipeline::LogFile>& local) {
    std::vector<std::string> names;
    for (const config::Stage& stage : call.project().stages) {
        if (stage.name == what) {
            throw Error(Kind::missing, fmt::format("stage '{}' has no log here: it has not run in this folder", what))
                .hint("`mlp run` runs it; `mlp logs` lists the logs there are");
        }
        names.push_back(stage.name);
    }
    for (const pipeline::LogFile& log : local) names.push_back(log.stage);
    throw Error(Kind::missing, fmt::format("neither a stage nor a run is called '{}'{}", base::printable(what),
                                           base::did_you_mean(what, names)))
        .hint("`mlp logs` lists the logs there are");
}

}  // namespace

Report kept_log(Invocation& call, const std::string& what, const std::vector<pipeline::LogFile>& local) {
    if (!looks_like_id(what) || call.project().find_stage(what) != nullptr) unknown(call, what, local);
    const auto tracking = tracking::open_tracking(call.store());
    const std::string run = tracking->resolve_run(what);
    const std::vector<KeptLog> logs = logs_of(*tracking, run);
    if (call.globals().json) {
        base::Json json = document("mlp.logs/1");
        json["logs"] = base::Json::array();
        for (const KeptLog& log : logs) {
            json["logs"].push_back({{"run_id", run},
                                    {"stage", log.name.substr(0, log.name.rfind(".log"))},
                                    {"path", nullptr},
                                    {"digest", log.digest.to_string()}});
        }
        return {.document = json};
    }
    if (logs.empty()) call.note(fmt::format("run {} printed nothing", run));
    for (const KeptLog& log : logs) {
        if (logs.size() > 1) call.write(fmt::format("==> {} <==\n", log.name));
        copy(call, log.digest);
    }
    return {};
}

}  // namespace mlp::cli
