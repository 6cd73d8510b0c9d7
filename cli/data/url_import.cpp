#include "cli/data/url_import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/data/for_git.hpp"
#include "cli/data/importing.hpp"
#include "cli/data/own_import.hpp"
#include "cli/data/placed.hpp"
#include "cli/data/url_source.hpp"
#include "core/base/path.hpp"
#include "core/data/placing.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::dvc::DvcFile;
using data::dvc::FileItem;

namespace {

/// The last part of an address, which the data is called by.
std::string name_of(const std::string& url) {
    const bool web = url.starts_with("http://") || url.starts_with("https://");
    std::string path = web ? url.substr(0, url.find_first_of("?#")) : url;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return fs::path(path).lexically_normal().filename().string();
}

/// A path that is given from the folder of the call, as the .dvc file in `folder` names it.
std::string address_in(DataSite& site, const std::string& url, const fs::path& folder) {
    if (url.find("://") != std::string::npos || url.starts_with('/')) return url;
    return (site.call().folder() / url).lexically_normal().lexically_relative(folder).generic_string();
}

/// A folder cannot be copied into itself.
void refuse_own_source(DataSite& site, const fs::path& source, const std::string& target) {
    const auto inside = base::inside(site.root(), site.root(), source.string());
    if (!inside || !base::is_within(target, *inside)) return;
    throw Error(Kind::usage, fmt::format("'{}' would be a copy of the folder '{}', which it lies in", target, *inside))
        .hint("name a folder beside it, or another place for the copy");
}

FileItem named(const std::string& path, bool is_known) {
    FileItem item;
    item.path = path;
    if (!is_known) item.rest["hash"] = "md5";
    return item;
}

data::Content fetch_into(DataSite& site, UrlSource& source, const std::string& path, std::size_t jobs) {
    const fs::path to = site.root() / path;
    base::make_folders(to.parent_path());
    const base::TemporaryFolder staged = data::staging(site.root(), to);
    const fs::path made = staged.path() / "new";
    source.get(made, jobs);
    data::put_into_place(made, to, staged.path());
    return store_arrived(site, path, site.algorithm());
}

/// A file of this machine may change while it is copied.
void check_arrived(const FileItem& source, const data::Content& content) {
    if (source.path.find("://") != std::string::npos || !source.content || source.content->digest == content.digest) return;
    throw Error(Kind::conflict, fmt::format("'{}' changed while it was copied", source.path)).hint("run again when it stands still");
}

}  // namespace

std::pair<FileItem, data::Content> fetch_url(DataSite& site, UrlSource& source, const std::string& path, std::size_t jobs) {
    FileItem state = source.look();
    const data::Content content = fetch_into(site, source, path, jobs);
    check_arrived(state, content);
    return {std::move(state), content};
}

UrlImported import_url(Invocation& call, const UrlImportAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    if (!site.is_dvc() && (ask.no_exec || ask.no_download)) {
        throw Error(Kind::usage, "data.lock records contents, not addresses: there is nothing to record without a download")
            .hint("leave --no-exec and --no-download out");
    }
    refuse_secret_address(site, ask.url,
                          "mlp remote add NAME URL, its secrets with --local, then import from remote://NAME/PATH");
    const ImportTarget target = import_target(site, {.url = {}, .path = name_of(ask.url), .out = ask.out, .rev = {}, .jobs = {}, .force = ask.force});
    const fs::path folder = site.is_dvc() ? (site.root() / target.path).parent_path() : site.root();
    DvcFile file;
    file.frozen = true;
    file.outs.push_back(named(fs::path(target.path).filename().string(), !ask.no_exec && !ask.no_download));
    const std::string address = address_in(site, ask.url, folder);
    refuse_own_source(site, (folder / address).lexically_normal(), target.path);
    UrlSource source(site, address, folder);
    UrlImported imported{.path = target.path, .file = target.file, .content = {}};
    if (ask.no_exec) {
        file.deps.push_back(named(address, false));
    } else if (ask.no_download) {
        file.deps.push_back(source.look());
    } else {
        auto [state, content] = fetch_url(site, source, target.path, jobs_for(ask.jobs));
        file.deps.push_back(std::move(state));
        file.outs.front().content = content;
        imported.content = content;
    }
    if (site.is_dvc()) {
        base::replace_file(site.root() / target.file, data::dvc::dvc_file_text(file));
    } else {
        record_import(site, target.path, file.deps.front(), *imported.content);
    }
    if (imported.content) remember_placed(site, {{target.path, *imported.content}});
    imported.for_git = hand_to_git(site, target.path, target.file);
    return imported;
}

}  // namespace mlp::cli
