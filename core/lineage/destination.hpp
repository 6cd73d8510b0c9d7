// Where lineage events go: a file of JSON lines, or a catalog over HTTP as Marquez and DataHub take them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/patience.hpp"

namespace mlp::lineage {

/// Used by one thread at a time.
class Destination {
public:
    virtual ~Destination() = default;
    /// One event as one JSON text without line ends. Error when it did not arrive.
    virtual void send(std::string_view event) = 0;
};

/// True for an address that events are posted to.
bool is_web_address(std::string_view address);

/// The address events are posted to: as it is where it ends in "/lineage", else with `endpoint` after it.
std::string lineage_address(const std::string& address, std::string_view endpoint = "api/v1/lineage");

/// Appends; folders on the way are made with the first event. A pipe that nobody reads is an Error, not a wait.
std::unique_ptr<Destination> lineage_file(std::filesystem::path path);

/// Posts. Passing failures are tried again by `rules`; each attempt has a bounded time.
/// @param key  an API key, sent as a bearer token; empty: none
std::unique_ptr<Destination> lineage_server(std::string address, std::string key, base::PatienceRules rules);

}  // namespace mlp::lineage
