#include "core/data/dvc/workspace.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/data/damage.hpp"
#include "core/data/dvc/workspace_state.hpp"
#include "core/data/parallel.hpp"
#include "core/data/placing.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ignore_file = ".dvcignore";
constexpr mode_t executable_bits = S_IXUSR | S_IXGRP | S_IXOTH;

void collect_files(Node& folder, std::size_t prefix, std::map<std::string, Node*>& files) {
    for (Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree) {
            collect_files(child, prefix, files);
            continue;
        }
        if (child.name == ignore_file) {
            throw Error(Kind::invalid,
                        fmt::format("'{}' lies in data: DVC allows no {} there", child.path, ignore_file))
                .at(child.path)
                .hint("move its patterns to the one at the project's root");
        }
        files.emplace_hint(files.end(), child.path.substr(prefix), &child);
    }
}

}  // namespace

Cache open_cache(const Config& config) {
    return {config.cache_folder(),
            {.shared_with_group = config.shared_with_group(),
             .link_files = config.link_types().front() == LinkType::hardlink}};
}

std::string Workspace::State::normal(const std::string& path) const {
    if (auto inside = base::inside(root, root, path)) return *std::move(inside);
    return (root / path).lexically_normal().generic_string();
}

std::optional<Workspace::State::Found> Workspace::State::look(const std::string& name) const {
    auto top = look_at(root, name);
    if (!top) return std::nullopt;
    Found found{*std::move(top), {}};
    if (!found.is_folder()) {
        const bool executable = (found.top.signature.mode & executable_bits) != 0;
        found.top.content.kind = executable ? ContentKind::executable : ContentKind::file;
        return found;
    }
    WalkRules rules{.follow_links = true, .skip_own = false, .leave_out = {}};
    if (!fs::path(name).is_absolute()) {
        rules.leave_out = [this](const std::string& path, bool is_folder) {
            return ignore.is_ignored(path, is_folder);
        };
    }
    found.top = walk_folder(root, name, rules);
    collect_files(found.top, name == "." ? 0 : name.size() + 1, found.files);
    return found;
}

bool Workspace::State::is_sound(const Digest& digest, std::optional<std::uint64_t> size) {
    const auto there = cache.look_at_file(digest);
    if (!there || (size && there->size != *size)) return false;
    return there->is_protected || holds_its_name(digest);
}

bool Workspace::State::may_be_linked(const std::vector<ListedFile>& files) {
    if (!linker.shares()) return true;
    std::atomic<bool> all = true;
    in_parallel_runs(files.size(), threads_for(files.size(), 0), [&](std::size_t at) {
        const Digest& digest = files[at].digest;
        const auto now = base::signature_of(cache.path_of(digest, false));
        const bool known = now && index.find(cache.path_of(digest, false).string(), *now, digest.algorithm()) == digest;
        if (!known && !holds_its_name(digest)) all = false;
    });
    return all;
}

bool Workspace::State::holds_its_name(const Digest& digest) {
    const fs::path object = cache.path_of(digest, false);
    if (base::hash_file(object, digest.algorithm()).digest == digest) {
        cache.protect(object);
        if (linker.shares()) remember_object(digest);
        return true;
    }
    const std::scoped_lock lock(damaged_mutex);
    damaged.insert(digest);
    return false;
}

void Workspace::State::refuse_damaged(const std::string& name, const std::vector<ListedFile>& files) {
    const std::scoped_lock lock(damaged_mutex);
    const ListedFile* first = nullptr;
    fs::path aside;
    std::size_t count = 0;
    for (const ListedFile& file : files) {
        if (damaged.erase(file.digest) == 0) continue;
        const fs::path moved = put_aside(root, cache.path_of(file.digest, false), file.digest.hex());
        if (count++ > 0) continue;
        first = &file;
        aside = moved;
    }
    if (first == nullptr) return;
    const std::string more = count > 1 ? fmt::format(" and of {} more", count - 1) : "";
    throw Error(Kind::damaged, fmt::format("cannot restore '{}': what was stored of '{}' ({}){} did not hold what its name "
                                           "says, and was put aside",
                                           name, first->path.empty() ? name : name + "/" + first->path,
                                           first->digest.to_string(), more))
        .at(aside.string())
        .hint("`mlp data pull` brings it again from a remote; `mlp run --force` makes again what a stage made");
}

void Workspace::State::remember_object(const Digest& digest) {
    const fs::path object = cache.path_of(digest, false);
    auto now = base::signature_of(object);
    if (!now || !now->is_regular()) return;
    // Making and removing hard links moves its ctime: a write moves the other time, too.
    const base::Signature written = *now;
    now->ctime_ns = now->mtime_ns;
    if (time_to_settle(*now) == std::chrono::nanoseconds(0)) index.remember_written(object.string(), written, digest);
}

Content Workspace::State::fill(Found& found, base::Algorithm algorithm, Cache::Batch* batch) {
    FileHasher::Ask ask{.algorithm = algorithm, .follow = true, .read = {}, .enough = {}};
    if (batch == nullptr) {
        ask.read = [algorithm](const fs::path& path) { return base::hash_file(path, algorithm); };
    } else {
        const bool own = found.top.content.kind == ContentKind::executable;
        ask.read = [=](const fs::path& path) { return batch->put_file(path, algorithm, own); };
        ask.enough = [this](const Digest& digest, std::uint64_t size) { return is_sound(digest, size); };
    }
    if (!found.is_folder()) {
        hasher.fill({&found.top}, ask);
        return found.top.content;
    }
    std::vector<Node*> nodes;
    nodes.reserve(found.files.size());
    for (const auto& [path, node] : found.files) nodes.push_back(node);
    const bool all_known = hasher.fill(nodes, ask) == 0;
    std::vector<ListedFile> listed;
    listed.reserve(nodes.size());
    std::uint64_t size = 0;
    for (const auto& [path, node] : found.files) {
        listed.push_back({path, node->content.digest});
        size += node->content.size;
    }
    found.top.content =
        batch != nullptr ? batch->put_listing(listed, size, algorithm) : folder_content(listed, size, algorithm);
    if (batch == nullptr && all_known) memo.remember(found.top, algorithm, found.top.content);
    return found.top.content;
}

void Workspace::State::remember(const std::string& name, const Digest& digest) {
    const auto now = base::signature_of(root / name, true);
    if (now && now->is_regular()) index.remember_written(name, *now, digest);
}

bool Workspace::State::is_unchanged(const Node& file) const {
    const auto now = base::signature_of(root / file.path, true);
    return now && now->mtime_ns == file.signature.mtime_ns && now->size == file.signature.size &&
           now->inode == file.signature.inode;
}

void Workspace::State::relink(const Node& file, bool by_itself) {
    const fs::path path = root / file.path;
    if (linker.needs_relink(file.content.digest, path, by_itself)) {
        const base::TemporaryFolder staged = staging(root, path);
        const bool executable = by_itself && file.content.kind == ContentKind::executable;
        linker.place(file.content.digest, staged.path() / "new", executable);
        put_into_place(staged.path() / "new", path, staged.path());
    }
    // A hard link to the object, new or made when the file was stored, moved the ctime.
    if (linker.shares()) remember(file.path, file.content.digest);
}

void Workspace::State::plan_relinks(const Found& found, Cache::Batch& batch) {
    const bool executable = found.top.content.kind == ContentKind::executable;
    std::vector<Node> files;
    const auto add = [&](const Node& file) {
        // Only links can be wrong where plain files are asked for.
        if (!linker.shares() && !file.through_link && file.hard_links == 1) return;
        Node copy = file;
        copy.children.clear();
        files.push_back(std::move(copy));
    };
    if (!found.is_folder()) {
        Node file = found.top;
        const auto itself = base::signature_of(root / file.path);
        struct stat bytes {};
        file.through_link = itself && itself->is_link();
        file.hard_links = ::stat((root / file.path).c_str(), &bytes) == 0 ? bytes.st_nlink : 1;
        if (!executable || file.through_link || file.hard_links > 1) add(file);
    }
    for (const auto& [path, node] : found.files) add(*node);
    if (files.empty()) return;
    batch.after_commit([this, by_itself = !found.is_folder(), files = std::move(files)]() mutable {
        // All are looked at first: one may be a link to another.
        std::erase_if(files, [this](const Node& file) { return !is_unchanged(file); });
        for (const Node& file : files) relink(file, by_itself);
    });
}

Workspace::Workspace(fs::path root, FileIndex& index, Cache& cache, const Config& config, const Ignore& ignore)
    : state_(std::make_unique<State>(std::move(root), index, cache, config, ignore)) {}

Workspace::~Workspace() = default;

const fs::path& Workspace::root() const { return state_->root; }

std::optional<Content> Workspace::content_of(const std::string& path, base::Algorithm algorithm) {
    auto found = state_->look(state_->normal(path));
    if (!found) return std::nullopt;
    if (found->is_folder()) {
        if (auto known = state_->memo.find(found->top, algorithm)) return known;
    }
    return state_->fill(*found, algorithm, nullptr);
}

Workspace::Holding Workspace::State::holding_of(const Found& found) {
    Holding holding{.content = found.top.content, .files = {}, .sizes = {}};
    for (const auto& [path, node] : found.files) {
        holding.files.push_back({path, node->content.digest});
        holding.sizes.push_back(node->content.size);
    }
    return holding;
}

std::optional<Workspace::Holding> Workspace::look_into(const std::string& path, base::Algorithm algorithm) {
    auto found = state_->look(state_->normal(path));
    if (!found) return std::nullopt;
    state_->fill(*found, algorithm, nullptr);
    return State::holding_of(*found);
}

Workspace::Holding Workspace::store_all(const std::string& path, Cache::Batch& batch, base::Algorithm algorithm) {
    const std::string name = state_->normal(path);
    auto found = state_->look(name);
    if (!found) throw Error(Kind::missing, fmt::format("'{}' does not exist", name)).at((root() / name).string());
    state_->fill(*found, algorithm, &batch);
    state_->plan_relinks(*found, batch);
    return State::holding_of(*found);
}

Content Workspace::store(const std::string& path, Cache::Batch& batch, base::Algorithm algorithm) {
    return store_all(path, batch, algorithm).content;
}

bool Workspace::stored(const Content& content) {
    if (content.kind != ContentKind::tree) return state_->is_sound(content.digest, known_size(content));
    return state_->cache.has(content) && holds(state_->cache.listing(content));
}

bool Workspace::holds(const std::vector<ListedFile>& files) {
    std::atomic<bool> all = true;
    // All are looked at: what is damaged is to be told, and brought again, at once.
    in_parallel_runs(files.size(), threads_for(files.size(), 0), [&](std::size_t at) {
        if (!state_->is_sound(files[at].digest, std::nullopt)) all = false;
    });
    return all;
}

}  // namespace mlp::data::dvc
