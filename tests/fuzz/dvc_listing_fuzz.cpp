// Parses any bytes as one of DVC's folder listings. What parses is written and read again as the same files.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/data/dvc/listing.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::data::dvc;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        auto files = parse_listing(text, "fuzz.dir");
        const auto again = parse_listing(listing_text(files), "again.dir");
        std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
        if (files != again) std::abort();
        for (const ListedFile& file : files) {
            if (file.path == ".." || file.path.starts_with('/') || file.path.starts_with("../")) std::abort();
        }
    } catch (const mlp::Error& error) {
        if (error.message().empty() || error.kind() != mlp::Kind::damaged) std::abort();
    }
    return 0;
}
