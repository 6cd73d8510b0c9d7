// Python's textwrap.wrap(), as the filter wordwrap uses it: tabs and white space stay as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl::jinja {

/// The lines of one paragraph, none longer than `width` characters unless a word is.
std::vector<std::string> wrap(std::string_view text, std::size_t width, bool break_long_words, bool break_on_hyphens);

}  // namespace mlp::tmpl::jinja
