#include "cli/pipeline/run_lock.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace mlp::cli {

std::filesystem::path state_folder(const std::filesystem::path& root) {
    std::filesystem::path folder = root / ".mlp";
    base::make_folders(folder);
    base::create_file(folder / ".gitignore", "*\n");
    return folder;
}

base::FileLock take_run_lock(Invocation& call, bool wait) {
    constexpr std::chrono::milliseconds pause{50};
    const std::filesystem::path path = state_folder(call.root()) / "run.lock";
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
