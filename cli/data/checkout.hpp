// Making the working tree hold what is recorded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/data/site.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

struct DataCheckoutOptions {
    bool force = false;   ///< also over files whose content is kept nowhere
    bool relink = false;  ///< make links anew, as the settings ask for them now
};

struct DataCheckout {
    std::vector<std::string> added;     ///< were not there; "raw/" for folders
    std::vector<std::string> modified;
    std::vector<std::string> deleted;   ///< what is tracked no longer
    std::size_t unchanged = 0;

    std::size_t as_recorded() const { return added.size() + modified.size() + unchanged; }
    std::vector<std::pair<std::string, Error>> failed;  ///< content that is not here, or damaged
};

/// Everything that can be is checked out; what cannot is told in the result. Files that would be lost: Error{conflict}
/// naming them, before anything changes, unless forced.
/// @param all  nothing was named: what is tracked no longer goes too
DataCheckout check_out(DataSite& site, const std::vector<Chosen>& chosen, const DataCheckoutOptions& options, bool all);

/// All failures in one, of the kind of the first.
Error failure_of(const DataCheckout& done);

}  // namespace mlp::cli
