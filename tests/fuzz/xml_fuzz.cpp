// Parses any bytes as XML. What is taken is bounded and has names.
#include <cstdint>
#include <cstdlib>

#include "core/base/xml.hpp"

namespace {

void check(const mlp::base::XmlElement& element, int depth) {
    if (element.name.empty() && depth == 0) std::abort();
    if (depth > 64) std::abort();
    for (const auto& child : element.children) check(child, depth + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto root = mlp::base::parse_xml({reinterpret_cast<const char*>(data), size});
    if (root) check(*root, 0);
    return 0;
}
