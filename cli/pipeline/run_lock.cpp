#include "cli/pipeline/run_lock.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace mlp::cli {

base::FileLock take_run_lock(Invocation& call, bool wait) {
    constexpr std::chrono::milliseconds pause{50};
    const std::filesystem::path folder = call.root() / ".mlp";
    base::make_folders(folder);
    // The folder ignores itself, so that an adopted repository stays clean without an edit of its .gitignore.
    base::create_file(folder / ".gitignore", "*\n");
    const std::filesystem::path path = folder / "run.lock";
    for (bool told = false;; told = true) {
        if (auto lock = base::FileLock::try_acquire(path)) return *std::move(lock);
        const auto holder = base::FileLock::holder(path);
        const std::string who = holder ? fmt::format("process {}", *holder) : "another process";
        if (!wait) {
            throw Error(Kind::conflict, fmt::format("another `mlp run` is at work here: {}", who))
                .at(path.string())
                .hint("wait for it with `mlp run --wait`, or stop it first");
        }
        if (!told) call.note(fmt::format("waiting for the `mlp run` of {}", who));
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace mlp::cli
