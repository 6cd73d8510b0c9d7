// python-slugify: a text as part of a file name or an address.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

struct SlugRules {
    bool entities = true;
    bool decimal = true;
    bool hexadecimal = true;
    std::int64_t max_length = 0;  ///< 0: any
    bool word_boundary = false;
    std::string separator = "-";
    bool save_order = false;
    std::vector<std::string> stopwords;
    bool lowercase = true;
    std::vector<std::pair<std::string, std::string>> replacements;
};

/// Letters of Latin scripts lose their marks; a character that has no ASCII form here is an error that names it.
std::string slug(Interpreter& interpreter, std::string_view text, const SlugRules& rules);

}  // namespace mlp::tmpl::jinja
