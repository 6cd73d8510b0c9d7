// Parses any bytes as YAML. What parses without a problem must also write and read back as the same value.
#include <cstdint>
#include <cstdlib>

#include "core/base/yaml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::base;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<mlp::Problem> problems;
    const auto tree = parse_yaml(text, "fuzz.yaml", problems, {.nodes = 10'000, .depth = 100});
    for (const auto& problem : problems) {
        if (problem.message.empty() || problem.code.empty() || problem.place.line < 1) std::abort();
    }
    if (!problems.empty()) return 0;
    const auto value = tree.to_json();
    std::vector<mlp::Problem> again;
    if (parse_yaml(to_yaml(value), "written.yaml", again).to_json() != value || !again.empty()) std::abort();
    return 0;
}
