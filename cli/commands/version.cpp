// mlp version
#include "cli/version.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

Command version_command() {
    return {.arguments = {}, .run = [](Invocation&) {
                base::Json json = document("mlp.version/1");
                json["version"] = version;
                return Report{.document = json, .text = [](Text& text) { text.line(fmt::format("mlp {}", version)); }};
            }};
}

}  // namespace mlp::cli
