#include "core/config/dvc_search.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

namespace {

std::string join(const std::string& folder, const std::string& name) {
    return folder == "." ? name : folder + "/" + name;
}

/// Nearest folder upwards that holds a .git; empty without one.
fs::path find_git_root(const fs::path& start) {
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (base::signature_of(folder / ".git", true)) return folder;
        if (folder == folder.parent_path()) return {};
    }
}

constexpr std::string_view excludes = ".git/info/exclude";

/// What a clone leaves out without telling others. A line that is no pattern says nothing, as for git.
std::vector<std::string> excluded(const fs::path& git_root) {
    std::vector<std::string> lines;
    std::error_code problem;  // the .git of a linked work tree is a file
    if (!fs::is_regular_file(git_root / excludes, problem)) return lines;
    const std::string text = base::read_file(git_root / excludes);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line(base::trimmed(std::string_view(text).substr(at, end - at)));
        at = end + 1;
        if (line.empty() || line.front() == '#') continue;
        try {
            if (base::IgnorePattern::parse(line)) lines.push_back(line);
        } catch (const Error&) {
            continue;
        }
    }
    return lines;
}

}  // namespace

DvcSearch::DvcSearch(fs::path root)
    : root_(std::move(root)), dvc_ignore_(root_, base::IgnoreFiles::dvc()), git_root_(find_git_root(root_)) {
    if (git_root_.empty()) return;
    auto options = base::IgnoreFiles::git();
    options.defaults = excluded(git_root_);
    git_ignore_ = std::make_unique<base::IgnoreFiles>(git_root_, std::move(options));
    std::error_code problem;
    if (git_root_ == root_ && fs::is_regular_file(root_ / excludes, problem)) ignore_names_.emplace_back(excludes);
    if (git_root_ != root_) below_git_root_ = root_.lexically_relative(git_root_).generic_string() + "/";
}

bool DvcSearch::is_ignored(const std::string& path, bool is_folder) {
    return dvc_ignore_.is_ignored(path, is_folder) ||
           (git_ignore_ && git_ignore_->is_ignored(below_git_root_ + path, is_folder));
}

bool DvcSearch::is_left_out(const std::string& path) {
    // Not as a folder: whether it is another project would have to be looked up for each output.
    return dvc_ignore_.is_ignored(path, false) || dvc_ignore_.is_ignored_by_pattern(path, true);
}

DvcSearch::Listing DvcSearch::list(const std::string& folder) {
    Listing listing;
    std::error_code error;  // a folder that may not be read has nothing for us, as for DVC
    for (fs::directory_iterator it(root_ / folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        if (it->is_directory(ignored)) {
            if (!it->is_symlink(ignored) && name != ".git" && name != ".dvc" && name != ".mlp") {
                listing.folders.push_back(name);
            }
        } else if (name == "dvc.yaml" || (name.ends_with(".dvc") && name != ".dvc")) {
            listing.files.push_back(name);
        } else if (name == ".dvcignore" || (name == ".gitignore" && git_ignore_)) {
            ignore_names_.push_back(join(folder, name));
        }
    }
    std::sort(listing.folders.begin(), listing.folders.end());
    std::sort(listing.files.begin(), listing.files.end(), [](const std::string& a, const std::string& b) {
        return std::pair(a != "dvc.yaml", a) < std::pair(b != "dvc.yaml", b);
    });
    return listing;
}

void DvcSearch::run(const Load& load) {
    std::vector<std::string> open{"."};
    while (!open.empty()) {
        const std::string folder = std::move(open.back());
        open.pop_back();
        folders_.push_back(folder);
        const Listing listing = list(folder);
        for (const std::string& name : listing.files) {
            const std::string path = join(folder, name);
            if (is_ignored(path, false)) continue;
            for (std::string& output : load(path)) outputs_.insert(std::move(output));
        }
        for (auto name = listing.folders.rbegin(); name != listing.folders.rend(); ++name) {
            const std::string path = join(folder, *name);
            if (!outputs_.contains(path) && !is_ignored(path, true)) open.push_back(path);
        }
    }
}

bool has_dvc_files(const fs::path& root) {
    std::error_code ignored;
    return fs::is_directory(root / ".dvc", ignored) || base::signature_of(root / "dvc.yaml", true).has_value();
}

}  // namespace mlp::config
