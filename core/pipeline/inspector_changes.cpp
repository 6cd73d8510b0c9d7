// What of a stage's inputs changed while it ran.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/python_json.hpp"
#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/inspector.hpp"

namespace mlp::pipeline {

namespace {

/// False where the file system keeps no time of birth.
bool born_since(const std::filesystem::path& path, base::Millis since) {
    struct statx found {};
    if (::statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME, &found) != 0 || (found.stx_mask & STATX_BTIME) == 0) return false;
    return static_cast<base::Millis>(found.stx_btime.tv_sec) * 1000 + found.stx_btime.tv_nsec / 1'000'000 >= since;
}

/// NaN, which no comparison calls equal, is the same parameter as before.
bool same_words(const base::Json& a, const base::Json& b) { return a == b || base::python_json(a) == base::python_json(b); }

bool in_python_cache(const std::string& path) { return ("/" + path).find("/__pycache__/") != std::string::npos; }

}  // namespace

Inspector::Times Inspector::times(const config::Stage& stage, const std::set<std::string>& left_out) const {
    Times times;
    for (const config::PathRef& dep : stage.deps) {
        if (dep.is_url() || left_out.contains(dep.path)) continue;
        const auto signature = base::signature_of(contents_.root() / dep.path, true);
        if (signature && signature->is_regular()) times.emplace(dep.path, signature->mtime_ns);
    }
    return times;
}

/// Without the compiled modules that are younger than `since` it is the folder that it was.
bool Inspector::same_but_for_additions(const std::string& path, const Content& before, base::Millis since) {
    const Algorithm algorithm = before.digest.algorithm();
    auto now = contents_.dvc().workspace().look_into(path, algorithm);
    if (!now || now->content.kind != data::ContentKind::tree) return false;
    std::erase_if(now->files, [&](const data::dvc::ListedFile& file) {
        return in_python_cache(file.path) && born_since(contents_.root() / path / file.path, since);
    });
    return data::dvc::folder_content(now->files, 0, algorithm).digest == before.digest;
}

std::vector<std::string> Inspector::changed_since(const config::Stage& stage, const StageInputs& before,
                                                  const Times& written, base::Millis since) {
    std::vector<std::string> changed;
    for (const auto& [path, then] : written) {
        const auto signature = base::signature_of(contents_.root() / path, true);
        if (signature && signature->mtime_ns != then) changed.push_back(path);
    }
    for (const config::PathRef& dep : stage.deps) {
        const auto then = before.deps.find(dep.path);
        if (dep.is_url() || then == before.deps.end()) continue;
        const Content& was = then->second;
        const auto now = content(dep.path, was.digest.algorithm());
        if (!now || (now->digest == was.digest && now->kind == was.kind)) continue;
        const bool tree = was.kind == data::ContentKind::tree;
        if (stage.is_of_dvc() && tree && same_but_for_additions(dep.path, was, since)) continue;
        changed.push_back(dep.path);
    }
    for (const config::ParamRef& ref : stage.params) {
        const auto& now = read(ref.file, ref.keys.empty(), stage.is_of_dvc()).values;
        const auto then = before.params.find(ref.file);
        if (then == before.params.end()) continue;
        const bool same = now && std::all_of(then->second.begin(), then->second.end(), [&](const auto& row) {
            const auto found = now->find(row.first);
            return found != now->end() && same_words(found->second, row.second);
        });
        if (!same) changed.push_back(ref.file);
    }
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
}

}  // namespace mlp::pipeline
