#include "cli/data/checkout_report.hpp"

#include <fmt/format.h>

#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

void show(Text& text, Label label, std::string_view word, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) text.add(label, word).line(path);
}

}  // namespace

Report checkout_report(const DataCheckout& done, base::Json json) {
    json["added"] = done.added;
    json["modified"] = done.modified;
    json["deleted"] = done.deleted;
    json["unchanged"] = done.unchanged;
    json["missing"] = base::Json::array();
    for (const auto& [path, error] : done.failed) json["missing"].push_back(path);
    return {.document = std::move(json), .text = [done](Text& text) {
                show(text, Label::ok, "added     ", done.added);
                show(text, Label::warning, "modified  ", done.modified);
                show(text, Label::error, "deleted   ", done.deleted);
                if (done.added.empty() && done.modified.empty() && done.deleted.empty() && done.failed.empty())
                    text.line(fmt::format("Nothing to change: {} tracked path{} as recorded.", done.unchanged,
                                          done.unchanged == 1 ? " is" : "s are"));
            }};
}

}  // namespace mlp::cli
