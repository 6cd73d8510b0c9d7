// What a bucket holds: all keys that begin in one way, however many pages the server gives them on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/data/remote/s3/client.hpp"

namespace mlp::data::s3 {

struct ListedObject {
    std::string key;  ///< whole
    std::uint64_t size = 0;
    std::string tag;   ///< as the server gives it, in quotes
    std::string time;  ///< of its last change: ISO 8601 in UTC
};

/// In no order that counts.
void list_objects(Client& client, const std::string& prefix, const std::function<void(const ListedObject&)>& visit);

}  // namespace mlp::data::s3
