// Resolves a text with ${…} against a few values: the answer is a value, or faults that say what is wrong.
#include <cstdint>
#include <cstdlib>

#include "core/base/json.hpp"
#include "core/config/interpolate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::config;
    static const Json values = mlp::base::parse_json(R"({"a": {"b": [1, 2.5, {"c": "x"}]}, "t": "text", "n": null})", "");
    static const Json local = mlp::base::parse_json(R"({"item": {"k": true}, "key": "one"})", "");
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const Insert insert : {Insert::scalar, Insert::command}) {
        std::vector<Fault> faults;
        const auto result = interpolate(text, Scope{}.with(values, &local, true), insert, faults);
        if (result.has_value() != faults.empty()) std::abort();
        for (const Fault& fault : faults) {
            if (fault.code.empty() || fault.message.empty()) std::abort();
        }
        if (!has_template(text) && faults.empty() && *result != Json(std::string(text))) std::abort();
    }
    return 0;
}
