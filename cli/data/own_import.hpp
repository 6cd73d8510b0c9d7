// Imports of a project of mlp.yaml: data.lock says where they came from, in fewer words than a .dvc file.
#pragma once

#include <string>

#include "cli/data/site.hpp"
#include "core/data/dvc/dvc_file.hpp"

namespace mlp::cli {

/// The digest of all that a look at an address told: equal while its content is.
std::string state_of(const data::dvc::FileItem& looked);

/// What the source in a .dvc file says, as data.lock would: of `repo` in its rest, or a bare address.
data::DataSource source_of(const data::dvc::FileItem& item);

/// As a .dvc file would name the source: `repo` in its rest, or a bare address.
data::dvc::FileItem item_of(const data::DataSource& source);

/// Writes data.lock. An address with a password or a query is left out, with a warning: the file is committed.
void record_import(DataSite& site, const std::string& path, const data::dvc::FileItem& source,
                   const data::Content& content);

}  // namespace mlp::cli
