// mlp docs (hidden): writes what is generated from the command definitions. scripts/generate runs it.
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/docs/docs.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/io.hpp"

namespace mlp::cli {
namespace {

struct DocsAsk {
    std::string kind;
    std::string output;
};

std::vector<GeneratedFile> generate(const std::string& kind) {
    if (kind == "man") return man_pages();
    if (kind == "completions") return completion_scripts();
    return reference_pages();
}

Report run(Invocation& call, const DocsAsk& ask) {
    const std::filesystem::path folder = call.folder() / ask.output;
    const std::vector<GeneratedFile> files = generate(ask.kind);
    for (const GeneratedFile& file : files) base::replace_file(folder / file.name, file.content);
    base::Json json = document("mlp.docs/1");
    json["files"] = base::Json::array();
    for (const GeneratedFile& file : files) json["files"].push_back(file.name);
    return {.document = json, .text = [kind = ask.kind, output = ask.output](Text& text) {
                text.line(fmt::format("wrote {} to {}", kind, output));
            }};
}

}  // namespace

Command docs_command() {
    auto ask = std::make_shared<DocsAsk>();
    return {.arguments = {{.name = "kind",
                           .help = "What to generate",
                           .target = &ask->kind,
                           .required = true,
                           .choices = {"man", "completions", "reference"}},
                          {.name = "--output",
                           .help = "Folder to write to",
                           .target = &ask->output,
                           .required = true,
                           .value = "DIR",
                           .live = Live::folders}},
            .run = [ask](Invocation& call) { return run(call, *ask); }};
}

}  // namespace mlp::cli
