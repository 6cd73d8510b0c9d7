// Parses any bytes as a profile file of the AWS tools. What does not parse is refused with its line, which is not
// repeated.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/data/remote/s3/profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        mlp::data::s3::parse_profile_file({reinterpret_cast<const char*>(data), size}, "config");
    } catch (const mlp::Error& error) {
        if (error.kind() != mlp::Kind::invalid || !error.place().starts_with("config:")) std::abort();
    }
    return 0;
}
