// mlp template list
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/template/short_names.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

namespace {

std::string shown(const tmpl::ShortName& what) {
    auto text = what.source;
    if (what.ref) text += " at " + *what.ref;
    if (!what.directory.empty()) text += " in " + what.directory;
    return text;
}

Report listed(const Invocation& call) {
    auto json = document("mlp.template.list/1");
    json["templates"] = base::Json::array();
    for (const auto& bundled : tmpl::bundled_templates()) {
        json["templates"].push_back(
            {{"name", bundled.name}, {"description", bundled.description}, {"source", "bundled"}});
    }
    for (const auto& [name, what] : tmpl::read_short_names(call.env())) {
        json["templates"].push_back({{"name", name}, {"description", shown(what)}, {"source", what.source}});
    }
    return {.document = json, .text = [json](Text& text) {
                Table table({"template", "what it makes"});
                for (const auto& row : json["templates"]) {
                    table.row({{row["name"], Label::id}, {row["description"].get<std::string>()}});
                }
                table.print(text);
            }};
}

}  // namespace

Command template_list_command() {
    return {.arguments = {}, .run = [](Invocation& call) { return listed(call); }};
}

}  // namespace mlp::cli
