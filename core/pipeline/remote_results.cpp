#include "core/pipeline/remote_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/transfer.hpp"

namespace mlp::pipeline {

namespace {

constexpr int record_version = 1;

std::string record_name(const Digest& fingerprint) {
    const std::string hex = fingerprint.hex();
    return fmt::format("runs/{}/{}", hex.substr(0, 2), hex.substr(2));
}

void check_stop(const std::function<bool()>& stop) {
    if (stop && stop()) throw Error(Kind::work_failed, "the run was interrupted");
}

}  // namespace

RemoteResults::RemoteResults(data::BlobRemote& remote, data::ObjectStore& objects, std::filesystem::path temporary,
                             bool push)
    : remote_(remote), objects_(objects), temporary_(std::move(temporary)), push_(push) {}

std::optional<EarlierResult> RemoteResults::find(const Digest& fingerprint) {
    data::TextStore* records = remote_.texts();
    const auto text = records != nullptr ? records->find_text(record_name(fingerprint)) : std::nullopt;
    if (!text) return std::nullopt;
    const Json record = Json::parse(*text, nullptr, false);
    if (!record.is_object() || record.value("v", Json()) != record_version) return std::nullopt;
    // A record under another's name would bring another stage's outputs.
    if (record.value("fingerprint", Json()) != fingerprint.to_string()) return std::nullopt;
    auto outputs = outputs_from_json(record.value("outputs", Json()));
    if (!outputs) return std::nullopt;
    const Json run = record.value("run_id", Json());
    const Json time = record.value("time", Json());
    return EarlierResult{
        *std::move(outputs),
        {run.is_string() ? run.get<std::string>() : "", time.is_number_integer() ? time.get<base::Millis>() : 0}};
}

/// Objects on their way into the store: each in a file of its own until all are made durable together.
struct RemoteResults::Arrival {
    base::TemporaryFolder folder;
    data::ObjectStore::Batch batch;
    const std::function<bool()>& stop;
    std::set<Digest> seen = {};
};

void RemoteResults::fetch(const Content& content, Arrival& arrival) {
    check_stop(arrival.stop);
    if (!arrival.seen.insert(content.digest).second) return;
    std::string tree;
    if (objects_.has(content.digest)) {
        if (content.kind == data::ContentKind::tree) tree = objects_.read(content.digest);
    } else {
        const std::filesystem::path file = arrival.folder.path() / content.digest.hex();
        data::fetch_file(remote_, {content.digest}, file);
        arrival.batch.put_file(file);
        if (content.kind == data::ContentKind::tree) tree = base::read_file(file);
        base::remove_tree(file);
    }
    if (content.kind != data::ContentKind::tree) return;
    for (const data::TreeEntry& entry : data::parse_tree(tree)) fetch(entry.content, arrival);
}

void RemoteResults::fetch(const Outputs& outputs, const std::function<bool()>& stop) {
    base::make_folders(temporary_);
    Arrival arrival{base::TemporaryFolder(temporary_, "fetch"), data::ObjectStore::Batch(objects_), stop};
    for (const auto& [path, content] : outputs) fetch(content, arrival);
    arrival.batch.commit();
}

/// False when something of it is not in our own store.
bool RemoteResults::push(const Content& content, const std::function<bool()>& stop) {
    check_stop(stop);
    if (!objects_.has(content.digest)) return false;
    if (content.kind == data::ContentKind::tree) {
        const auto entries = data::parse_tree(objects_.read(content.digest));
        const bool all =
            std::all_of(entries.begin(), entries.end(), [&](const auto& entry) { return push(entry.content, stop); });
        if (!all) return false;
    }
    const data::BlobName name{content.digest};
    if (remote_.size_of(name) != objects_.size_of(content.digest)) remote_.put(name, objects_.path_of(content.digest));
    return true;
}

void RemoteResults::push(const StageResult& result, const std::function<bool()>& stop) {
    data::TextStore* records = remote_.texts();
    if (records == nullptr) return;  // without a record nobody would find the content
    for (const auto& [path, content] : result.outputs) {
        if (!push(content, stop)) return;
    }
    const Json record{{"v", record_version},         {"fingerprint", result.fingerprint.to_string()},
                      {"stage", result.stage->name}, {"outputs", outputs_json(result.outputs)},
                      {"run_id", result.run_id},     {"time", result.ended}};
    records->put_text(record_name(result.fingerprint), record.dump() + "\n");
}

}  // namespace mlp::pipeline
