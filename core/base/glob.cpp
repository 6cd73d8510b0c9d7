#include "core/base/glob.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <system_error>

namespace mlp::base {

namespace fs = std::filesystem;

namespace {

bool has_wildcard(const std::string& part) { return part.find_first_of("*?[") != std::string::npos; }

class Globbing {
public:
    Globbing(const fs::path& folder, const fs::path& pattern) : folder_(folder) {
        for (const fs::path& part : pattern) {
            if (!part.empty()) parts_.push_back(part.string());
        }
    }

    std::vector<std::string> find() {
        match(fs::path(), 0);
        std::sort(found_.begin(), found_.end());
        found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
        return std::move(found_);
    }

private:
    void match(const fs::path& at, std::size_t part) {
        if (part == parts_.size()) {
            if (!at.empty()) found_.push_back(at.generic_string());
            return;
        }
        if (parts_[part] == "**") return match_any_depth(at, part);
        if (!has_wildcard(parts_[part])) {
            std::error_code unknown;
            if (fs::exists(fs::symlink_status(folder_ / at / parts_[part], unknown))) match(at / parts_[part], part + 1);
            return;
        }
        for (const std::string& name : names_in(at)) {
            if (::fnmatch(parts_[part].c_str(), name.c_str(), FNM_PERIOD | FNM_NOESCAPE) == 0) match(at / name, part + 1);
        }
    }

    void match_any_depth(const fs::path& at, std::size_t part) {
        match(at, part + 1);
        const bool is_last = part + 1 == parts_.size();
        for (const std::string& name : names_in(at)) {
            if (name.starts_with('.')) continue;
            std::error_code unknown;
            if (fs::is_directory(fs::symlink_status(folder_ / at / name, unknown))) {
                match_any_depth(at / name, part);
            } else if (is_last) {
                match(at / name, part + 1);
            }
        }
    }

    std::vector<std::string> names_in(const fs::path& at) const {
        std::vector<std::string> names;
        std::error_code problem;
        for (fs::directory_iterator entry(folder_ / at, problem), end; !problem && entry != end; entry.increment(problem))
            names.push_back(entry->path().filename().string());
        return names;
    }

    fs::path folder_;
    std::vector<std::string> parts_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> glob(const fs::path& folder, const std::string& pattern) {
    return Globbing(folder, pattern).find();
}

}  // namespace mlp::base
