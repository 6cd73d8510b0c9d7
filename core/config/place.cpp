#include "core/config/place.hpp"

#include <charconv>

namespace mlp::config {

Position position_from(const std::string& place, const std::string& name) {
    Position position{name, 0, 0};
    if (!place.starts_with(name + ":")) return position;
    const char* at = place.data() + name.size() + 1;
    const char* end = place.data() + place.size();
    const auto line = std::from_chars(at, end, position.line);
    if (line.ptr < end && *line.ptr == ':') std::from_chars(line.ptr + 1, end, position.column);
    return position;
}

}  // namespace mlp::config
