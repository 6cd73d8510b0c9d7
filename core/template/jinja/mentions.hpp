// What a template mentions, without rendering it: names that it reads and sets, filters, tests, other templates. For a
// linter, which would rather be silent than wrong: a name that a template sets anywhere counts as set everywhere in it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/template/jinja/jinja.hpp"

namespace mlp::tmpl::jinja {

struct Mention {
    std::string name;
    std::string attribute;  ///< "b" in a.b and in a['b']; empty: the value as a whole
    std::uint32_t at = 0;   ///< offset in the source
};

struct Mentions {
    std::vector<Mention> read;
    /// Names (and attributes) that may be missing: asked `is defined`, or given a `default(…)`.
    std::set<std::pair<std::string, std::string>> optional;
    std::set<std::string> set;
    std::vector<Mention> templates;         ///< included, imported, extended; named by a constant, and needed
    std::vector<Mention> shared_templates;  ///< of these, those that see the same names: not imported
    std::vector<Mention> unknown_filters;   ///< where an `if` may never reach them; elsewhere parsing fails
    std::vector<Mention> unknown_tests;
};

Mentions mentions_of(const Template& source);

}  // namespace mlp::tmpl::jinja
