#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/reserved_tags.hpp"
#include "core/tracking/run_lines.hpp"
#include "core/tracking/transfer.hpp"

namespace mlp::tracking {
namespace {

using base::Json;

constexpr std::size_t batch_size = 1000;

/// What lines a run has, whatever their order: the sum of their hashes. Equal sums mean equal runs.
class Fingerprint {
public:
    void add(const Json& line) {
        const base::Digest digest = base::sha256(base::canonical_json(line));
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            std::uint64_t part = 0;
            for (std::size_t byte = 0; byte < 8; ++byte) part = part << 8 | digest.bytes()[i * 8 + byte];
            sums_[i] += part;
        }
    }
    bool operator==(const Fingerprint&) const = default;

private:
    std::array<std::uint64_t, 4> sums_{};
};

/// A content that arrives in pieces, in a file beside the objects.
class IncomingContent {
public:
    IncomingContent(const std::filesystem::path& folder, std::string digest)
        : digest_(std::move(digest)), folder_(folder, ".import") {
        file_ = base::Fd(::open(path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file_) throw system_error("write", path().string(), errno);
    }
    const std::string& digest() const { return digest_; }
    std::filesystem::path path() const { return folder_.path() / "content"; }
    std::uint64_t size() const { return size_; }
    void append(std::string_view bytes) {
        base::write_all(file_.get(), bytes, path());
        size_ += bytes.size();
    }
    void close() { file_.reset(); }

private:
    std::string digest_;
    base::TemporaryFolder folder_;
    base::Fd file_;
    std::uint64_t size_ = 0;
};

}  // namespace

struct Importer::State {
    State(TrackingStore& store, data::ObjectStore& object_store, base::Env surroundings, bool fresh_ids)
        : tracking(store),
          objects(object_store),
          env(std::move(surroundings)),
          new_ids(fresh_ids),
          batch(object_store) {}

    TrackingStore& tracking;
    data::ObjectStore& objects;
    base::Env env;
    bool new_ids;
    data::ObjectStore::Batch batch;
    ImportResult result = {};
    bool seen_header = false;

    std::map<std::string, std::string> experiments = {};  // name → id here
    std::vector<std::string> experiments_to_delete = {};
    std::map<std::string, std::string> models = {};  // old id → id here
    std::set<std::string> stored = {};               // digests put by this import
    std::optional<IncomingContent> content = {};

    // The run whose lines are being read.
    std::optional<RunInfo> run = {};  // as written; its id is the old one
    std::string id = {};              // its id here
    bool compare = false;             // it is here already: nothing is written
    Fingerprint seen = {};
    Batch pending = {};
    bool named = false;  // a tag mlflow.runName came

    void header(const Json& line);
    void experiment(const Json& line);
    void begin_run(const Json& line);
    void run_line(const std::string& type, const Json& line);
    void rewrite(const std::string& type, const Json& line, Json& again) const;
    void write(const std::string& type, const Json& line);
    void content_line(const Json& line);
    void close_content();
    void artifact(const Json& line);
    void logged_model(const Json& line);
    void flush();
    void end_run();
    Fingerprint fingerprint_here();
    std::string model_here(const std::string& model) const {
        const auto found = models.find(model);
        return found == models.end() ? model : found->second;
    }
};

void Importer::State::header(const Json& line) {
    const std::int64_t version = integer_field(line, "version");
    if (version > export_version) {
        throw Error(Kind::invalid,
                    fmt::format("the export has version {}, this mlp reads up to {}", version, export_version))
            .hint("a newer mlp wrote it: update mlp");
    }
    seen_header = true;
}

void Importer::State::experiment(const Json& line) {
    const Experiment wanted = read_experiment(line);
    if (const auto here = tracking.find_experiment_by_name(wanted.name)) {
        experiments[wanted.name] = here->id;
        return;
    }
    const std::string made = tracking.import_experiment(wanted);
    experiments[wanted.name] = made;
    if (wanted.lifecycle == Lifecycle::deleted) experiments_to_delete.push_back(made);
}

void Importer::State::begin_run(const Json& line) {
    end_run();
    run = read_run(line);
    check_run_id(run->id);
    id = run->id;
    named = false;
    seen = {};
    const auto there = tracking.find_run(id);
    compare = there.has_value() && !new_ids;
    if (compare) return;
    const auto home = experiments.find(run->experiment_id);
    if (home == experiments.end()) {
        throw Error(Kind::invalid, fmt::format("the run belongs to the experiment '{}', of which no line came before",
                                               run->experiment_id));
    }
    if (new_ids) {
        id = base::new_id(env);
        result.renamed[run->id] = id;
    }
    tracking.create_run({.experiment_id = home->second,
                         .name = run->name,
                         .user_id = run->user_id,
                         .start_time = run->start_time,
                         .id = id,
                         .artifact_uri = new_ids ? std::nullopt : std::optional(run->artifact_uri)});
}

void Importer::State::rewrite(const std::string& type, const Json& line, Json& again) const {
    if (type == "run") {
        put(again, *run, run->experiment_id);
    } else if (type == "metric") {
        put(again, read_metric(line));
    } else if (type == "input") {
        put(again, read_input(line));
    } else if (type == "logged_model") {
        put(again, read_model(line));
    } else if (type == "artifact") {
        put(again, read_artifact(line));
    } else {
        again = line;
    }
}

void Importer::State::run_line(const std::string& type, const Json& line) {
    if (type == "run") begin_run(line);
    if (!run || text_field(line, "run_id") != run->id) {
        throw Error(Kind::invalid, fmt::format("a line of type \"{}\" for run {} is outside of that run's lines", type,
                                               base::printable(text_field(line, "run_id"))));
    }
    if (compare) {
        // Read and written again, so that 1 and 1.0 are the same.
        Json again = line_of(type, run->id);
        rewrite(type, line, again);
        seen.add(again);
    } else if (type != "run" && type != "end") {
        write(type, line);
    }
    if (type == "end") end_run();
}

void Importer::State::write(const std::string& type, const Json& line) {
    if (type == "param") {
        pending.params.push_back({text_field(line, "key"), text_field(line, "value")});
    } else if (type == "tag") {
        Tag tag{text_field(line, "key"), text_field(line, "value")};
        named = named || tag.key == tag_run_name;
        const auto renamed = result.renamed.find(tag.value);
        if (tag.key == tag_parent && renamed != result.renamed.end()) tag.value = renamed->second;
        pending.tags.push_back(std::move(tag));
    } else if (type == "metric") {
        pending.metrics.push_back(read_metric(line));
        if (auto& model = pending.metrics.back().model_id) model = model_here(*model);
    } else if (type == "input") {
        tracking.log_inputs(id, {read_input(line)}, {});
    } else if (type == "model_input") {
        tracking.log_inputs(id, {}, {model_here(text_field(line, "model_id"))});
    } else if (type == "model_output") {
        tracking.log_outputs(id, {{model_here(text_field(line, "model_id")), integer_field(line, "step")}});
    } else if (type == "document") {
        tracking.put_document(id, text_field(line, "name"), line.value("value", Json()));
    } else if (type == "logged_model") {
        logged_model(line);
    } else if (type == "artifact") {
        artifact(line);
    }
    if (pending.metrics.size() + pending.params.size() + pending.tags.size() + pending.artifacts.size() >= batch_size)
        flush();
}

void Importer::State::logged_model(const Json& line) {
    LoggedModel model = read_model(line);
    const std::string old = model.id;
    model.source_run_id = id;
    model.experiment_id = tracking.find_run(id)->info.experiment_id;
    if (new_ids) {
        model.id.clear();
        model.artifact_uri.clear();
    } else if (tracking.find_logged_model(model.id)) {
        throw Error(Kind::conflict, fmt::format("a logged model with the id {} is here already", model.id))
            .hint("--new-ids imports everything under ids of its own");
    }
    models[old] = tracking.create_logged_model(model).id;
}

void Importer::State::content_line(const Json& line) {
    const std::string digest = text_field(line, "digest");
    const std::int64_t offset = integer_field(line, "offset");
    const auto bytes = base::from_base64(text_field(line, "base64"));
    if (!bytes) throw Error(Kind::invalid, "\"base64\" is not valid base64");
    if (!base::Digest::parse(digest))
        throw Error(Kind::invalid, fmt::format("\"digest\" is '{}', expected sha256:…", base::printable(digest)));
    if (!content || content->digest() != digest) {
        close_content();
        base::make_folders(objects.folder());
        content.emplace(objects.folder(), digest);
    }
    if (offset < 0 || static_cast<std::uint64_t>(offset) != content->size()) {
        throw Error(Kind::invalid,
                    fmt::format("content at offset {}, expected {}: a line is missing", offset, content->size()));
    }
    content->append(*bytes);
}

void Importer::State::close_content() {
    if (!content) return;
    content->close();
    const base::HashedFile found = batch.put_file(content->path());
    if (found.digest.to_string() != content->digest()) {
        throw Error(Kind::invalid, fmt::format("content that is named {} has the digest {}", content->digest(),
                                               found.digest.to_string()))
            .hint("the file was changed or cut after it was exported: export again");
    }
    stored.insert(content->digest());
    content.reset();
}

void Importer::State::artifact(const Json& line) {
    close_content();
    const Artifact artifact = read_artifact(line);
    const auto digest = base::Digest::parse(artifact.digest);
    if (artifact.size == 0) stored.insert(batch.put_bytes("").to_string());
    if (!stored.contains(artifact.digest) && (!digest || !objects.has(*digest))) ++result.missing_objects;
    pending.artifacts.push_back(artifact);
}

void Importer::State::flush() {
    if (!pending.empty()) tracking.log(id, pending);
    pending = {};
}

Fingerprint Importer::State::fingerprint_here() {
    Fingerprint here;
    Exporter exporter(tracking, nullptr, [&](std::string_view text) {
        const Json line = Json::parse(text);
        if (line.contains("run_id")) here.add(line);
    });
    exporter.run(id);
    return here;
}

void Importer::State::end_run() {
    close_content();
    if (!run) return;
    if (compare) {
        if (fingerprint_here() != seen) {
            throw Error(Kind::conflict,
                        fmt::format("run {} ({}) is here already, with other content", run->id, run->name))
                .hint("--new-ids imports it as another run");
        }
        result.unchanged.push_back(id);
    } else {
        flush();
        tracking.update_run(id, run->status, run->end_time, std::nullopt);
        if (!named) tracking.delete_tag(id, std::string(tag_run_name));
        if (run->lifecycle == Lifecycle::deleted) tracking.delete_run(id);
        result.added.push_back(id);
    }
    run.reset();
}

Importer::Importer(TrackingStore& tracking, data::ObjectStore& objects, base::Env env, bool new_ids)
    : state_(std::make_unique<State>(tracking, objects, std::move(env), new_ids)) {}
Importer::~Importer() = default;

void Importer::line(std::string_view text) {
    static const std::set<std::string> of_runs{"run",      "param",    "tag",         "logged_model",
                                               "metric",   "input",    "model_input", "model_output",
                                               "document", "artifact", "end"};
    const Json line = base::parse_json(text, "");
    if (!line.is_object()) throw Error(Kind::invalid, "expected a JSON object");
    const std::string type = text_field(line, "type");
    if (!state_->seen_header && type != "export") {
        throw Error(Kind::invalid,
                    fmt::format("the first line has type \"{}\", expected \"export\"", base::printable(type)))
            .hint("this reads what `mlp track export` wrote; `mlp track log -` reads lines for one run");
    }
    if (of_runs.contains(type)) return state_->run_line(type, line);
    if (type == "content") return state_->content_line(line);
    state_->end_run();
    if (type == "export") return state_->header(line);
    if (type == "experiment") return state_->experiment(line);
    throw Error(Kind::invalid, fmt::format("unknown type \"{}\"", base::printable(type)));
}

ImportResult Importer::finish() {
    if (state_->run) {
        throw Error(Kind::invalid, fmt::format("the lines end in the middle of run {}", state_->run->id))
            .hint("the export was cut off: export again");
    }
    state_->close_content();
    for (const std::string& id : state_->experiments_to_delete) state_->tracking.delete_experiment(id);
    state_->batch.commit();
    return std::move(state_->result);
}

}  // namespace mlp::tracking
