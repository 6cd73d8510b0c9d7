#include "cli/validation/watch_findings.hpp"

#include <fmt/format.h>

#include <string>

#include "cli/output/error.hpp"
#include "cli/output/output.hpp"
#include "cli/saved.hpp"

namespace mlp::cli {

namespace {

constexpr std::string_view clear_screen = "\x1b[H\x1b[2J\x1b[3J";

/// What is wrong with the whole (there is no mlp.yaml for a moment) is told and waited out.
void show(Invocation& call, const std::function<WatchedReport(Invocation&)>& validate, std::string& shown,
          std::vector<std::filesystem::path>& files) {
    try {
        WatchedReport now = validate(call);
        files = std::move(now.files);
        std::string text = now.report.document.dump();
        if (text == shown) return;
        shown = std::move(text);
        if (call.terminal().output && !call.globals().json) call.write(clear_screen);
        print(now.report, call);
    } catch (const Error& error) {
        if (files.empty() || error.kind() == Kind::bug) throw;
        shown.clear();
        print_error(error, call.globals());
    }
}

}  // namespace

void watch_findings(Invocation& call, const std::function<WatchedReport(Invocation&)>& validate) {
    std::vector<std::filesystem::path> files;
    std::string shown;
    show(call, validate, shown, files);
    while (true) {
        // Made anew each time: files come and go. Then one more look, since a save may have come before it.
        base::FileWatch watch;
        for (const std::filesystem::path& file : files) watch.add(file);
        show(call, validate, shown, files);
        call.note(fmt::format("watching {} file{}, Ctrl-C ends it", files.size(), files.size() == 1 ? "" : "s"));
        sleep_until_saved(watch);
    }
}

}  // namespace mlp::cli
