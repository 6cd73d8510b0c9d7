// What a store lacks of some content, by the names of the files that cannot be put back without it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"

namespace mlp::data {

struct Absent {
    std::string path;  ///< "raw/a.csv"; "raw/" where the list of the folder's files is what is lacking
    base::Digest digest;
};

/// @param name what was to be restored @param store where its content was looked for @return Error{missing}
Error not_stored(const std::string& name, const std::vector<Absent>& absent, const std::filesystem::path& store);

}  // namespace mlp::data
