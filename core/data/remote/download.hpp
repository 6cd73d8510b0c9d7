// One body over HTTP from an offset on, through broken connections: what arrived is not asked for again.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/base/http.hpp"
#include "core/base/patience.hpp"

namespace mlp::data {

/// Where the body comes from.
struct DownloadSource {
    /// Completes the request (address, signature) and sends it, once.
    std::function<base::HttpResponse(base::HttpRequest&&)> send;
    /// Whether the answer asks for another attempt.
    std::function<bool(const base::HttpResponse&)> is_passing;
    /// The answer as what it means here; 404 as Error{missing}.
    std::function<Error(const base::HttpResponse&)> refusal;
};

/// Hands over the bytes from `offset` on, each once and in order, whether the server knows ranges or not. An offset at
/// the end gives nothing. A body that changes while it is read is Error{remote}.
void download(base::Patience& patience, const DownloadSource& source, std::uint64_t offset,
              const std::function<void(std::string_view bytes)>& sink);

}  // namespace mlp::data
