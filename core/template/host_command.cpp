#include "core/template/host_command.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/temporary.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

/// Hands on what the program writes, until it has closed its output.
void read_all(int fd, const HostOutput& output) {
    std::array<char, 4096> buffer{};
    while (true) {
        pollfd ready{fd, POLLIN, 0};
        if (::poll(&ready, 1, -1) < 0) continue;
        const auto count = ::read(fd, buffer.data(), buffer.size());
        if (count == 0) return;
        if (count > 0) output(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
        if (count < 0 && errno != EAGAIN && errno != EINTR) return;
    }
}

}  // namespace

void run_host_command(const HostCommand& command, const fs::path& project, const HostOutput& output) {
    base::ProcessSpec spec;
    spec.argv = command.argv;
    std::optional<base::TemporaryFolder> scripts;
    if (!command.script.empty()) {
        scripts.emplace(base::system_temporaries(), "mlp-hook");
        const auto script = scripts->path() / ("hook" + command.script_suffix);
        base::create_file(script, command.script, 0700);
        spec.argv.push_back(script.native());
    }
    if (spec.argv.empty()) return;
    spec.working_directory = project / command.folder;
    spec.environment = base::current_environment();
    for (const auto& [name, value] : command.environment) spec.environment[name] = value;
    spec.input = base::ProcessSpec::Input::inherit;
    spec.new_group = false;
    auto process = base::Process::start(spec);
    read_all(process.output(), output);
    const auto end = process.wait();
    if (end.ok()) return;
    throw Error(Kind::work_failed, fmt::format("'{}' of the template failed: {}", command.title, end.to_string()))
        .hint("what it printed says why; without --trust the project is made and nothing of the template runs");
}

}  // namespace mlp::tmpl
