// Any bytes as a template: it renders or is refused with a message and a place, within its bounds.
#include <cstdint>
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/template/jinja/jinja.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace jinja = mlp::tmpl::jinja;
    static const jinja::Environment environment({}, jinja::UndefinedMode::lenient,
                                                jinja::Extensions{true, true, true, true, true});
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    jinja::Limits limits;
    limits.steps = 20'000;
    limits.output = 100'000;
    limits.depth = 60;
    jinja::Dict context;
    context.set("x", jinja::Value(jinja::List{{1, "a", true}}));
    try {
        const jinja::Template source(text, "fuzz", environment);
        jinja::render(
            source, context, [&](const std::string&) { return std::string(text); }, limits);
    } catch (const mlp::Error& error) {
        if (error.message().empty() || error.place().empty() || error.kind() != mlp::Kind::invalid) std::abort();
    }
    return 0;
}
