#include "cli/output/xml.hpp"

#include "core/base/text.hpp"

namespace mlp::cli {

std::string xml_text(std::string_view text) {
    std::string clean(text);
    for (auto bad = base::invalid_utf8(clean); bad; bad = base::invalid_utf8(clean)) clean[*bad] = '?';
    std::string out;
    for (const char c : clean) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\n':
                out += "&#10;";
                break;
            case '\t':
                out += "&#9;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) out += c;
        }
    }
    return out;
}

}  // namespace mlp::cli
