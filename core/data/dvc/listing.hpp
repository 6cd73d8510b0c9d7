// DVC's listing of a folder, a ".dir" object: the files below it by path and MD5, nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"

namespace mlp::data::dvc {

struct ListedFile {
    std::string path;  ///< relative to the folder, '/' separators
    base::Digest digest;
    bool operator==(const ListedFile&) const = default;
};

/// The exact bytes that DVC writes: [{"md5": …, "relpath": …}, …] sorted by path. A path that is not UTF-8:
/// Error{invalid}, as DVC cannot record it either. Paths must be unique.
std::string listing_text(std::vector<ListedFile> files);

/// The reverse. Anything that is no listing, a path that leaves the folder, stands twice or lies below a file:
/// Error{damaged} at `place`.
/// @param algorithm what the digests are of: md5, or md5_text in a listing of DVC 2
std::vector<ListedFile> parse_listing(std::string_view text, const std::string& place,
                                      base::Algorithm algorithm = base::Algorithm::md5);

}  // namespace mlp::data::dvc
