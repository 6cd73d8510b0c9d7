#include "cli/data/importing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/data/for_git.hpp"
#include "cli/data/own_import.hpp"
#include "cli/data/placed.hpp"
#include "cli/data/source.hpp"
#include "cli/output/reading_progress.hpp"
#include "core/base/url.hpp"
#include "core/config/remote_keys.hpp"
#include "core/data/dvc/add.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::dvc::FileItem;

namespace {

constexpr std::int64_t usual_jobs = 8;

/// The .dvc file of an import, as DVC writes it. The URL stays as it was given.
data::dvc::DvcFile file_of(const ImportAsk& ask, const std::string& name, const std::string& commit,
                           const data::Content& content) {
    data::dvc::DvcFile file;
    file.frozen = true;
    FileItem source;
    source.path = fs::path(ask.path).lexically_normal().generic_string();
    base::Json repo{{"url", ask.url}};
    if (ask.rev) repo["rev"] = *ask.rev;
    repo["rev_lock"] = commit;
    source.rest["repo"] = std::move(repo);
    file.deps.push_back(std::move(source));
    FileItem out;
    out.path = name;
    out.content = content;
    file.outs.push_back(std::move(out));
    return file;
}

ImportedData record(DataSite& site, const ImportAsk& ask, const ImportTarget& target, const std::string& commit) {
    const data::Content content = store_arrived(site, target.path, site.algorithm());
    if (site.is_dvc()) {
        const std::string name = fs::path(target.path).filename().string();
        base::replace_file(site.root() / target.file, data::dvc::dvc_file_text(file_of(ask, name, commit, content)));
    } else {
        record_import(site, target.path, file_of(ask, "", commit, content).deps.front(), content);
    }
    remember_placed(site, {{target.path, content}});
    return {target.path, target.file, commit, content, hand_to_git(site, target.path, target.file)};
}

/// What is recorded of where an import came from.
FileItem origin_of(DataSite& site, const TrackedPath& tracked) {
    if (!site.is_dvc()) return item_of(*site.data_lock().at(tracked.path).source);
    const std::string text = base::read_file(site.root() / tracked.file);
    return data::dvc::parse_dvc_file(text, tracked.file).deps.at(0);
}

}  // namespace

std::vector<Argument> import_arguments(ImportAsk& ask) {
    return {{.name = "url",
             .help = "A git repository: a folder, or an address that git clone takes",
             .target = &ask.url,
             .required = true},
            {.name = "path",
             .help = "A file or folder of it, tracked as data or by git",
             .target = &ask.path,
             .required = true},
            {.name = "-o,--out", .help = "Where it is written (default: its name, here)", .target = &ask.out, .value = "PATH"},
            {.name = "--rev", .help = "A branch, tag or commit (default: HEAD)", .target = &ask.rev, .value = "REV"},
            {.name = "-j,--jobs", .help = "Files at a time (default: 8)", .target = &ask.jobs, .value = "N"},
            {.name = "-f,--force", .help = "Overwrite what is there", .target = &ask.force}};
}

fs::path destination_of(Invocation& call, const ImportAsk& ask) {
    const std::string name = fs::path(ask.path).lexically_normal().filename().string();
    fs::path to = call.folder() / ask.out.value_or(name);
    std::error_code problem;
    if (ask.out && fs::is_directory(to, problem)) to /= name;
    to = to.lexically_normal();
    if (base::signature_of(to) && !ask.force) {
        throw Error(Kind::conflict, fmt::format("'{}' is there already", to.string()))
            .hint("--force overwrites it; -o names another place");
    }
    return to;
}

std::size_t jobs_for(std::optional<std::int64_t> asked) {
    return static_cast<std::size_t>(std::max<std::int64_t>(1, asked.value_or(usual_jobs)));
}

fs::path source_folder(DataSite& site, const std::string& url) {
    std::error_code problem;
    return fs::exists(site.call().folder() / url, problem) ? site.call().folder() : site.root();
}

ImportTarget import_target(DataSite& site, const ImportAsk& ask) {
    const fs::path to = destination_of(site.call(), ask);
    const std::string path = site.new_path_of(to.string(), "`mlp data get` writes anywhere");
    data::dvc::AddTarget target = data::dvc::new_target(path);
    if (!site.is_dvc()) target.file = data::data_lock_file;
    const TrackedPath* outer = site.around(path);
    if (outer != nullptr && (outer->path != path || outer->file != target.file)) {
        throw Error(Kind::conflict, fmt::format("'{}' is a part of '{}', which '{}' records", path, outer->path, outer->file))
            .hint("-o names another place");
    }
    data::dvc::check_target(site.root(), nullptr, target, {});
    return {path, target.file};
}

void refuse_secret_address(DataSite& site, const std::string& address, const std::string& way_out) {
    if (!site.is_dvc() || !config::has_password(address)) return;
    throw Error(Kind::usage, fmt::format("the .dvc file would carry the secret in the address '{}', and git would keep it",
                                         base::public_url(address)))
        .hint(way_out);
}

data::Content store_arrived(DataSite& site, const std::string& path, base::Algorithm algorithm,
                            const std::function<void(const data::Content&)>& check) {
    const ReadingProgress progress(site.call(), "adding", learned_total(1));
    pipeline::Contents::Batch batch(site.contents());
    data::Content content = site.contents().store(path, algorithm, batch);
    if (check) check(content);
    batch.commit();
    return content;
}

ImportedData import_data(Invocation& call, const ImportAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    refuse_secret_address(site, ask.url, "leave it out and let git know it: git config credential.helper …");
    const ImportTarget target = import_target(site, ask);
    SourceRepository source(call, call.folder(), ask.url, ask.rev);
    source.get(ask.path, site.root() / target.path, jobs_for(ask.jobs));
    return record(site, ask, target, source.commit());
}

bool fetch_import(DataSite& site, const TrackedPath& tracked) {
    if (!tracked.content || site.contents().stored(*tracked.content)) return false;
    const FileItem origin = origin_of(site, tracked);
    const base::Json& repo = origin.rest.at("repo");
    const auto word = [&](const char* key) {
        const auto found = repo.find(key);
        return found == repo.end() || !found->is_string() ? std::nullopt : std::optional(found->get<std::string>());
    };
    const fs::path folder = source_folder(site, word("url").value_or(""));
    const std::optional<std::string> rev = word("rev_lock") ? word("rev_lock") : word("rev");
    SourceRepository source(site.call(), folder, word("url").value_or(""), rev);
    base::make_folders(site.root() / ".mlp" / "tmp");
    const base::TemporaryFolder arrived(site.root() / ".mlp" / "tmp", "import");
    const fs::path to = arrived.path() / fs::path(tracked.path).filename();
    source.get(origin.path, to, usual_jobs);
    const std::string below = to.lexically_relative(site.root()).generic_string();
    store_arrived(site, below, tracked.content->digest.algorithm(), [&](const data::Content& content) {
        if (content.digest == tracked.content->digest) return;
        throw Error(Kind::damaged, fmt::format("'{}' of {} is not what '{}' recorded when it was imported",
                                               origin.path, word("url").value_or(""), tracked.file))
            .at(tracked.file)
            .hint("the other repository's history or cache changed; import it again to take what it has now");
    });
    return true;
}

}  // namespace mlp::cli
