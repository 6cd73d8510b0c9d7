#include "core/config/indentation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"

namespace mlp::config {

namespace {

bool is_empty(const Yaml& value) { return value.is_null() && value.text().empty(); }

/// Something with a command of its own is a stage, whatever it is called; `do` holds one.
bool is_stage(const Yaml::Entry& entry) { return entry.key != "do" && entry.value.find("cmd") != nullptr; }

/// How many of the entries behind `entries[at]` are keys of it.
std::size_t keys_beside(const std::vector<Yaml::Entry>& entries, std::size_t at,
                        std::span<const std::string_view> known) {
    if (!is_empty(entries[at].value)) return 0;
    const auto belongs = [&](const Yaml::Entry& entry) {
        return entry.key_place.column == entries[at].key_place.column && !is_stage(entry) &&
               std::find(known.begin(), known.end(), entry.key) != known.end();
    };
    const auto first = entries.begin() + static_cast<std::ptrdiff_t>(at) + 1;
    return static_cast<std::size_t>(std::find_if_not(first, entries.end(), belongs) - first);
}

}  // namespace

std::vector<const Yaml::Entry*> indented_entries(const Reader& reader, const Yaml& map, std::string_view kind,
                                                 std::span<const std::string_view> known) {
    const std::vector<Yaml::Entry>& entries = map.entries();
    std::vector<const Yaml::Entry*> placed;
    bool told = false;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const Yaml::Entry& named = entries[at];
        const std::size_t beside = keys_beside(entries, at, known);
        // The keys of a second such name stand twice in the map, and were left out of it.
        if (beside == 0 && !(told && is_empty(named.value))) placed.push_back(&named);
        if (beside == 0) continue;
        const Yaml::Entry& first = entries[at + 1];
        const std::string name = base::printable(named.key);
        reader.findings()
            .error(codes::not_indented, first.key_place,
                   fmt::format("'{}' stands beside {}{}'{}', not below it", first.key, kind, kind.empty() ? "" : " ",
                               name),
                   fmt::format("indent what belongs to '{}': begin those lines two blanks further right than '{}'", name,
                               name))
            .related.push_back({named.key_place, fmt::format("'{}' has no value", name)});
        told = true;
        at += beside;
    }
    return placed;
}

}  // namespace mlp::config
