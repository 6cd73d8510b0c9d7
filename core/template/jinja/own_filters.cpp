// The filters of mlp's own templates.
#include "core/base/json.hpp"
#include "core/base/yaml.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// A text as a YAML scalar, quoted where YAML asks for it.
Value own_yaml_filter(Interpreter&, const Bound& arguments) { return base::yaml_scalar(base::Json(str(arguments[0]))); }

/// A text in double quotes, as JSON and TOML take it.
Value own_json_filter(Interpreter&, const Bound& arguments) { return base::Json(str(arguments[0])).dump(); }

constexpr Native own_table[] = {
    {"json", "value", own_json_filter},
    {"yaml", "value", own_yaml_filter},
};

}  // namespace

std::span<const Native> own_filters() { return own_table; }

}  // namespace mlp::tmpl::jinja
