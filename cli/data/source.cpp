#include "cli/data/source.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "cli/output/transfer_progress.hpp"
#include "core/base/ascii.hpp"
#include "core/base/path.hpp"
#include "core/base/process.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/data/dvc/listing.hpp"
#include "core/data/parallel.hpp"
#include "core/data/placing.hpp"
#include "core/data/remote/transfer.hpp"
#include "core/git/repository.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Algorithm;
using data::BlobName;
using data::Content;

namespace {

/// Files that describe data are not data.
bool is_definition(const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return name.ends_with(".dvc") || name == "dvc.yaml" || name == ".dvcignore";
}

fs::path clone_of(const std::string& url, const fs::path& into) {
    constexpr std::chrono::hours patience{6};
    base::ProcessSpec spec;
    spec.argv = {"git", "clone", "--quiet", "--bare", "--", url, (into / "repository").string()};
    spec.working_directory = into;
    spec.environment = base::current_environment();
    spec.environment["GIT_TERMINAL_PROMPT"] = "0";
    const base::Captured done = base::run_captured(spec, patience);
    if (done.end.ok()) return into / "repository";
    // What git says may repeat the address with its password.
    std::string said = done.output;
    const std::string shown = base::public_url(url);
    for (auto at = said.find(url); at != std::string::npos; at = said.find(url, at + shown.size()))
        said.replace(at, url.size(), shown);
    throw Error(Kind::remote, fmt::format("git cannot clone '{}': {}", shown, base::printable(base::trimmed(said))))
        .hint("check the address, and that `git clone` works with it without asking for a password");
}

std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// The address that an import names, as it is reached from here. A relative one of a clone is meant beside what was
/// cloned, as git means those of submodules.
std::string reached_from(const std::string& url, bool is_clone, const TrackedPath& record) {
    const std::string& named = record.origin->url;
    const bool is_relative = !named.starts_with('/') && named.find(':') == std::string::npos;
    if (!is_clone || !is_relative) return named;
    const auto scheme = url.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    return url.substr(0, begin) + (fs::path(url.substr(begin)) / named).lexically_normal().generic_string();
}

std::string below(const std::string& way, const std::string& name) { return way.empty() ? name : way + "/" + name; }

}  // namespace

SourceRepository::SourceRepository(Invocation& call, const fs::path& folder, const std::string& url,
                                   const std::optional<std::string>& rev, ImportChain chain)
    : call_(call), url_(url), chain_(std::move(chain)) {
    open(folder, url, rev);
    find_projects();
}

SourceRepository::~SourceRepository() = default;

void SourceRepository::open(const fs::path& folder, const std::string& url, const std::optional<std::string>& rev) {
    std::error_code problem;
    root_ = (folder / url).lexically_normal();
    if (url.find("://") != std::string::npos || !fs::is_directory(root_, problem)) {
        clone_ = std::make_unique<base::TemporaryFolder>(base::system_temporaries(), "mlp-source");
        root_ = clone_of(url, clone_->path());
    }
    revision_ = git::Revision::find(root_, rev.value_or("HEAD"));
    if (revision_) return;
    throw Error(Kind::missing, rev ? fmt::format("'{}' has no revision '{}'", base::public_url(url), *rev)
                                   : fmt::format("'{}' is no git repository with a commit", base::public_url(url)))
        .hint("`git ls-remote` shows the branches and tags of a repository");
}

/// Where the settings of a project are to be read: in the work tree, or what the commit of a clone has of them.
fs::path SourceRepository::settings_of(const std::string& project) {
    if (!clone_) return root_ / project;
    const fs::path folder = clone_->path() / "settings" / project;
    base::make_folders(folder);
    for (const char* file : {".dvc/config", "mlp.yaml"}) {
        const std::string path = project.empty() ? file : project + "/" + file;
        if (const auto text = revision_->read(path)) base::replace_file(folder / file, *text);
    }
    return folder;
}

void SourceRepository::find_projects() {
    for (const git::CommittedFile& file : revision_->files()) {
        const auto at = ("/" + file.path).find("/.dvc/");
        if (at != std::string::npos) dvc_folders_.insert(file.path.substr(0, at == 0 ? 0 : at - 1));
    }
}

/// A lock of mlp.yaml lies at the top of its project; what DVC records belongs to the innermost one around it.
SourceProject& SourceRepository::project_of(const TrackedPath& tracked) {
    std::string folder = parent_of(tracked.file);
    const bool of_dvc = tracked.algorithm != Algorithm::sha256;
    while (of_dvc && !folder.empty() && !dvc_folders_.contains(folder)) folder = parent_of(folder);
    const auto found = projects_.find(folder);
    if (found != projects_.end()) return found->second;
    return projects_.try_emplace(folder, call_.env(), settings_of(folder), !clone_).first->second;
}

/// From the project that records it, else from where that project imported it.
void SourceRepository::fetch_blob(const Item& item, const fs::path& to, const data::BlobRemote::Moved& moved) {
    Origin& origin = *item.origin;
    try {
        return origin.project->fetch(*item.blob, origin.record->remote, to, moved);
    } catch (const Error& error) {
        if (!origin.record->origin || (error.kind() != Kind::missing && error.kind() != Kind::remote)) throw;
        call_.detail(error.message());
    }
    data::fetch_file(import_of(origin), *item.blob, to, moved);
}

data::BlobRemote& SourceRepository::import_of(Origin& origin) {
    // Not std::call_once: an exception does not come through it where the C library is linked without its unwinding.
    const std::scoped_lock lock(origin.bringing);
    if (!origin.import) {
        const TrackedPath& record = *origin.record;
        try {
            origin.import = std::make_unique<ChainedImport>(call_, record, reached_from(url_, clone_ != nullptr, record),
                                                            folder_of_imports(record), asked_);
        } catch (Error& error) {
            error.during(fmt::format("looking where '{}' of '{}' was imported from", record.path, base::printable(base::public_url(url_))));
            throw;
        }
    }
    return origin.import->blobs();
}

/// What a relative address of an import is meant from: DVC keeps it as it was given, from where it was called.
fs::path SourceRepository::folder_of_imports(const TrackedPath& record) const {
    if (clone_) return {};
    const fs::path folder = root_ / parent_of(record.file);
    std::error_code problem;
    return fs::exists(folder / record.origin->url, problem) ? folder : root_;
}

std::uint64_t SourceRepository::fetch(const Item& item, const fs::path& to, const data::BlobRemote::Moved& moved) {
    if (!item.blob) {
        constexpr std::uint64_t largest = 1ULL << 32;
        const auto bytes = revision_->read(item.git_path, largest);
        if (!bytes) throw Error(Kind::missing, fmt::format("the commit has no '{}'", item.git_path));
        base::create_file(to, *bytes, item.executable ? 0755 : 0644);
        return bytes->size();
    }
    fetch_blob(item, to, moved);
    if (item.executable && ::chmod(to.c_str(), 0755) != 0) throw system_error("make executable", to.string(), errno);
    return fs::file_size(to);
}

std::string SourceRepository::read_list(Origin& origin, const BlobName& name) {
    const base::TemporaryFolder folder(base::system_temporaries(), "mlp-list");
    fetch({.blob = name, .origin = &origin}, folder.path() / "list");
    return base::read_file(folder.path() / "list", 1ULL << 30);
}

/// The files below `way` of the folder that is asked for; `wanted` is the part of this content that is, "" for all.
void SourceRepository::add_content(Origin& origin, const Content& content, const std::string& way,
                                   const std::string& wanted, Items& items) {
    if (content.kind != data::ContentKind::tree) {
        if (!wanted.empty()) return;
        items.files[way] = {.blob = BlobName{content.digest, false},
                            .origin = &origin,
                            .executable = content.kind == data::ContentKind::executable};
        return items.add_bytes(content.size);
    }
    if (content.digest.algorithm() != Algorithm::sha256) return add_listed(origin, content, way, wanted, items);
    const std::string first = wanted.substr(0, wanted.find('/'));
    const std::string rest = first.size() < wanted.size() ? wanted.substr(first.size() + 1) : "";
    for (const data::TreeEntry& entry : data::parse_tree(read_list(origin, {content.digest, false}))) {
        if (!first.empty() && entry.name != first) continue;
        add_content(origin, entry.content, first.empty() ? below(way, entry.name) : way, rest, items);
    }
}

void SourceRepository::add_listed(Origin& origin, const Content& content, const std::string& way,
                                  const std::string& wanted, Items& items) {
    const bool is_told = wanted.empty() && content.size > 0;  // lists say no sizes
    items.add_bytes(is_told ? std::optional(content.size) : std::nullopt);
    const std::string text = read_list(origin, {content.digest, true});
    for (const auto& file : data::dvc::parse_listing(text, content.digest.hex(), content.digest.algorithm())) {
        if (!wanted.empty() && !base::is_within(file.path, wanted)) continue;
        const std::string rest = wanted.empty()                      ? file.path
                                 : file.path.size() == wanted.size() ? ""
                                                                     : file.path.substr(wanted.size() + 1);
        items.files[rest.empty() ? way : below(way, rest)] = {.blob = BlobName{file.digest, false}, .origin = &origin};
    }
}

void SourceRepository::add_data(const TrackedPath& tracked, const std::string& path, Items& items) {
    if (!tracked.content || !tracked.cache || !tracked.is_inside()) return;
    const bool itself = path == "." || base::is_within(tracked.path, path);
    if (!itself && !base::is_within(path, tracked.path)) return;
    Origin& origin = origins_.emplace_back(tracked, project_of(tracked));
    if (itself) {
        const std::string way = path == "."            ? tracked.path
                                : tracked.path == path ? ""
                                                       : tracked.path.substr(path.size() + 1);
        add_content(origin, *tracked.content, way, "", items);
    } else {
        add_content(origin, *tracked.content, "", path.substr(tracked.path.size() + 1), items);
    }
}

SourceRepository::Items SourceRepository::items_of(const std::string& path) {
    Items items;
    std::vector<std::string> names;
    for (const git::CommittedFile& file : revision_->files()) {
        const bool itself = file.path == path;
        const bool inside = path == "." || base::is_within(file.path, path);
        if (file.kind == git::CommittedFile::Kind::link || !inside || (is_definition(file.path) && !itself)) continue;
        const std::string way = itself ? "" : path == "." ? file.path : file.path.substr(path.size() + 1);
        items.files[way] = {.blob = {},
                            .git_path = file.path,
                            .executable = file.kind == git::CommittedFile::Kind::executable};
        items.add_bytes(std::nullopt);
    }
    std::vector<std::string> problems;
    origins_.clear();
    tracked_ = tracked_paths(*revision_, problems, Projects::nested);
    for (const TrackedPath& tracked : tracked_) {
        names.push_back(tracked.path);
        add_data(tracked, path, items);
    }
    if (!items.files.empty()) return items;
    throw Error(Kind::missing, fmt::format("the repository has no '{}' at {}{}", path, commit().substr(0, 7),
                                           base::did_you_mean(path, names)))
        .hint("name a file or folder of it, tracked as data or by git; --rev names another commit");
}

void SourceRepository::get(const std::string& path, const fs::path& to, std::size_t jobs) {
    const std::string plain = base::normal_relative(path).value_or(path);
    const std::string repository = clone_ ? url_ : fs::weakly_canonical(root_).string();
    asked_ = with_link(chain_, fmt::format("{} {} {}", repository, commit(), plain));
    const Items items = items_of(plain);
    const fs::path parent = to.parent_path().empty() ? fs::path(".") : to.parent_path();
    base::make_folders(parent);
    const base::TemporaryFolder staged(parent, ".mlp-get");
    const fs::path made = staged.path() / "new";
    std::vector<std::pair<fs::path, const Item*>> files;
    for (const auto& [way, item] : items.files) {
        // Names of others: none may lead out of the folder that is made.
        if (!way.empty() && !base::stays_below(way)) {
            throw Error(Kind::invalid, fmt::format("the repository names '{}', which is no path below a folder",
                                                   base::printable(way)))
                .hint("its records are damaged, or made to write where they should not: get its parts one by one");
        }
        files.emplace_back(way.empty() ? made : made / way, &item);
        base::make_folders(files.back().first.parent_path());
    }
    TransferProgress progress(call_, "fetching");
    progress.expect(files.size());
    progress.set_total(items.bytes);
    data::in_parallel(files.size(), std::min(std::max<std::size_t>(jobs, 1), files.size()), [&](std::size_t at) {
        const auto& [place, item] = files[at];
        const std::string name = place.string();
        progress.done(name, fetch(*item, place, [&](std::uint64_t count) { progress.moved(name, count); }));
    });
    data::put_into_place(made, to, staged.path());
}

}  // namespace mlp::cli
