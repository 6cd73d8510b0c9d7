// The bytes of a version: written out and verified on the way, or re-hashed where they lie.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/registry/registry.hpp"

namespace mlp::registry {

/// Writes one part to `to` (which must not exist; its folder must), hashing what it writes. Not synced.
/// Object absent: Error{damaged}, content that does not match its digest: Error{damaged}; both name the object and the
/// way out.
void write_part(const store::Store& store, const Part& part, const std::filesystem::path& to);

/// Writes all parts below `folder`, which must exist. A version without parts: Error{invalid}. Paths were checked when
/// the version was made and are checked again here: a shared store is somebody else's input.
void write_parts(const store::Store& store, const ModelVersion& version, const std::filesystem::path& folder);

/// One thing that is wrong with what is stored for a version.
struct Damage {
    std::string part;    ///< path of the part; "manifest" or "record" for those
    std::string digest;  ///< as recorded
    std::string object;  ///< file of the object store
    std::string problem;
    std::string repair;
};

/// Re-hashes the manifest and every part; nothing when all is whole. A version without content of ours is whole.
std::vector<Damage> verify_version(const store::Store& store, const ModelVersion& version);

/// All objects that the registry needs (parts and manifests of every version), for whoever removes what is not needed.
void for_each_object(store::Store& store, const std::function<void(const std::string& digest)>& visit);

}  // namespace mlp::registry
