// Events of OpenLineage (spec 2-0-2): a run of a job began or ended, and which data it read and wrote. Plain values, and
// their JSON with the standard facets. https://openlineage.io/spec/2-0-2/OpenLineage.json
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/json.hpp"
#include "core/lineage/naming.hpp"

namespace mlp::lineage {

enum class EventType { start, complete, fail, abort };

struct Field {
    std::string name;
    std::string type;  ///< may be empty
};

/// What is not known stays empty and gives no facet.
struct Dataset {
    DatasetId id;
    std::string version;      ///< digest of its content: "sha256:…"
    std::string description;  ///< for people
    std::string owner;
    std::vector<Field> fields;
    std::optional<std::uint64_t> size_bytes;  ///< of an output that was written
    std::optional<std::uint64_t> files;
};

/// Where the code of a job stands in git.
struct CodeLocation {
    std::string repository;  ///< a URL
    std::string path;        ///< of the file in the repository
    std::string commit;
    std::string branch;
};

struct JobId {
    std::string space;
    std::string name;
};

struct Job {
    JobId id;
    std::string type;  ///< "PIPELINE" or "STAGE"
    std::string description;
    std::string owner;
    std::optional<CodeLocation> code;
};

struct RunRef {
    JobId job;
    std::string run_id;  ///< a UUID
};

struct Event {
    EventType type = EventType::start;
    base::Millis time = 0;
    std::string run_id;  ///< a UUID
    Job job;
    std::optional<RunRef> parent;
    std::string failure;  ///< why it failed
    std::vector<Dataset> inputs;
    std::vector<Dataset> outputs;
};

/// @param version  of mlp, as the producer
base::Json event_json(const Event& event, std::string_view version);

/// 32 hexadecimal digits as a UUID: a run of ours is called the same in both places.
std::string uuid_text(std::string_view digits);

/// "namespace/job/UUID", as OPENLINEAGE_PARENT_ID has it; nothing for other texts.
std::optional<RunRef> parse_parent(std::string_view text);

}  // namespace mlp::lineage
