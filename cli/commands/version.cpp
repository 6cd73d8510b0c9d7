// mlp version
#include "cli/version.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/libraries.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {
namespace {

base::Json to_json(const FoundLibrary& library) {
    const auto text = [](const std::optional<std::string>& value) { return value ? base::Json(*value) : base::Json(); };
    return {{"name", library.name},
            {"purpose", library.purpose},
            {"linked", library.linked},
            {"version", text(library.version)},
            {"path", text(library.path)}};
}

void render(const std::vector<FoundLibrary>& libraries, Text& text) {
    text.line(fmt::format("built by {} as {}", compiler, build_type)).line();
    Table table({"library", "for", "version", "file"});
    for (const FoundLibrary& library : libraries) {
        const std::string where = library.linked ? "linked" : library.path.value_or("not found");
        table.row({library.name,
                   library.purpose,
                   library.version.value_or("-"),
                   {where, library.linked || library.path ? Label::path : Label::warning}});
    }
    table.print(text);
}

Report tell_version(Invocation& call) {
    Report report;
    report.document = document("mlp.version/1");
    report.document["version"] = version;
    const bool all = call.globals().verbose > 0;
    const std::vector<FoundLibrary> libraries = all ? find_libraries() : std::vector<FoundLibrary>();
    if (all) {
        report.document["build"] = {{"compiler", compiler}, {"type", build_type}};
        report.document["libraries"] = base::Json::array();
        for (const FoundLibrary& library : libraries) report.document["libraries"].push_back(to_json(library));
    }
    report.text = [all, libraries](Text& text) {
        text.line(fmt::format("mlp {}", version));
        if (all) render(libraries, text);
    };
    return report;
}

}  // namespace

Command version_command() { return {.arguments = {}, .run = tell_version}; }

}  // namespace mlp::cli
