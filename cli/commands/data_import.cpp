// mlp data import URL PATH
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/for_git.hpp"
#include "cli/data/importing.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

Report import(Invocation& call, const ImportAsk& ask) {
    const ImportedData imported = import_data(call, ask);
    base::Json json = document("mlp.data.import/1");
    json["path"] = imported.path;
    json["file"] = imported.file;
    json["commit"] = imported.commit;
    json["digest"] = imported.content.digest.to_string();
    json["size"] = imported.content.size;
    json["files"] = imported.content.files;
    return {.document = std::move(json), .text = [imported](Text& text) {
                constexpr std::size_t digits = 7;
                text.add(Label::ok, "imported  ").add(Label::path, imported.path);
                text.line(fmt::format("  as of commit {}", imported.commit.substr(0, digits)));
                print_commit_hint(imported.for_git, text);
            }};
}

}  // namespace

Command data_import_command() {
    auto ask = std::make_shared<ImportAsk>();
    return {.arguments = import_arguments(*ask), .run = [ask](Invocation& call) { return import(call, *ask); }};
}

}  // namespace mlp::cli
