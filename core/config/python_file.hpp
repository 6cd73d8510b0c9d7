// A Python file as parameters, in the way of DVC: what is assigned a literal, in the file and in its classes.
#pragma once

#include <string_view>

#include "core/base/json.hpp"

namespace mlp::config {

using base::Json;

/// `NAME = LITERAL` (with an annotation too), the same inside of a class as a map of the class's name, and
/// `self.NAME = LITERAL` in its __init__. What is assigned anything else is left out. The file is not run.
/// A text or bracket that is not closed: Error{invalid} at "origin:line".
Json parse_python_file(std::string_view text, std::string_view origin);

}  // namespace mlp::config
