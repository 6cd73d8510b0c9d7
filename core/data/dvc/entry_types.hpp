// The types of what an entry of dvc.lock or of a .dvc file says about its content.
#pragma once

#include "core/base/yaml.hpp"

namespace mlp::data::dvc {

/// Holds the values of the keys `md5 etag checksum hash size nfiles isexec version_id cloud files dataset` against the
/// types that DVC takes, at any depth; other keys of the entry are the caller's. Error{invalid} at the first that is
/// wrong.
void check_entry_types(const base::Yaml& entry);

}  // namespace mlp::data::dvc
