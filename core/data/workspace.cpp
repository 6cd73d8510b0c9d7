#include "core/data/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/data/workspace_state.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

std::string Workspace::State::normal(const std::string& path) {
    auto plain = base::normal_relative(path);
    if (!plain) {
        throw Error(Kind::invalid, fmt::format("'{}' is not a path inside the project", path))
            .hint("paths are relative to the project's folder and stay below it");
    }
    return *std::move(plain);
}

bool Workspace::State::parents_are_inside(const std::string& path, bool from_memory) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) {
        return true;
    }
    const std::string parent = path.substr(0, slash);
    if (from_memory) {
        const std::scoped_lock lock(mutex);
        if (plain.contains(parent)) {
            return true;
        }
    }
    if (!parents_are_inside(parent, from_memory)) {
        return false;
    }
    const auto found = base::signature_of(root / parent);
    if (!found) {
        return false;
    }
    if (found->is_link()) {
        std::error_code problem;
        const fs::path real = fs::canonical(root / parent, problem);
        const fs::path real_root = fs::canonical(root, problem);
        if (problem) {
            return false;  // a link to nothing: there is nothing at the path either
        }
        const auto [end, rest] = std::mismatch(real_root.begin(), real_root.end(), real.begin(), real.end());
        if (end != real_root.end()) {
            throw Error(Kind::invalid,
                        fmt::format("'{}' leaves the project: '{}' is a link to '{}'", path, parent, real.string()))
                .hint("declare a path inside the project, or the link itself");
        }
        const fs::path inside = real.lexically_relative(real_root);
        if (*inside.begin() == ".mlp" || std::find(inside.begin(), inside.end(), ".git") != inside.end()) {
            throw Error(Kind::invalid, fmt::format("'{}' leads into a folder of git or of the project itself: '{}' is a "
                                                   "link to '{}'",
                                                   path, parent, real.string()))
                .hint("remove the link, or correct the path");
        }
    }
    const std::scoped_lock lock(mutex);
    plain.insert(parent);
    return true;
}

Workspace::Workspace(fs::path root, FileIndex& index, ObjectStore& objects)
    : root_(std::move(root)), state_(std::make_unique<State>(root_, index, objects)) {}

Workspace::~Workspace() = default;

Content Workspace::State::fill(Node& node, ObjectStore::Batch* batch) {
    if (node.content.kind == ContentKind::tree) {
        node = walk_folder(root, node.path);
        fill_folder(node, batch);
    } else {
        fill_file(node, batch);
    }
    return node.content;
}

std::optional<Node> Workspace::State::present(const std::string& path) {
    try {
        auto node = look_at(root, path);
        if (node) {
            fill(*node, nullptr);
        }
        return node;
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::optional<Content> Workspace::content_of(const std::string& path) {
    const std::string name = State::normal(path);
    if (!state_->parents_are_inside(name, true)) {
        return std::nullopt;
    }
    auto node = look_at(root_, name);
    if (!node) return std::nullopt;
    if (node->content.kind != ContentKind::tree) return state_->fill(*node, nullptr);
    Node folder = walk_folder(root_, name);
    if (auto known = state_->memo.find(folder, base::Algorithm::sha256)) return known;
    state_->fill_folder(folder, nullptr);
    return folder.content;
}

namespace {

void collect(const Node& folder, const std::string& prefix, std::map<std::string, Content>& files) {
    for (const Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree) {
            collect(child, prefix + child.name + "/", files);
        } else {
            files.emplace(prefix + child.name, child.content);
        }
    }
}

void collect(const ObjectStore& objects, const Content& folder, const std::string& prefix,
             std::map<std::string, Content>& files) {
    for (const TreeEntry& entry : parse_tree(objects.read(folder.digest))) {
        if (entry.content.kind == ContentKind::tree) {
            collect(objects, entry.content, prefix + entry.name + "/", files);
        } else {
            files.emplace(prefix + entry.name, entry.content);
        }
    }
}

}  // namespace

std::optional<Workspace::Holding> Workspace::look_into(const std::string& path) {
    const std::string name = State::normal(path);
    if (!state_->parents_are_inside(name, true)) return std::nullopt;
    auto node = look_at(root_, name);
    if (!node) return std::nullopt;
    Holding holding{.content = state_->fill(*node, nullptr), .files = {}};
    collect(*node, "", holding.files);
    return holding;
}

std::map<std::string, Content> Workspace::stored_files(const Content& folder) const {
    std::map<std::string, Content> files;
    if (folder.kind == ContentKind::tree) collect(state_->objects, folder, "", files);
    return files;
}

Content Workspace::store(const std::string& path, ObjectStore::Batch& batch) {
    const std::string name = State::normal(path);
    auto node = state_->parents_are_inside(name, true) ? look_at(root_, name) : std::nullopt;
    if (!node) {
        throw Error(Kind::missing, fmt::format("'{}' does not exist", name)).at((root_ / name).string());
    }
    return state_->fill(*node, &batch);
}

std::vector<Absent> Workspace::absent_of(const std::string& path, const Content& content) const {
    const ObjectStore& objects = state_->objects;
    if (content.kind != ContentKind::tree) {
        if (objects.size_of(content.digest) == content.size) return {};
        return {{path, content.digest}};
    }
    if (!objects.has(content.digest)) return {{path + "/", content.digest}};
    std::vector<Absent> absent;
    for (const TreeEntry& entry : parse_tree(objects.read(content.digest))) {
        auto below = absent_of(path + "/" + entry.name, entry.content);
        std::move(below.begin(), below.end(), std::back_inserter(absent));
    }
    return absent;
}

bool Workspace::stored(const Content& content) {
    if (content.kind != ContentKind::tree) {
        return state_->objects.size_of(content.digest) == content.size;
    }
    if (!state_->objects.has(content.digest)) {
        return false;
    }
    for (const TreeEntry& entry : parse_tree(state_->objects.read(content.digest))) {
        if (!stored(entry.content)) {
            return false;
        }
    }
    return true;
}

}  // namespace mlp::data
