// Parses any bytes as JSON. What parses must have a canonical form that parses to the same form again.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/base/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::base;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto canonical = canonical_json(parse_json(text, "fuzz.json"));
        if (canonical_json(parse_json(canonical, "canonical")) != canonical) std::abort();
    } catch (const mlp::Error& error) {
        if (error.message().empty() || error.kind() != mlp::Kind::invalid) std::abort();
    }
    return 0;
}
