#include "cli/output/report.hpp"

#include "cli/output/output.hpp"
#include "cli/output/stream.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

base::Json document(std::string_view schema) { return base::Json{{"schema", schema}}; }

base::Json text_or_null(const std::string& text) { return text.empty() ? base::Json(nullptr) : base::Json(text); }

std::string json_line(const base::Json& document) {
    // Names in a store may come from anywhere: bytes that are not UTF-8 become U+FFFD instead of losing the whole
    // report.
    return document.dump(-1, ' ', false, base::Json::error_handler_t::replace) + "\n";
}

void print(const Report& report, const Invocation& call) {
    if (call.globals().json) {
        if (!report.document.is_null()) write_output(json_line(report.document));
        return;
    }
    if (!report.text) return;
    Text text(call.colour_on_output(), call.terminal().width, call.terminal().output);
    report.text(text);
    write_output(text.str());
}

}  // namespace mlp::cli
