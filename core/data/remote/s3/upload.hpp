// One large object in parts: several at once, and those that are there from an earlier attempt are not sent again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <semaphore>
#include <string>

#include "core/base/digest.hpp"
#include "core/data/remote/s3/client.hpp"

namespace mlp::data::s3 {

/// Objects up to this size go in one request; larger ones in parts of this size, or more when there would be too many.
inline constexpr std::uint64_t part_size = 16ULL << 20;
std::uint64_t part_size_for(std::uint64_t size);

/// Parts under way, over all objects: what bounds memory.
using PartSlots = std::counting_semaphore<64>;

struct Upload {
    std::string key;
    std::filesystem::path file;
    std::uint64_t size = 0;
    base::Digest digest;  ///< of the whole file
    Pairs headers;        ///< of the object
    std::function<void(std::uint64_t bytes)> moved = {};
};

/// Stores the file under the key: whole or not at all. What was sent stays at the server when this fails, for the next
/// attempt; a file that does not hold what its digest says is Error{damaged} and leaves nothing.
void upload_in_parts(Client& client, const Upload& upload, PartSlots& slots);

}  // namespace mlp::data::s3
