#include "cli/data/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "cli/pipeline/run_lock.hpp"
#include "cli/pipeline/site.hpp"
#include "cli/settings/settings.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

/// Where digests are remembered. A project that cannot be written to is read all the same, only slower.
fs::path index_of(Invocation& call) {
    try {
        state_folder(call.root());
    } catch (const Error& error) {
        call.detail(error.message());
    }
    return index_path(call);
}

const TrackedPath* innermost_around(const std::vector<TrackedPath>& tracked, const std::string& path) {
    const TrackedPath* found = nullptr;
    for (const TrackedPath& one : tracked) {
        if (base::is_within(path, one.path) && (found == nullptr || found->path.size() < one.path.size())) found = &one;
    }
    return found;
}

}  // namespace

std::vector<Chosen> named_among(const std::vector<TrackedPath>& tracked, const std::string& path,
                                const std::string& word) {
    std::vector<Chosen> chosen;
    for (const TrackedPath& one : tracked) {
        const bool names_it = one.stage == word || (one.file == path && path.ends_with(".dvc"));
        if (names_it || path == "." || base::is_within(one.path, path)) chosen.push_back({&one});
    }
    if (!chosen.empty()) return chosen;
    const TrackedPath* outer = innermost_around(tracked, path);
    if (outer != nullptr) chosen.push_back({outer, path.substr(outer->path.size() + 1)});
    return chosen;
}

DataSite::DataSite(Invocation& call)
    : call_(call),
      index_(index_of(call)),
      contents_(call.project(), call.env(), index_, call.objects()),
      locks_(pipeline::read_locks(call.project())),
      data_lock_(data::read_data_lock(call.root())),
      is_dvc_(fs::is_directory(call.root() / ".dvc")),
      tracked_(tracked_paths(call.project(), locks_.lock, data_lock_)) {}

const fs::path& DataSite::root() const { return contents_.root(); }

const config::Project& DataSite::project() const { return call_.project(); }

std::string DataSite::path_of(const std::string& word) const {
    if (auto inside = base::inside(root(), call_.folder(), word)) return *std::move(inside);
    return (call_.folder() / word).lexically_normal().generic_string();
}

std::string DataSite::new_path_of(const std::string& word, const std::string& way_out) const {
    std::string path = path_of(word);
    if (std::any_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
        throw Error(Kind::usage, fmt::format("the name '{}' holds a control character", base::printable(word)))
            .hint("rename it, or track a folder around it: names in a tracked folder may hold anything");
    }
    if (path.starts_with('/')) {
        throw Error(Kind::usage, fmt::format("'{}' lies outside of the project", base::printable(word)))
            .at(root().string())
            .hint(way_out);
    }
    return path;
}

const TrackedPath* DataSite::around(const std::string& path) const { return innermost_around(tracked_, path); }

/// Neither recorded nor in the workspace. False while the record of the folder has not been fetched.
bool DataSite::surely_lacks(const TrackedPath& tracked, const std::string& part) {
    if (!tracked.content || base::signature_of(root() / tracked.path / part)) return false;
    data::Content folder = *tracked.content;
    if (!is_folder(folder)) return true;
    if (folder.digest.algorithm() != base::Algorithm::sha256) {
        return contents_.dvc().cache().has(folder) && !contents_.below(folder, part);
    }
    for (std::string_view rest = part; !rest.empty();) {
        const std::string_view name = rest.substr(0, rest.find('/'));
        const auto inner = contents_.below(folder, name);
        if (!inner) return !is_folder(folder) || contents_.objects().has(folder.digest);
        folder = *inner;
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    }
    return false;
}

std::vector<Chosen> DataSite::chosen(const std::vector<std::string>& words) {
    std::vector<Chosen> chosen;
    if (words.empty()) {
        for (const TrackedPath& tracked : tracked_) chosen.push_back({&tracked});
        return chosen;
    }
    for (const std::string& word : words) {
        const auto found = named_among(tracked_, path_of(word), word);
        const bool is_part = !found.empty() && !found.front().part.empty();
        chosen.insert(chosen.end(), found.begin(), found.end());
        if (!found.empty() && !(is_part && surely_lacks(*found.front().tracked, found.front().part))) continue;
        throw unknown(word).hint("`mlp data status` lists what is tracked; `mlp data add` tracks a file or folder");
    }
    return chosen;
}

Error DataSite::unknown(const std::string& word) const {
    std::vector<std::string> names;
    for (const TrackedPath& tracked : tracked_) names.push_back(tracked.path);
    return {Kind::missing, fmt::format("nothing tracked is called '{}'{}", word, base::did_you_mean(path_of(word), names))};
}

DataHold::DataHold(Invocation& call) {
    if (is_dvc_project(call)) {
        const fs::path root = fs::weakly_canonical(call.root());
        dvc_.emplace(data::dvc::lock_project(root, data::dvc::read_config(root, call.env())));
        return;
    }
    constexpr std::chrono::milliseconds pause{50};
    const auto patience = std::chrono::steady_clock::now() + data::dvc::dvc_patience;
    const fs::path path = state_folder(call.root()) / "data.lock";
    while (!(own_ = base::FileLock::try_acquire(path))) {
        if (std::chrono::steady_clock::now() >= patience) {
            const auto holder = base::FileLock::holder(path);
            throw Error(Kind::conflict, fmt::format("another command changes data here: {}",
                                                    holder ? fmt::format("process {}", *holder) : "another process"))
                .at(path.string())
                .hint("run again when it has ended");
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace mlp::cli
