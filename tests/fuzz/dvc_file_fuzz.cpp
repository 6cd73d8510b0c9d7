// Parses any bytes as a .dvc file. What parses can be changed, and then says what was put in.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/data/dvc/dvc_file.hpp"

namespace {

using namespace mlp::data;

const Content content{ContentKind::tree,
                      *mlp::base::Digest::parse_hex(mlp::base::Algorithm::md5, "9cd599a3523898e6a12e13ec787da50a"), 7,
                      2};

/// The text with other contents; empty when it is refused.
std::string changed(std::string_view text) {
    try {
        const auto file = dvc::parse_dvc_file(text, "fuzz.dvc");
        std::vector<dvc::Tracked> outs(file.outs.begin(), file.outs.end());
        for (auto& out : outs) {
            out.content = content;
            out.has_size = true;
        }
        return dvc::update_dvc_file(text, "fuzz.dvc", outs);
    } catch (const mlp::Error& error) {
        if (error.message().empty() || error.kind() != mlp::Kind::invalid) std::abort();
        return "";
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // What this throws is a fault of the text that was written.
    const auto after = dvc::parse_dvc_file(changed({reinterpret_cast<const char*>(data), size}), "changed.dvc");
    for (const auto& out : after.outs) {
        if (out.content != content) std::abort();
    }
    return 0;
}
