// Order of a deploy, so that a kill at any instant leaves the old or the new release served and a history that agrees:
// content under a temporary name → sync → rename to its id → intent → swap of the link → intent becomes an entry.
#include "core/deploy/folder_target.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::deploy {

namespace {

constexpr std::string_view manifest_name = "manifest.json";

TargetState read_state(const FolderLayout& layout, std::string id) {
    TargetState state;
    state.id = std::move(id);
    state.current = layout.read_link();
    state.history = layout.read_history(state.current);
    state.kept = layout.kept_releases();
    return state;
}

/// What differs between a release's folder and its manifest; empty when it is whole.
std::string damage_of(const fs::path& folder, const std::vector<registry::Part>& parts) {
    for (const auto& part : parts) {
        const auto found = base::signature_of(folder / part.path);
        if (!found) return fmt::format("'{}' is missing", part.path);
        if (!found->is_regular()) return fmt::format("'{}' is not a file", part.path);
        if (found->size != part.size) {
            return fmt::format("'{}' has {} bytes, expected {}", part.path, found->size, part.size);
        }
        if (base::hash_file(folder / part.path).digest.to_string() != part.digest) {
            return fmt::format("the content of '{}' does not match {}", part.path, part.digest);
        }
    }
    return {};
}

/// Puts a made folder at `to`; what stands there is exchanged and removed, so that `to` is never absent or half.
void move_into_place(const fs::path& made, const fs::path& to) {
    if (!base::signature_of(to)) {
        if (::rename(made.c_str(), to.c_str()) != 0) throw system_error("rename", made.string(), errno);
    } else {
        if (::syscall(SYS_renameat2, AT_FDCWD, made.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) != 0) {
            throw system_error("exchange", to.string(), errno);
        }
        base::remove_tree(made);
    }
    base::sync_folder(to.parent_path());
}

class FolderSession final : public TargetSession {
public:
    FolderSession(FolderLayout layout, std::string id, base::FileLock lock)
        : layout_(std::move(layout)), id_(std::move(id)), lock_(std::move(lock)) {}

    TargetState state() override { return read_state(layout_, id_); }
    void prepare(const registry::ModelVersion& version, const WritePart& write) override;
    ReleaseContent verify(const std::string& release) override;
    void activate(const Entry& entry) override;
    void withdraw(const Entry& entry) override;
    std::vector<std::string> prune(int keep) override;

private:
    bool is_whole(const registry::ModelVersion& version) const;

    FolderLayout layout_;
    std::string id_;
    base::FileLock lock_;
};

bool FolderSession::is_whole(const registry::ModelVersion& version) const {
    const fs::path folder = layout_.release(release_id(version));
    const auto text = base::read_file_if_exists(folder / manifest_name);
    return text && *text == release_manifest(version).dump(2) + "\n" && damage_of(folder, version.parts).empty();
}

void FolderSession::prepare(const registry::ModelVersion& version, const WritePart& write) {
    const std::string id = release_id(version);
    for (const auto& part : version.parts) {
        const std::string first = part.path.substr(0, part.path.find('/'));
        if (first != manifest_name) continue;
        throw Error(Kind::invalid, fmt::format("{}:{} has a part '{}', but '{}' is the release's own manifest",
                                               version.model, version.version, part.path, manifest_name))
            .hint("keep it in a subfolder of the model, or give it another name");
    }
    if (is_whole(version)) return;
    const fs::path made = layout_.releases() / fmt::format(".making-{}", id);
    base::remove_tree(made);
    base::make_folders(made);
    try {
        for (const auto& part : version.parts) {
            const fs::path to = made / part.path;
            if (to.parent_path() != made) base::make_folders(to.parent_path());
            write(part, to);
        }
        base::replace_file(made / manifest_name, release_manifest(version).dump(2) + "\n");
        base::sync_file_system(made);
        move_into_place(made, layout_.release(id));
    } catch (...) {
        base::remove_tree(made);
        throw;
    }
}

ReleaseContent FolderSession::verify(const std::string& release) {
    const fs::path folder = layout_.release(release);
    const auto text = base::read_file_if_exists(folder / manifest_name);
    if (!text) {
        throw Error(Kind::missing, fmt::format("release '{}' is no longer in '{}'", release, layout_.root().string()))
            .hint("only the newest `keep:` releases stay in the target: deploy the version again from the registry");
    }
    ReleaseContent content = parse_release_manifest(*text, (folder / manifest_name).string());
    const std::string damage =
        content.release == release ? damage_of(folder, content.parts) : "its manifest is another release's";
    if (!damage.empty()) {
        throw Error(Kind::damaged, fmt::format("release '{}' is damaged: {}", release, damage))
            .at(folder.string())
            .hint(fmt::format("deploy it again from the registry: `mlp deploy ENV {}:{}`", content.model,
                              content.version));
    }
    return content;
}

void FolderSession::activate(const Entry& entry) {
    base::make_folders(layout_.history());
    layout_.write_intent(entry);
    try {
        layout_.swap_link(entry.release);
        layout_.confirm(entry.number);
    } catch (...) {
        withdraw(entry);
        throw;
    }
}

void FolderSession::withdraw(const Entry& entry) {
    if (layout_.read_link() != entry.previous) layout_.swap_link(entry.previous);
    layout_.remove_entry(entry.number);
}

std::vector<std::string> FolderSession::prune(int keep) {
    const TargetState now = state();
    std::vector<std::string> newest;  // served last, first
    for (auto entry = now.history.rbegin(); entry != now.history.rend(); ++entry) {
        if (std::find(newest.begin(), newest.end(), entry->release) == newest.end()) newest.push_back(entry->release);
    }
    const std::size_t limit = static_cast<std::size_t>(std::max(keep, 1));
    if (newest.size() > limit) newest.resize(limit);
    std::set<std::string> stay(newest.begin(), newest.end());
    stay.insert(now.current);
    std::vector<std::string> gone;
    for (const std::string& id : now.kept) {
        if (stay.contains(id)) continue;
        // Hidden first, so that a kill half-way leaves nothing that looks like a release.
        const fs::path hidden = layout_.releases() / (".old-" + id);
        base::remove_tree(hidden);
        if (::rename(layout_.release(id).c_str(), hidden.c_str()) != 0)
            throw system_error("rename", layout_.release(id).string(), errno);
        base::remove_tree(hidden);
        gone.push_back(id);
    }
    return gone;
}

}  // namespace

TargetState FolderTarget::look() {
    const auto id = layout_.find_id(spec_);
    return id ? read_state(layout_, *id) : TargetState{};
}

std::unique_ptr<TargetSession> FolderTarget::begin() {
    layout_.find_id(spec_);  // refuses what is not ours before anything is made
    auto lock = base::FileLock::try_acquire(layout_.lock());
    if (!lock) {
        const auto holder = base::FileLock::holder(layout_.lock());
        throw Error(Kind::conflict, fmt::format("another deploy to '{}' is at work{}", layout_.root().string(),
                                                holder ? fmt::format(" (process {})", *holder) : std::string()))
            .hint("wait until it is done, then try again");
    }
    auto id = layout_.find_id(spec_);
    if (!id) {
        layout_.write_marker(spec_, env_);
        id = layout_.find_id(spec_);
    }
    base::make_folders(layout_.releases());
    base::make_folders(layout_.history());
    layout_.settle();
    return std::make_unique<FolderSession>(layout_, *id, std::move(*lock));
}

}  // namespace mlp::deploy
