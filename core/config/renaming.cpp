#include "core/config/renaming.hpp"

#include "core/base/text.hpp"

namespace mlp::config {

std::optional<Edit> renaming(const Source& source, const Position& place, std::string_view from, std::string to) {
    if (!std::string_view(source.text()).substr(source.offset_of(place)).starts_with(from)) return std::nullopt;
    Position end = place;
    end.column += static_cast<int>(base::character_count(from));
    return Edit{place, end, std::move(to)};
}

}  // namespace mlp::config
