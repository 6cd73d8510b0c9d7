// mlp track artifacts
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

Command track_artifacts_command() {
    auto named = std::make_shared<std::optional<std::string>>();
    return {.arguments = {{"run", "Run to look at; MLP_RUN_ID without it", named.get(), false, "RUN", Live::runs}},
            .run = [named](Invocation& call) {
                TrackSession session(call, TrackSession::Use::read);
                const std::string id = session.run_id(*named);
                const auto artifacts = session->list_artifacts(id);
                base::Json json = document("mlp.track.artifacts/1");
                json["run_id"] = id;
                json["artifacts"] = base::Json::array();
                for (const auto& artifact : artifacts) json["artifacts"].push_back(artifact_json(artifact));
                return Report{.document = json, .text = [artifacts](Text& text) {
                                  if (artifacts.empty()) text.line("This run has no artifacts.");
                                  Table table({"path", "size", "digest"});
                                  table.right(1);
                                  for (const auto& artifact : artifacts) {
                                      table.row({{artifact.path, Label::path},
                                                 base::size_text(artifact.size),
                                                 {artifact.digest, Label::dim}});
                                  }
                                  if (!artifacts.empty()) table.print(text);
                              }};
            }};
}

}  // namespace mlp::cli
