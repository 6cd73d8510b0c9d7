#include "cli/python.hpp"

#include "cli/invocation.hpp"
#include "core/config/settings.hpp"
#include "core/pipeline/python_env.hpp"

namespace mlp::cli {

std::filesystem::path cache_folder(Invocation& call) {
    if (const auto named = call.settings().text("cache.dir")) return call.root() / *named;
    return base::cache_home(call.env()).value_or(call.root() / ".mlp" / "cache");
}

std::map<std::string, std::string> with_python(Invocation& call, const std::string& lock,
                                               std::map<std::string, std::string> environment,
                                               const std::function<bool()>& cancelled) {
    const auto python = pipeline::ensure_python_environment(
        call.root() / lock, cache_folder(call), call.env(), [&call](std::string_view line) { call.note(line); }, cancelled);
    const auto bin = (python.folder / "bin").native();
    auto& path = environment["PATH"];
    path = path.empty() ? bin : bin + ":" + path;
    environment["VIRTUAL_ENV"] = python.folder.native();
    // It would make the interpreter look for its library elsewhere than in the environment.
    environment.erase("PYTHONHOME");
    return environment;
}

}  // namespace mlp::cli
