// mlp track import
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/object_store.hpp"
#include "core/tracking/transfer.hpp"

namespace mlp::cli {
namespace {

constexpr std::size_t longest_line = 256 << 20;  // a document or a profile may be large; not larger than memory

struct TrackImport {
    std::optional<std::string> file;
    bool new_ids = false;
};

/// Gives each line with its number.
void for_each_line(int fd, const std::string& source,
                   const std::function<void(std::string_view, std::uint64_t)>& visit) {
    std::string block(1 << 18, '\0');
    std::string pending;
    std::uint64_t number = 0;
    while (true) {
        const ssize_t count = ::read(fd, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("read", source, errno);
        pending.append(block, 0, static_cast<std::size_t>(count));
        std::size_t begin = 0;
        for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin)) {
            visit(std::string_view(pending).substr(begin, end - begin), ++number);
            begin = end + 1;
        }
        pending.erase(0, begin);
        if (pending.size() > longest_line) {
            throw Error(Kind::invalid, fmt::format("a line of more than {} bytes", longest_line))
                .at(fmt::format("{}:{}", source, number + 1));
        }
        if (count > 0) continue;
        if (!pending.empty()) visit(pending, ++number);
        return;
    }
}

Report run(Invocation& call, const TrackImport& ask) {
    const bool from_file = ask.file && *ask.file != "-";
    const std::string source = from_file ? *ask.file : "standard input";
    const base::Fd file = from_file ? base::open_read(call.folder() / *ask.file) : base::Fd();
    TrackSession session(call, TrackSession::Use::write);
    base::Transaction transaction(session.db());
    tracking::Importer importer(*session, call.objects(), call.env(), ask.new_ids);
    for_each_line(from_file ? file.get() : STDIN_FILENO, source, [&](std::string_view line, std::uint64_t number) {
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
        try {
            importer.line(line);
        } catch (Error& error) {
            error.at(fmt::format("{}:{}", source, number));
            error.during("importing; nothing was kept");
            throw;
        }
    });
    const tracking::ImportResult result = importer.finish();
    transaction.commit();
    if (result.missing_objects > 0) {
        call.warn(fmt::format("{} artifacts came without their content and cannot be downloaded here",
                              result.missing_objects));
    }
    base::Json json = document("mlp.track.import/1");
    json["added"] = result.added;
    json["unchanged"] = result.unchanged;
    json["renamed"] = base::Json::object();
    for (const auto& [old, fresh] : result.renamed) json["renamed"][old] = fresh;
    json["missing_objects"] = result.missing_objects;
    return {.document = json, .text = [result](Text& text) {
                text.line(fmt::format("{} run{} imported, {} here already", result.added.size(),
                                      result.added.size() == 1 ? "" : "s", result.unchanged.size()));
            }};
}

}  // namespace

Command track_import_command() {
    auto ask = std::make_shared<TrackImport>();
    return {
        .arguments = {{"file", "File of JSON lines; standard input without it", &ask->file, false, "FILE", Live::files},
                      {"--new-ids", "Import runs under new ids", &ask->new_ids}},
        .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
