// mlp template remove
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"
#include "core/template/short_names.hpp"

namespace mlp::cli {

Command template_remove_command() {
    auto name = std::make_shared<std::string>();
    return {
        .arguments =
            {{.name = "name", .help = "Short name", .target = name.get(), .required = true, .live = Live::templates}},
        .run = [name](Invocation& call) {
            std::vector<std::string> known;
            for (const auto& [other, what] : tmpl::read_short_names(call.env())) known.push_back(other);
            if (!tmpl::remove_short_name(call.env(), *name)) {
                throw Error(Kind::missing,
                            fmt::format("the list has no template '{}'{}", *name, base::did_you_mean(*name, known)));
            }
            auto json = document("mlp.template.remove/1");
            json["name"] = *name;
            return Report{.document = json,
                          .text = [name = *name](Text& text) { text.add("Removed ").line(Label::id, name); }};
        }};
}

}  // namespace mlp::cli
