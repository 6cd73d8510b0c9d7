#include "cli/pipeline/run_combinations.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <thread>

#include "cli/output/output.hpp"
#include "cli/pipeline/combination_report.hpp"
#include "cli/pipeline/gpu_shares.hpp"
#include "cli/pipeline/guard.hpp"
#include "cli/pipeline/parameters.hpp"
#include "cli/pipeline/run_lock.hpp"
#include "cli/pipeline/site.hpp"
#include "cli/pipeline/work_copy.hpp"
#include "core/base/interrupt.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"
#include "core/config/settings.hpp"
#include "core/pipeline/executor/local.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/orphans.hpp"
#include "core/pipeline/resources.hpp"
#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;
using Combination = std::vector<std::string>;

namespace {

/// The tracked run that the combinations are parts of.
class ParentRun {
public:
    ParentRun(Invocation& call, const std::string& command_line)
        : call_(call), tracking_(tracking::open_tracking(call.store())) {
        base::Transaction transaction(call.store().db());
        tracking_->reap();
        const std::string& project = call.project().name;
        const auto known = tracking_->find_experiment_by_name(project);
        tracking::NewRun run;
        run.experiment_id = known ? known->id : tracking_->create_experiment(project);
        if (known && known->lifecycle == tracking::Lifecycle::deleted) tracking_->restore_experiment(known->id);
        run.user_id = base::user_name(call.env());
        run.owner_pid = ::getpid();
        run.tags = {{"mlp.kind", "combinations"},
                    {"mlflow.user", run.user_id},
                    {"mlflow.source.name", command_line},
                    {"mlflow.source.type", "PROJECT"}};
        id_ = tracking_->create_run(run).id;
        tracking_->put_document(id_, "command", {{"line", command_line}});
        transaction.commit();
    }

    const std::string& id() const { return id_; }

    void add_metrics(CombinationResult& result) {
        if (result.run_id.empty()) return;
        const auto run = tracking_->find_run(result.run_id);
        if (!run) return;
        for (const tracking::Metric& metric : run->metrics) result.metrics[metric.key] = metric.value;
    }

    void end(const CombinationsSummary& summary) {
        const auto status = summary.signal != 0 ? tracking::RunStatus::killed
                            : summary.good()    ? tracking::RunStatus::finished
                                                : tracking::RunStatus::failed;
        tracking_->update_run(id_, status, call_.env().now(), std::nullopt);
    }

private:
    Invocation& call_;
    std::unique_ptr<tracking::TrackingStore> tracking_;
    std::string id_;
};

std::string command_line(const RunAsk& ask) {
    std::string line = "mlp run";
    for (const std::string& edit : ask.set) line += " --set " + base::shell_quote(edit);
    for (const std::string& stage : ask.asked.stages) line += " " + base::shell_quote(stage);
    return line;
}

/// The last error that a run under --json told.
std::string told_error(const fs::path& log) {
    const std::string text = base::read_file_if_exists(log).value_or("");
    std::string message;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const Json line = Json::parse(text.substr(start, end - start), nullptr, false);
        if (line.is_object() && line.contains("error")) message = line["error"].value("message", std::string());
        start = end + 1;
    }
    return message;
}

class Combinations {
public:
    Combinations(Invocation& call, const RunAsk& ask, const std::vector<Combination>& all)
        : call_(call),
          ask_(ask),
          lineage_(lineage_wanted(call, ask.lineage)),
          folder_(copies_folder(call.root())),
          interrupts_(),
          at_work_(call.root(), base::new_id(call.env()), guard_words()) {
        for (const Combination& set : all) results_.push_back({.set = set});
        const pipeline::Graph graph(call.project());
        for (const std::string& word : ask.asked.stages) {
            for (const std::size_t index : graph.named(word, ask.asked.folder)) stages_.push_back(graph.stage(index).name);
        }
        const auto wanted = ask.jobs ? ask.jobs : call.settings().integer("run.jobs");
        const std::size_t cpus = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t jobs = wanted && *wanted > 0 ? static_cast<std::size_t>(*wanted) : cpus;
        gpus_.emplace(call.project(),
                      pipeline::totals_of_machine(call.settings().integer("run.gpus"), base::current_environment()),
                      std::min(jobs, results_.size()));
        at_once_ = gpus_->at_once();
        jobs_each_ = std::max<std::size_t>(1, jobs / at_once_);
    }
    ~Combinations() { remove_quietly(folder_); }
    Combinations(const Combinations&) = delete;
    Combinations& operator=(const Combinations&) = delete;

    CombinationsSummary perform() {
        const base::Millis began = call_.env().now();
        base::make_folders(folder_);
        place_ = copy_project(call_.project(), call_.env(), folder_ / "base").lexically_relative(folder_ / "base");
        try_edits();
        ParentRun parent(call_, command_line(ask_));
        run_all(parent);
        CombinationsSummary summary{.run_id = parent.id(), .results = results_, .signal = signal_, .duration = 0};
        summary.duration = call_.env().now() - began;
        parent.end(summary);
        return summary;
    }

private:
    static void remove_quietly(const fs::path& folder) noexcept {
        try {
            base::remove_tree(folder);
        } catch (const std::exception&) {
            // The next run removes it.
        }
    }

    fs::path copy_of(std::size_t index) const { return folder_ / std::to_string(index + 1); }
    fs::path root_in(const fs::path& copy) const { return place_ == "." ? copy : copy / place_; }
    fs::path root_of(std::size_t index) const { return root_in(copy_of(index)); }
    fs::path report_of(std::size_t index) const { return folder_ / fmt::format("{}.json", index + 1); }
    fs::path log_of(std::size_t index) const { return folder_ / fmt::format("{}.log", index + 1); }

    /// A key that does not exist is told once, before anything runs.
    void try_edits() {
        const fs::path root = root_in(folder_ / "base");
        ParameterEdits edits(root);
        for (const CombinationResult& result : results_) {
            try {
                edits.apply(result.set);
            } catch (const Error& error) {
                // The user's file is meant, not its copy.
                if (!error.place().starts_with(root.string() + "/")) throw;
                throw Error(error).at((call_.root() / error.place().substr(root.string().size() + 1)).string());
            }
            edits.undo();
        }
    }

    void run_all(ParentRun& parent) {
        const auto executor = pipeline::local_executor([](std::size_t, std::string_view) {}, grace);
        std::size_t next = 0;
        while (true) {
            while (next < results_.size() && running_.size() < at_once_ && may_start())
                start(next++, parent, *executor);
            if (running_.empty()) return;
            const std::array wake{interrupts_.fd()};
            for (const pipeline::TaskEnd& end : executor->wait(wake, std::nullopt)) take_end(end, parent);
            while (const auto number = interrupts_.take()) stop(*number, *executor);
        }
    }

    bool may_start() const { return signal_ == 0 && (!failed_ || ask_.keep_going); }

    void start(std::size_t index, const ParentRun& parent, pipeline::Executor& executor) {
        clone_folder(folder_ / "base", copy_of(index));
        auto environment = base::current_environment();
        environment["MLP_STORE"] = call_.store().location().database.string();
        environment["MLP_PROJECT"] = root_of(index).string();
        if (const auto remote = remote_from_copies(call_)) environment["MLP_RUN_REMOTE"] = *remote;
        // By these the process is found if this one is killed.
        environment["DVC_ROOT"] = call_.root().string();
        environment["MLP_RUN_ID"] = parent.id();
        environment["MLP_WORK_ID"] = at_work_.id();
        gpus_->take(index, environment);
        call_.note(fmt::format("[{}/{}] {} starts", index + 1, results_.size(), name_of(index)));
        running_.push_back(index);
        executor.submit({.id = index,
                         .commands = {command_of(index, parent.id())},
                         .shell = {"/bin/sh", "-c"},
                         .folder = root_of(index),
                         .environment = std::move(environment),
                         .log = log_of(index),
                         .timeout = std::nullopt});
    }

    std::string command_of(std::size_t index, const std::string& parent) const {
        std::string line = "exec " + base::shell_quote(fs::read_symlink("/proc/self/exe").string()) + " run --json";
        line += fmt::format(" --within {} -j {}", parent, jobs_each_);
        if (ask_.force) line += " --force";
        if (ask_.keep_going) line += " --keep-going";
        if (ask_.no_cache) line += " --no-cache";
        if (ask_.no_remote) line += " --no-remote";
        if (ask_.pull) line += " --pull";
        if (ask_.asked.single) line += " --single";
        if (lineage_) {
            line += " --lineage " + base::shell_quote(*lineage_);
            line += " --lineage-root " + base::shell_quote(call_.root().string());
        }
        if (ask_.asked.since) line += " --since " + base::shell_quote(*ask_.asked.since);
        for (const std::string& edit : results_[index].set) line += " --set " + base::shell_quote(edit);
        line += " --";
        for (const std::string& stage : stages_) line += " " + base::shell_quote(stage);
        return line + " >" + base::shell_quote(report_of(index).string());
    }

    std::string name_of(std::size_t index) const { return fmt::format("{}", fmt::join(results_[index].set, " ")); }

    void take_end(const pipeline::TaskEnd& end, ParentRun& parent) {
        CombinationResult& result = results_[end.id];
        std::erase(running_, end.id);
        gpus_->give_back(end.id);
        result.exit_code = end.exit_code;
        result.duration = end.duration.count();
        result.status = end.signal != 0 || end.cancelled ? "killed" : "failed";
        const Json document = Json::parse(base::read_file_if_exists(report_of(end.id)).value_or(""), nullptr, false);
        if (document.is_object()) take_run_document(document, result);
        if (!result.good() && result.message.empty()) result.message = told_error(log_of(end.id));
        if (!result.good() && result.message.empty()) result.message = end.problem;
        failed_ = failed_ || !result.good();
        parent.add_metrics(result);
        call_.note(fmt::format("[{}/{}] {} {} in {}", end.id + 1, results_.size(), name_of(end.id), result.status,
                               base::duration_text(end.duration)));
        remove_quietly(copy_of(end.id));
    }

    void stop(int number, pipeline::Executor& executor) {
        const auto how = signal_ == 0 ? pipeline::Cancel::ask : pipeline::Cancel::force;
        signal_ = number;
        for (const std::size_t index : running_) executor.cancel(index, how);
    }

    /// A run that is asked to end has stages to end first.
    static constexpr std::chrono::milliseconds grace{20'000};

    Invocation& call_;
    const RunAsk& ask_;
    std::optional<std::string> lineage_;  ///< where the runs tell of themselves
    fs::path folder_;
    base::InterruptGuard interrupts_;
    pipeline::AtWork at_work_;
    fs::path place_;  ///< of the project in a copy
    std::vector<CombinationResult> results_;
    std::vector<std::string> stages_;  ///< that are asked for, by their addresses
    std::vector<std::size_t> running_;
    std::optional<GpuShares> gpus_;
    std::size_t at_once_ = 1;
    std::size_t jobs_each_ = 1;
    bool failed_ = false;
    int signal_ = 0;
};

/// None to fetch from is told once, before anything starts; so is one that is not there.
void require_remote(Invocation& call) {
    data::FileIndex index(index_path(call));
    Site site(call, index);
    site.pull();
    site.warn_of_absent_remote(true);
}

}  // namespace

Report run_combinations(Invocation& call, const RunAsk& ask, const std::vector<Combination>& combinations) {
    if (ask.explain) {
        throw Error(Kind::usage, "--explain tells about one run, --set names several").hint("leave one of them out");
    }
    pipeline::Graph(call.project()).targets(ask.asked.stages, ask.asked.folder);  // unknown names are told first
    if (ask.pull) require_remote(call);
    const base::FileLock lock = take_run_lock(call, ask.wait);
    pipeline::end_orphans(call.root());
    remove_left_copies(call.root());
    const CombinationsSummary summary = Combinations(call, ask, combinations).perform();
    Report report = combinations_report(summary);
    if (summary.signal == 0) return report;
    print(report, call);
    throw base::Interrupted{summary.signal};
}

}  // namespace mlp::cli
