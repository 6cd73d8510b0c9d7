// PyYAML's yaml.dump(): the bytes that copier's filters to_yaml and to_nice_yaml give, and its answers file.
#pragma once

#include <string>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

struct YamlStyle {
    int indent = 2;
    bool sort_keys = true;
    bool unicode = true;           ///< other characters as they are
    bool flow_of_scalars = false;  ///< what holds scalars only is written "[a, b]"
    std::int64_t width = 80;
};

std::string yaml_text(const Value& value, const YamlStyle& style);

}  // namespace mlp::tmpl::jinja
