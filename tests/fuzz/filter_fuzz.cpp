// Reads a filter of runs and an order: comparisons come out, or an error that says what is wrong.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/tracking/filter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::tracking;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto check = [](const mlp::Error& error) {
        if (error.message().empty() || error.kind() == mlp::Kind::bug) std::abort();
    };
    try {
        parse_filter(text);
    } catch (const mlp::Error& error) {
        check(error);
    }
    try {
        parse_order(text);
    } catch (const mlp::Error& error) {
        check(error);
    }
    return 0;
}
