#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/tracking/run_lines.hpp"
#include "core/tracking/transfer.hpp"

namespace mlp::tracking {
namespace {

using base::Json;

constexpr std::size_t content_block = 48 << 10;  // 64 KiB of base64 a line

std::size_t read_block(int fd, std::string& block, const std::filesystem::path& file) {
    std::size_t have = 0;
    while (have < block.size()) {
        const ssize_t count = ::read(fd, block.data() + have, block.size() - have);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("read", file.string(), errno);
        if (count == 0) break;
        have += static_cast<std::size_t>(count);
    }
    return have;
}

}  // namespace

Exporter::Exporter(TrackingStore& tracking, const data::ObjectStore* objects, Sink sink)
    : tracking_(tracking), objects_(objects), sink_(std::move(sink)) {}

void Exporter::line(const Json& line) { sink_(line.dump(-1, ' ', false, Json::error_handler_t::replace)); }

void Exporter::begin(const Run& run) {
    if (!begun_) {
        Json header = line_of("export");
        header["version"] = export_version;
        line(header);
        begun_ = true;
    }
    const auto experiment = tracking_.find_experiment(run.info.experiment_id);
    if (!experiment) throw Error(Kind::damaged, fmt::format("run {} belongs to no experiment", run.info.id));
    if (experiments_.insert(experiment->id).second) {
        Json first = line_of("experiment");
        put(first, *experiment);
        line(first);
    }
    Json head = line_of("run", run.info.id);
    put(head, run.info, experiment->name);
    line(head);
}

void Exporter::run(const std::string& id) {
    if (!written_.insert(id).second) return;
    const auto run = tracking_.find_run(id);
    if (!run) throw Error(Kind::missing, fmt::format("Run with id={} not found", id));
    begin(*run);
    const auto pairs = [&](const char* type, const auto& list) {
        for (const auto& pair : list) {
            Json next = line_of(type, id);
            next["key"] = pair.key;
            next["value"] = pair.value;
            line(next);
        }
    };
    const auto each = [&](const char* type, const auto& list) {
        for (const auto& item : list) {
            Json next = line_of(type, id);
            put(next, item);
            line(next);
        }
    };
    pairs("param", run->params);
    pairs("tag", run->tags);
    Search made{.filter = fmt::format("source_run_id = '{}'", id)};
    do {
        const auto page = tracking_.search_logged_models(made);
        each("logged_model", page.items);
        made.page_token = page.next_page_token;
    } while (!made.page_token.empty());
    metrics(*run);
    each("input", run->dataset_inputs);
    for (const std::string& model : run->model_inputs) {
        Json next = line_of("model_input", id);
        next["model_id"] = model;
        line(next);
    }
    for (const ModelOutput& output : run->model_outputs) {
        Json next = line_of("model_output", id);
        next["model_id"] = output.model_id;
        next["step"] = output.step;
        line(next);
    }
    for (const std::string& name : tracking_.list_documents(id)) {
        Json next = line_of("document", id);
        next["name"] = name;
        next["value"] = tracking_.find_document(id, name).value_or(Json());
        line(next);
    }
    for (const Artifact& artifact : tracking_.list_artifacts(id)) {
        content(artifact);
        Json next = line_of("artifact", id);
        put(next, artifact);
        line(next);
    }
    line(line_of("end", id));
}

void Exporter::metrics(const Run& run) {
    for (const Metric& latest : run.metrics) {
        std::string token;
        do {
            const auto page = tracking_.metric_history(run.info.id, latest.key, 5000, token);
            for (const Metric& point : page.items) {
                Json next = line_of("metric", run.info.id);
                put(next, point);
                line(next);
            }
            token = page.next_page_token;
        } while (!token.empty());
    }
}

/// Each content is written once, before the first artifact that has it. An empty file needs no lines.
void Exporter::content(const Artifact& artifact) {
    if (objects_ == nullptr || artifact.size == 0 || !contents_.insert(artifact.digest).second) return;
    const auto digest = base::Digest::parse(artifact.digest);
    if (!digest || !objects_->has(*digest)) {
        missing_.insert(artifact.digest);
        return;
    }
    const auto file = objects_->path_of(*digest);
    const base::Fd fd = base::open_read(file);
    std::string block(content_block, '\0');
    for (std::uint64_t offset = 0;;) {
        const std::size_t count = read_block(fd.get(), block, file);
        if (count == 0) return;
        Json next = line_of("content");
        next["digest"] = artifact.digest;
        next["offset"] = offset;
        next["base64"] = base::base64(std::string_view(block).substr(0, count));
        line(next);
        offset += count;
    }
}

}  // namespace mlp::tracking
