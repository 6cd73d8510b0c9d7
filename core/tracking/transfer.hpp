// Runs out of a store and into another one, as JSON lines, without loss: docs/formats/run-jsonl.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/object_store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::tracking {

/// Writes runs line by line, in constant memory. For one moment in time, read inside a transaction of the store.
class Exporter {
public:
    using Sink = std::function<void(std::string_view line)>;  ///< without the line's end
    /// @param objects  nullptr: the content of artifacts is left out
    Exporter(TrackingStore& tracking, const data::ObjectStore* objects, Sink sink);

    void run(const std::string& id);

    std::uint64_t runs() const { return written_.size(); }
    /// Digests of artifacts whose content was not in the store.
    const std::set<std::string>& missing() const { return missing_; }

private:
    void begin(const Run& run);
    void metrics(const Run& run);
    void content(const Artifact& artifact);
    void line(const base::Json& line);

    TrackingStore& tracking_;
    const data::ObjectStore* objects_;
    Sink sink_;
    bool begun_ = false;
    std::set<std::string> experiments_;
    std::set<std::string> written_;
    std::set<std::string> contents_;
    std::set<std::string> missing_;
};

struct ImportResult {
    std::vector<std::string> added = {};              ///< ids in this store
    std::vector<std::string> unchanged = {};          ///< were there already, equal in every field
    std::map<std::string, std::string> renamed = {};  ///< old → new, with new_ids
    std::uint64_t missing_objects = 0;  ///< artifacts whose content is neither in the lines nor in the store
};

/// Reads what Exporter wrote. The caller holds one transaction around everything, which makes it all or nothing;
/// objects are durable when finish() returns. A run that is there already with the same content is left alone, with
/// another one it is Error{conflict}, unless `new_ids`.
class Importer {
public:
    Importer(TrackingStore& tracking, data::ObjectStore& objects, base::Env env, bool new_ids);
    ~Importer();

    void line(std::string_view text);
    ImportResult finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mlp::tracking
