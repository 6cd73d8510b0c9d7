// Parses any bytes as a DVC configuration file. What does not parse is refused with a place.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/base/ini.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        for (const auto& section : mlp::base::parse_ini(text, "config")) {
            for (const auto& entry : section.entries) {
                if (entry.key.empty() || entry.values.empty() || entry.place.line < 1) std::abort();
            }
        }
    } catch (const mlp::Error& error) {
        if (error.kind() != mlp::Kind::invalid || !error.place().starts_with("config")) std::abort();
    }
    return 0;
}
