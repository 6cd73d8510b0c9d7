#include "core/data/absent.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mlp::data {

Error not_stored(const std::string& name, const std::vector<Absent>& absent, const std::filesystem::path& store) {
    constexpr std::size_t named = 3;
    std::string list;
    for (std::size_t at = 0; at < std::min(absent.size(), named); ++at) {
        const Absent& one = absent[at];
        const std::string what = one.path == name        ? "its content"
                                 : one.path == name + "/" ? "the list of its files"
                                                          : fmt::format("'{}'", one.path);
        list += fmt::format("{}{} ({})", at == 0 ? "" : ", ", what, one.digest.to_string());
    }
    if (absent.size() > named) list += fmt::format(" and {} more", absent.size() - named);
    return Error(Kind::missing, fmt::format("cannot restore '{}': {} {} not stored here", name, list,
                                            absent.size() > 1 ? "are" : "is"))
        .at(store.string())
        .hint("`mlp data pull` brings it from a remote; `mlp run --force` makes again what a stage made");
}

}  // namespace mlp::data
