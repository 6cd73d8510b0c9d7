// What is released: the entry of a target's history, and the manifest that lies in a release (docs/formats/release.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/json.hpp"
#include "core/registry/registry.hpp"

namespace mlp::deploy {

using base::Json;
using base::Millis;

/// One change of what a target serves. Kept beside the target for ever; never changed.
struct Entry {
    std::int64_t number = 0;  ///< from 1, without gaps
    Millis time = 0;
    std::string actor;
    std::string action;  ///< "deploy" or "rollback"
    std::string environment;
    std::string project;
    std::string release;   ///< id: release_id()
    std::string previous;  ///< release that was served before; empty for the first
    std::string model;
    std::int64_t version = 0;
    std::string digest;  ///< of the version's manifest
    std::string run_id;
    std::string commit;
    std::string reason;          ///< of an override; empty without
    Json gates = Json::array();  ///< verdicts at that time: [{gate, passed, reason}]
};

Json entry_json(const Entry& entry);
/// The reverse. What is not an entry is Error{damaged} naming `place`.
Entry parse_entry(std::string_view text, const std::string& place);

/// "churn-3-1a2b3c4d5e6f": model (letters that every file system takes), version, first digits of the digest. The same
/// version has the same id in every target.
std::string release_id(const registry::ModelVersion& version);

/// manifest.json of a release: {schema, release, model, version, digest, parts, provenance}.
Json release_manifest(const registry::ModelVersion& version);

/// What a release's manifest says about its content.
struct ReleaseContent {
    std::string release;
    std::string model;
    std::int64_t version = 0;
    std::string digest;
    std::vector<registry::Part> parts;
};
ReleaseContent parse_release_manifest(std::string_view text, const std::string& place);

/// Order of rollback: releases as a stack, the served one last. A deploy pushes; a rollback takes off what lies above
/// its release.
std::vector<std::string> release_stack(const std::vector<Entry>& history);

}  // namespace mlp::deploy
