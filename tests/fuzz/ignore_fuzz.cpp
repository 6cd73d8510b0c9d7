// Takes the first line as a pattern of an ignore file and matches it with the others.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/base/ignore.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using mlp::base::IgnorePattern;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto end = text.find('\n');
        const auto pattern = IgnorePattern::parse(text.substr(0, end));
        const auto below = IgnorePattern::parse(IgnorePattern::below(text.substr(0, end), "folder"));
        while (text.find('\n') != std::string_view::npos) {
            text.remove_prefix(text.find('\n') + 1);
            const std::string_view path = text.substr(0, text.find('\n'));
            // What a folder's rule says of a file, it says of the folder of that name, unless it says more of folders.
            if (pattern && pattern->matches(path, false) && !pattern->matches(path, true)) std::abort();
            if (below) below->matches(path, true);
        }
    } catch (const mlp::Error& error) {
        if (error.message().empty() || error.kind() != mlp::Kind::invalid) std::abort();
    }
    return 0;
}
