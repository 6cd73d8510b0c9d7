// mlp data log PATH
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/data/site.hpp"
#include "cli/output/text.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/git/references.hpp"

namespace mlp::cli {

namespace {

/// A commit in which the data became something else.
struct LogEntry {
    git::LoggedCommit commit;
    std::optional<data::Content> content;  ///< nothing: it is tracked no longer
};

struct DataLogAsk {
    std::string path;
    std::optional<std::int64_t> most;
};

std::optional<data::Content> content_at(const std::vector<TrackedPath>& tracked, const std::string& path) {
    const auto found = std::find_if(tracked.begin(), tracked.end(), [&](const TrackedPath& one) {
        return one.path == path || (one.file == path && path.ends_with(".dvc"));
    });
    return found == tracked.end() ? std::nullopt : found->content;
}

/// The oldest commit first is how it changed, the newest first how it is told.
std::vector<LogEntry> history_of(DataSite& site, const std::string& path) {
    std::vector<git::LoggedCommit> commits = git::history(site.root());
    std::reverse(commits.begin(), commits.end());
    RecordReader records;
    std::vector<std::string> problems;
    std::vector<LogEntry> entries;
    std::optional<data::Content> last;
    for (git::LoggedCommit& commit : commits) {
        const auto revision = git::Revision::find(site.root(), commit.commit);
        if (!revision) continue;
        const auto content = content_at(records.read(*revision, problems), path);
        const bool same = content.has_value() == last.has_value() && (!content || content->digest == last->digest);
        if (!same) entries.push_back({std::move(commit), content});
        last = content;
    }
    std::reverse(entries.begin(), entries.end());
    for (const std::string& problem : problems) site.call().detail(problem);
    return entries;
}

base::Json entry_json(const LogEntry& entry) {
    constexpr std::int64_t ms = 1000;
    base::Json json{{"commit", entry.commit.commit},
                    {"time", entry.commit.time_s * ms},
                    {"author", entry.commit.author},
                    {"summary", entry.commit.summary},
                    {"tracked", entry.content.has_value()}};
    if (!entry.content) return json;
    json["digest"] = entry.content->digest.to_string();
    json["size"] = entry.content->size;
    json["files"] = entry.content->files;
    return json;
}

void show(Text& text, const LogEntry& entry) {
    constexpr std::size_t day = 10;
    constexpr std::size_t digits = 7;
    constexpr std::int64_t ms = 1000;
    text.add(Label::id, entry.commit.commit.substr(0, digits)).add("  ");
    text.add(base::iso_time(entry.commit.time_s * ms).substr(0, day)).add("  ");
    if (entry.content) {
        const bool folder = is_folder(*entry.content);
        text.add(entry.content->digest.hex().substr(0, digits)).add("  ");
        text.add(fmt::format("{:>10}", entry.content->size > 0 || !folder ? base::size_text(entry.content->size) : ""));
        text.add(folder ? fmt::format("  {} files  ", entry.content->files) : "  ");
    } else {
        text.add(Label::warning, "tracked no longer  ");
    }
    text.line(entry.commit.summary);
}

Report report(Invocation& call, const DataLogAsk& ask) {
    DataSite site(call);
    const std::string path = site.path_of(ask.path);
    std::vector<LogEntry> entries = history_of(site, path);
    if (entries.empty() && site.around(path) == nullptr) {
        throw Error(Kind::missing, fmt::format("no commit of HEAD's history records data called '{}'", ask.path))
            .hint("`mlp data status` lists what is tracked; a part of a folder has the history of the folder");
    }
    if (ask.most && *ask.most >= 0 && static_cast<std::size_t>(*ask.most) < entries.size())
        entries.resize(static_cast<std::size_t>(*ask.most));
    base::Json json = document("mlp.data.log/1");
    json["path"] = path;
    json["entries"] = base::Json::array();
    for (const LogEntry& entry : entries) json["entries"].push_back(entry_json(entry));
    return {.document = std::move(json), .text = [entries](Text& text) {
                for (const LogEntry& entry : entries) show(text, entry);
                if (entries.empty()) text.line("No commit records it yet.");
            }};
}

}  // namespace

Command data_log_command() {
    auto ask = std::make_shared<DataLogAsk>();
    return {.arguments = {{.name = "path",
                           .help = "A tracked path, or its .dvc file",
                           .target = &ask->path,
                           .required = true,
                           .live = Live::files},
                          {.name = "-n,--max", .help = "At most so many changes", .target = &ask->most, .value = "N"}},
            .run = [ask](Invocation& call) { return report(call, *ask); }};
}

}  // namespace mlp::cli
