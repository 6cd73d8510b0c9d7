// mlp template list
#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "core/template/template.hpp"

namespace mlp::cli {

Command template_list_command() {
    return {
        .arguments = {}, .run = [](Invocation&) {
            auto json = document("mlp.template.list/1");
            json["templates"] = base::Json::array();
            for (const auto& bundled : tmpl::bundled_templates()) {
                json["templates"].push_back(
                    {{"name", bundled.name}, {"description", bundled.description}, {"files", bundled.files.size()}});
            }
            return Report{.document = json, .text = [json](Text& text) {
                              Table table({"template", "what it makes"});
                              for (const auto& row : json["templates"]) {
                                  table.row({{row["name"], Label::id}, {row["description"].get<std::string>()}});
                              }
                              table.print(text);
                          }};
        }};
}

}  // namespace mlp::cli
