// mlp model pull
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/registry/content.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

struct ModelPull {
    std::string reference;
    std::optional<std::string> folder;
    bool force = false;
};

bool is_empty_folder(const fs::path& path) {
    std::error_code problem;
    return fs::is_directory(path, problem) && fs::is_empty(path, problem) && !problem;
}

/// `made` becomes `to` in one step; what stood there is exchanged with it and removed.
void put_in_place(const fs::path& made, const fs::path& to) {
    if (!base::signature_of(to) || is_empty_folder(to)) {
        if (::rename(made.c_str(), to.c_str()) != 0) throw system_error("rename to", to.string(), errno);
        return;
    }
    if (::syscall(SYS_renameat2, AT_FDCWD, made.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) != 0) {
        throw system_error("replace", to.string(), errno);
    }
}

Report pull(Invocation& call, const ModelPull& ask) {
    RegistrySession session(call, RegistrySession::Use::read);
    const auto version = session->resolve(ask.reference);
    const std::string name = ask.folder.value_or(fmt::format("{}-{}", version.model, version.version));
    fs::path to = (call.folder() / name).lexically_normal();
    if (!to.has_filename()) to = to.parent_path();
    if (base::signature_of(to) && !is_empty_folder(to) && !ask.force) {
        throw Error(Kind::conflict, fmt::format("'{}' is there already", name))
            .hint("name another folder, or replace it with --force");
    }
    base::make_folders(to.parent_path());
    const base::TemporaryFolder beside(to.parent_path(), ".mlp-pull");
    const fs::path made = beside.path() / "content";
    base::make_folders(made);
    registry::write_parts(session.store(), version, made);
    base::sync_file_system(made);
    put_in_place(made, to);

    base::Json json = document("mlp.model.pull/1");
    json["model"] = version.model;
    json["version"] = version.version;
    json["digest"] = version.digest;
    json["folder"] = to.string();
    json["files"] = base::Json::array();
    for (const auto& part : version.parts) json["files"].push_back(part.path);
    return {.document = json, .text = [version, name](Text& text) {
                text.add(Label::strong, name_of(version)).add(" pulled into ").add(Label::path, name);
                text.line(fmt::format(": {} file{}, {}, all as registered", version.files,
                                      version.files == 1 ? "" : "s", base::size_text(version.size)));
            }};
}

}  // namespace

Command model_pull_command() {
    auto ask = std::make_shared<ModelPull>();
    return {
        .arguments = {{"version", "MODEL (its newest version), MODEL:VERSION or MODEL@ALIAS", &ask->reference, true, "",
                       Live::versions},
                      {"folder", "Folder to make; MODEL-VERSION without it", &ask->folder, false, "DIR", Live::folders},
                      {"--force", "Replace what stands there", &ask->force}},
        .run = [ask](Invocation& call) { return pull(call, *ask); }};
}

}  // namespace mlp::cli
