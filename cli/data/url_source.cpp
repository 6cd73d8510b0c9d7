#include "cli/data/url_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/reading_progress.hpp"
#include "cli/output/transfer_progress.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/path.hpp"
#include "core/base/python_json.hpp"
#include "core/data/parallel.hpp"
#include "core/data/walk.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Algorithm;
using data::OutsideFile;
using data::dvc::FileItem;

namespace {

/// remote://NAME/path with the url and the settings of that remote.
data::RemoteSettings outside_settings(Invocation& call, const std::string& address) {
    constexpr std::string_view named = "remote://";
    if (!address.starts_with(named)) return {.url = address};
    const auto slash = std::min(address.find('/', named.size()), address.size());
    data::RemoteSettings settings = chosen_remote(call, address.substr(named.size(), slash - named.size()));
    while (settings.url.ends_with('/')) settings.url.pop_back();
    settings.url += address.substr(slash);
    return settings;
}

bool is_url(std::string_view address) { return address.find("://") != std::string_view::npos; }

/// The one digest that DVC takes over the tags of a folder.
data::Content folder_by_tags(const std::vector<OutsideFile>& files, std::string_view tag_name) {
    base::Json list = base::Json::array();
    data::Content content{.kind = data::ContentKind::tree, .digest = {}, .size = 0, .files = files.size()};
    for (const OutsideFile& file : files) {
        list.push_back({{std::string(tag_name), file.tag}, {"relpath", file.way}});
        content.size += file.size.value_or(0);
    }
    content.digest = base::md5(base::python_json(list));
    return content;
}

/// Nothing where a server does not tell the size of one.
std::optional<std::uint64_t> bytes_of(const std::vector<OutsideFile>& files) {
    std::uint64_t bytes = 0;
    for (const OutsideFile& file : files) {
        if (!file.size) return std::nullopt;
        bytes += *file.size;
    }
    return bytes;
}

/// What is gone meanwhile is told when it is copied.
std::uint64_t size_of(const fs::path& file) {
    const auto signature = base::signature_of(file, true);
    return signature ? signature->size : 0;
}

}  // namespace

UrlSource::UrlSource(DataSite& site, std::string address, const fs::path& folder)
    : site_(site), address_(std::move(address)) {
    if (!is_url(address_)) {
        const std::string path = (folder / address_).lexically_normal().string();
        path_ = base::inside(site.root(), site.root(), path).value_or(path);
        return;
    }
    data::RemoteSettings settings = outside_settings(site.call(), address_);
    if (is_url(settings.url)) {
        outside_ = data::open_outside(settings, site.call().env());
    } else {
        path_ = (site.root() / settings.url).lexically_normal().string();
    }
}

FileItem UrlSource::look() { return outside_ ? look_outside() : look_here(); }

FileItem UrlSource::look_here() {
    FileItem item;
    item.path = address_;
    const ReadingProgress progress(site_.call(), "reading", learned_total(1));
    if (site_.is_dvc()) item.content = site_.contents().content_of(path_, site_.algorithm());
    if (item.content) return item;
    if (!site_.is_dvc() && base::signature_of(site_.root() / path_, true)) {
        item.rest["files"] = digest_here();
        return item;
    }
    throw Error(Kind::missing, fmt::format("'{}' does not exist", address_))
        .at((site_.root() / path_).string())
        .hint("name a file or folder, or an address that begins with s3://, http:// or https://");
}

/// Of names and contents, for data.lock: the workspace of a project of mlp.yaml knows nothing outside of it.
std::string UrlSource::digest_here() {
    const fs::path from = site_.root() / path_;
    if (!fs::is_directory(from)) return base::hash_file(from).digest.to_string();
    std::vector<std::string> ways = ways_below(from);
    std::sort(ways.begin(), ways.end());
    std::string list;
    for (const std::string& way : ways) list += fmt::format("{} {}\n", base::hash_file(from / way).digest.hex(), way);
    return base::sha256(list).to_string();
}

FileItem UrlSource::look_outside() {
    files_ = outside_->look();
    FileItem item;
    item.path = address_;
    if (files_.size() != 1 || !files_.front().way.empty()) {
        item.content = folder_by_tags(files_, outside_->tag_name());
        return item;
    }
    item.rest[std::string(outside_->tag_name())] = files_.front().tag;
    if (files_.front().size) item.rest["size"] = *files_.front().size;
    item.rest["hash"] = "md5";
    return item;
}

void UrlSource::get_outside(const fs::path& to, std::size_t jobs) {
    TransferProgress progress(site_.call(), "fetching");
    progress.expect(files_.size());
    progress.set_total(bytes_of(files_));
    data::in_parallel(files_.size(), std::min(std::max<std::size_t>(jobs, 1), files_.size()), [&](std::size_t at) {
        const OutsideFile& file = files_[at];
        if (!file.way.empty() && base::normal_relative(file.way) != file.way)
            throw Error(Kind::invalid, fmt::format("the key '{}' cannot be the name of a file", file.way)).at(address_);
        const fs::path place = file.way.empty() ? to : to / file.way;
        base::make_folders(place.parent_path());
        data::fetch_outside(*outside_, file, place, [&](std::uint64_t count) { progress.moved(file.way, count); });
        progress.done(file.way, fs::file_size(place));
    });
}

void UrlSource::get(const fs::path& to, std::size_t jobs) {
    if (outside_) return get_outside(to, jobs);
    const fs::path from = site_.root() / path_;
    std::vector<std::pair<fs::path, fs::path>> files;
    std::error_code problem;
    if (fs::is_directory(from, problem)) {
        base::make_folders(to);
        for (const std::string& way : ways_below(from)) files.emplace_back(from / way, to / way);
    } else {
        files.emplace_back(from, to);
    }
    std::uint64_t bytes = 0;
    for (const auto& [file, place] : files) bytes += size_of(file);
    const ReadingProgress progress(site_.call(), "copying", [bytes] { return bytes; });
    for (const auto& [file, place] : files) copy(file, place);
}

/// The files of a folder as the project would track them.
std::vector<std::string> UrlSource::ways_below(const fs::path& folder) {
    std::vector<std::string> ways;
    if (site_.is_dvc()) {
        const auto holding = site_.contents().dvc().workspace().look_into(path_);
        if (!holding) return ways;
        for (const auto& file : holding->files) ways.push_back(file.path);
        return ways;
    }
    const data::Node top = data::walk_folder(folder, ".", {.follow_links = true, .skip_own = true, .leave_out = {}});
    return data::paths_below(top);
}

/// DVC's copies are not executable, and its records say so.
void UrlSource::copy(const fs::path& from, const fs::path& to) const {
    base::make_folders(to.parent_path());
    base::clone_file(from, to);
    constexpr auto bits = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    if (site_.is_dvc()) fs::permissions(to, bits, fs::perm_options::remove);
}

bool same_state(const FileItem& before, const FileItem& now) {
    if (before.content || now.content) return before.content && now.content && before.content->digest == now.content->digest;
    for (const char* tag : {"etag", "checksum"}) {
        if (now.rest.contains(tag)) return before.rest.contains(tag) && before.rest[tag] == now.rest[tag];
    }
    return false;
}

}  // namespace mlp::cli
