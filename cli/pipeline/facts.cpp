#include "cli/pipeline/facts.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;

namespace {

using Packages = std::map<std::string, std::string>;

/// "scikit_learn-1.4.2.dist-info" → scikit_learn, 1.4.2.
void add_packages(const fs::path& folder, Packages& packages) {
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        std::string name = entry->path().filename().string();
        for (const std::string_view ending : {".dist-info", ".egg-info"}) {
            if (!name.ends_with(ending)) continue;
            name.resize(name.size() - ending.size());
            const std::size_t dash = name.find('-');
            if (dash == std::string::npos || base::invalid_utf8(name)) break;
            // Of "name-1.0-py3" the last part is no version.
            const std::string rest = name.substr(dash + 1);
            packages[name.substr(0, dash)] = rest.substr(0, rest.find("-py"));
            break;
        }
    }
}

/// The value of a line "key = value" of pyvenv.cfg.
std::string setting(const std::string& text, std::string_view wanted) {
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view line = std::string_view(text).substr(start, end - start);
        start = end + 1;
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const auto trimmed = [](std::string_view part) {
            while (part.starts_with(' ')) part.remove_prefix(1);
            while (part.ends_with(' ') || part.ends_with('\r')) part.remove_suffix(1);
            return part;
        };
        if (trimmed(line.substr(0, equals)) == wanted) return std::string(trimmed(line.substr(equals + 1)));
    }
    return {};
}

/// lib/python3.11/<kind> below a prefix, for whatever versions there are.
void add_libraries(const fs::path& prefix, const std::string& version, std::string_view kind, Packages& packages) {
    std::error_code problem;
    for (fs::directory_iterator entry(prefix / "lib", problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with("python3")) continue;
        if (version.empty() || name == "python3" || version.starts_with(name.substr(6))) {
            add_packages(entry->path() / kind, packages);
        }
    }
}

Json document_of(const fs::path& interpreter, const std::string& version, const Packages& packages) {
    Json document{{"interpreter", interpreter.string()}, {"version", version}, {"packages", Json::object()}};
    for (const auto& [name, number] : packages) document["packages"][name] = number;
    return document;
}

}  // namespace

GitFacts git_facts(const fs::path& root) {
    GitFacts facts;
    std::string problem;
    const auto found = git::snapshot(root, &problem);
    if (!found) {
        facts.document = {{"state", problem.empty() ? "none" : "unknown"}};
    } else {
        facts.document = {{"state", found->state},       {"commit", found->commit}, {"branch", found->branch},
                          {"remote", found->remote_url}, {"dirty", found->dirty},   {"diff_cut", found->diff_cut}};
        facts.diff = found->diff;
    }
    if (!problem.empty()) facts.document["problem"] = problem;
    return facts;
}

Json host_facts(const base::Env& env) {
    struct utsname system {};
    ::uname(&system);
    const auto pages = ::sysconf(_SC_PHYS_PAGES);
    const auto page_bytes = ::sysconf(_SC_PAGE_SIZE);
    return {{"host", base::host_name()},
            {"user", base::user_name(env)},
            {"system", system.sysname},
            {"release", system.release},
            {"machine", system.machine},
            {"cpus", std::thread::hardware_concurrency()},
            {"memory_bytes", pages > 0 && page_bytes > 0 ? pages * page_bytes : 0}};
}

Json environment_facts(const fs::path& folder) {
    const std::string text = base::read_file_if_exists(folder / "pyvenv.cfg").value_or("");
    std::string version = setting(text, "version_info");
    if (version.empty()) version = setting(text, "version");
    Packages packages;
    add_libraries(folder, version, "site-packages", packages);
    return document_of(folder / "bin" / "python", version, packages);
}

Json package_facts(const std::string& path_value) {
    auto program = base::find_program("python3", path_value);
    if (!program) program = base::find_program("python", path_value);
    if (!program) return nullptr;
    const fs::path prefix = program->parent_path().parent_path();
    std::error_code problem;
    if (fs::exists(prefix / "pyvenv.cfg", problem)) return environment_facts(prefix);
    const fs::path real = fs::canonical(*program, problem);
    const std::string name = real.filename().string();
    const std::string version = name.starts_with("python") ? name.substr(6) : "";
    Packages packages;
    // As Debian lays it out (dist-packages, the distribution's and the administrator's), and everybody else.
    for (const fs::path& root : {prefix, fs::path("/usr/local")}) {
        add_libraries(root, version, "dist-packages", packages);
        add_libraries(root, version, "site-packages", packages);
    }
    return document_of(real, version, packages);
}

}  // namespace mlp::cli
