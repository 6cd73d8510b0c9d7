// The time, as cookiecutter's `now` writes it.
#pragma once

#include <string>
#include <string_view>

namespace mlp::tmpl::jinja {

/// @param zone "utc" or "local"; others are an error
/// @param offset "+days=2,hours=-1" or nothing
/// @param format of strftime
std::string time_text(std::string_view zone, std::string_view offset, std::string_view format);

}  // namespace mlp::tmpl::jinja
