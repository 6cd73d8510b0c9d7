#include "core/template/jinja/clock.hpp"

#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

std::string time_text(std::string_view, std::string_view, std::string_view) { fail("not yet"); }

}  // namespace mlp::tmpl::jinja
