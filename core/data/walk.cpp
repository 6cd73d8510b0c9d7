#include "core/data/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/data/look.hpp"
#include "core/data/parallel.hpp"

namespace mlp::data {

namespace {

constexpr int deepest = 200;
constexpr std::size_t most_names = 5'000'000;
constexpr std::size_t names_at_once = 1024;   // looked at by one thread
constexpr std::size_t names_for_threads = 512;  // below, a walk is over before a thread is there

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

/// A folder that is being read. It stays open until the last folder in it was opened through it: no path is walked
/// twice, and none can be exchanged for a link meanwhile.
struct OpenFolder {
    std::unique_ptr<DIR, CloseFolder> folder;
    Node* node = nullptr;
    int depth = 0;
    std::vector<char> seen;             ///< of each child, whether it is to be kept; by one thread each
    std::atomic<std::size_t> left = 0;  ///< parts of the children that nobody has looked at

    int number() const { return ::dirfd(folder.get()); }
};

/// What one thread does at a time: open and list a folder, or look at some of the names in it.
struct Task {
    std::shared_ptr<OpenFolder> parent;
    Node* folder = nullptr;  ///< to be listed; none: names of `parent` are to be looked at
    int depth = 0;
    std::size_t begin = 0;
};

/// A folder that vanished between its listing and its opening.
struct Gone {
    Node* parent;
    std::string name;
    int depth;
};

class Walk {
public:
    Walk(const std::filesystem::path& start, const WalkRules& rules) : start_(start), rules_(rules) {
        if (!rules.leave_out) return;
        // Whoever decides may remember what was decided.
        rules_.leave_out = [this, &rules](const std::string& path, bool is_folder) {
            const std::scoped_lock lock(leave_out_mutex_);
            return rules.leave_out(path, is_folder);
        };
    }

    void read(Node& top);

private:
    void work();
    void share_out();
    void run(const Task& task);
    void list(const Task& task);
    void look_at_names(const std::shared_ptr<OpenFolder>& folder, std::size_t begin);
    void finish(const std::shared_ptr<OpenFolder>& folder);
    void take_name(Node& parent, std::string_view name);
    void push(Task task);
    void leave_out_gone();

    const std::filesystem::path& start_;
    WalkRules rules_;
    std::atomic<std::size_t> names_ = 0;
    std::atomic<bool> hidden_ = false;

    std::mutex leave_out_mutex_;
    std::mutex mutex_;  // guards those below
    std::condition_variable changed_;
    std::vector<Task> open_;  ///< the last first: few folders are open at once
    std::size_t running_ = 0;
    std::exception_ptr failure_;
    std::vector<Gone> gone_;
    std::vector<std::jthread> others_;
};

void Walk::push(Task task) {
    {
        const std::scoped_lock lock(mutex_);
        open_.push_back(std::move(task));
    }
    changed_.notify_one();
}

/// Starts the other threads when there is enough for them.
void Walk::share_out() {
    if (names_ < names_for_threads || open_.empty() || !others_.empty()) return;
    start_threads(others_, std::max(1U, std::thread::hardware_concurrency()) - 1, [this] { work(); });
}

/// Until nothing is left that could become work.
void Walk::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return !open_.empty() || running_ == 0; });
        if (open_.empty()) break;
        const Task task = std::move(open_.back());
        open_.pop_back();
        if (failure_) continue;
        share_out();
        ++running_;
        lock.unlock();
        std::exception_ptr failure;
        try {
            run(task);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        --running_;
        if (!failure_) failure_ = failure;
    }
    changed_.notify_all();
}

void Walk::run(const Task& task) {
    if (task.folder != nullptr) {
        list(task);
    } else {
        look_at_names(task.parent, task.begin);
    }
}

void Walk::take_name(Node& parent, std::string_view name) {
    if (name == "." || name == "..") return;
    if (rules_.skip_own && (name == ".git" || name == ".mlp")) {
        parent.holds_hidden = true;
        hidden_ = true;
        return;
    }
    if (++names_ > most_names) {
        throw Error(Kind::invalid,
                    fmt::format("'{}': more than {} files are too many for one path", parent.path, most_names))
            .hint("declare its sub-folders one by one, or pack the small files into larger ones");
    }
    Node& node = parent.children.emplace_back();
    node.name = name;
    node.path = parent.path == "." ? node.name : parent.path + "/" + node.name;
}

void Walk::list(const Task& task) {
    Node& node = *task.folder;
    if (task.depth > deepest) {
        throw Error(Kind::invalid, fmt::format("'{}' lies more than {} folders deep", node.path, deepest));
    }
    // Only the folder that was asked for may itself be a link.
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (task.depth > 0 ? O_NOFOLLOW : 0);
    base::Fd fd(task.parent ? ::openat(task.parent->number(), node.name.c_str(), flags) : ::open(start_.c_str(), flags));
    if (!fd && task.parent && (errno == ENOENT || errno == ENOTDIR)) {
        const std::scoped_lock lock(mutex_);
        gone_.push_back({task.parent->node, node.name, task.depth});
        return;
    }
    const auto folder = std::make_shared<OpenFolder>();
    folder->folder.reset(fd ? ::fdopendir(fd.get()) : nullptr);
    if (!folder->folder) throw system_error("list the folder", node.path, errno);
    fd.release();  // closedir closes it
    folder->node = &node;
    folder->depth = task.depth;
    errno = 0;
    while (const dirent* entry = ::readdir(folder->folder.get())) {
        take_name(node, entry->d_name);
        errno = 0;
    }
    if (errno != 0) throw system_error("list the folder", node.path, errno);
    folder->seen.resize(node.children.size());
    folder->left = std::max<std::size_t>(1, (node.children.size() + names_at_once - 1) / names_at_once);
    for (auto begin = names_at_once; begin < node.children.size(); begin += names_at_once)
        push({.parent = folder, .folder = nullptr, .begin = begin});
    look_at_names(folder, 0);
}

void Walk::look_at_names(const std::shared_ptr<OpenFolder>& folder, std::size_t begin) {
    std::vector<Node>& children = folder->node->children;
    for (auto at = begin; at < std::min(begin + names_at_once, children.size()); ++at)
        folder->seen[at] = look(folder->number(), children[at], rules_) ? 1 : 0;
    if (--folder->left == 0) finish(folder);
}

/// What was seen, in order; the folders among it are next.
void Walk::finish(const std::shared_ptr<OpenFolder>& folder) {
    std::vector<Node>& children = folder->node->children;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < children.size(); ++at) {
        if (folder->seen[at] == 0) continue;
        if (kept != at) children[kept] = std::move(children[at]);
        ++kept;
    }
    children.resize(kept);
    std::sort(children.begin(), children.end(), [](const Node& a, const Node& b) { return a.name < b.name; });
    for (Node& child : children) {
        if (child.content.kind == ContentKind::tree) push({folder, &child, folder->depth + 1});
    }
}

bool mark_holders(Node& folder) {
    for (Node& child : folder.children) {
        if (child.content.kind == ContentKind::tree && mark_holders(child)) folder.holds_hidden = true;
    }
    return folder.holds_hidden;
}

/// The deepest first: what is erased moves its neighbours with all that is in them.
void Walk::leave_out_gone() {
    std::sort(gone_.begin(), gone_.end(), [](const Gone& a, const Gone& b) { return a.depth > b.depth; });
    for (const Gone& one : gone_)
        std::erase_if(one.parent->children, [&](const Node& child) { return child.name == one.name; });
}

void Walk::read(Node& top) {
    push({.parent = nullptr, .folder = &top});
    work();
    others_.clear();
    if (failure_) std::rethrow_exception(failure_);
    leave_out_gone();
    if (hidden_) mark_holders(top);
}

}  // namespace

std::vector<std::string> paths_below(const Node& folder) {
    std::vector<std::string> files;
    const auto add = [&](const auto& self, const Node& inside) -> void {
        for (const Node& child : inside.children) {
            if (child.content.kind == ContentKind::tree) {
                self(self, child);
            } else {
                files.push_back(child.path);
            }
        }
    };
    add(add, folder);
    return files;
}

Node walk_folder(const std::filesystem::path& root, const std::string& path, const WalkRules& rules) {
    Node top;
    top.path = path;
    top.name = path;
    top.content.kind = ContentKind::tree;
    const std::filesystem::path start = root / path;
    Walk(start, rules).read(top);
    return top;
}

}  // namespace mlp::data
