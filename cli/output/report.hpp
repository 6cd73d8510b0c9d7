// What a command gives back: one value as JSON and as text. Output picks one of them; the command never asks which.
#pragma once

#include <functional>
#include <string>

#include "core/base/json.hpp"

namespace mlp::cli {

class Text;

struct Report {
    /// The document of --json. Its first key is "schema": "mlp.<command>/1" (described in schemas/output/). A null
    /// document prints nothing (streams were written by the command itself, see Invocation::write).
    base::Json document = nullptr;
    /// The same facts for people. Empty: nothing is printed.
    std::function<void(Text&)> text = {};
    /// 0, or 1 when a verdict is "no" and the report itself says why. Anything else is thrown as an Error.
    int exit_code = 0;
};

/// Starts a document: {"schema": "mlp.track.list/1"}.
base::Json document(std::string_view schema);

/// Documents say null where there is no text.
base::Json text_or_null(const std::string& text);

}  // namespace mlp::cli
