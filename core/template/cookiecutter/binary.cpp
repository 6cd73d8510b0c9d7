// A file is binary when its ending or its first bytes are known, or when a decision tree says so. The tree was trained
// by binaryornot's authors on figures of the first 512 bytes; it is data here (scripts/generate-binary-tree).
#include "core/template/cookiecutter/binary.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "core/base/ascii.hpp"
#include "core/base/text.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

/// Goes on at `at_most` when the feature is not above the bound. Negative: a verdict.
struct Decision {
    int feature;
    double bound;
    int at_most;
    int above;
};
constexpr int is_text = -1;

#include "core/template/cookiecutter/binary_data.inc"

constexpr std::size_t looked_at = 512;

/// True when every byte belongs to a character of that encoding.
bool decodes(const char* encoding, std::string_view bytes) {
    const auto converter = ::iconv_open("UTF-32LE", encoding);
    if (converter == reinterpret_cast<iconv_t>(-1)) return false;
    std::string input(bytes);
    std::string output(bytes.size() * 8 + 16, '\0');
    char* in = input.data();
    char* out = output.data();
    std::size_t in_left = input.size();
    std::size_t out_left = output.size();
    const bool good = ::iconv(converter, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1);
    ::iconv_close(converter);
    return good && in_left == 0;
}

bool is_printable(unsigned char byte) { return byte >= 0x20 && byte <= 0x7e; }
bool is_blank(unsigned char byte) { return byte == '\t' || byte == '\n' || byte == '\r'; }

/// Figures of the bytes, by the numbers that the tree knows them by. Encodings are tried only when it asks.
class Features {
public:
    explicit Features(std::string_view bytes) : bytes_(bytes) {
        for (const char c : bytes) ++counts_[static_cast<unsigned char>(c)];
    }

    double value(int feature) const {
        switch (feature) {
            case 0:
                return ratio(counts_[0]);
            case 1:
                return ratio(sum([](unsigned char b) { return b < 0x20 && !is_blank(b); }));
            case 2:
                return ratio(sum(is_printable));
            case 3:
                return ratio(sum([](unsigned char b) { return b >= 0x80; }));
            case 4:
                return base::invalid_utf8(bytes_) ? 0 : 1;
            case 5:
                return zeros_from(0);
            case 6:
                return zeros_from(1);
            case 7:
                return entropy();
            case 10:
                return bytes_.starts_with("\xff\xfe") && bytes_.substr(2, 2) != std::string_view("\0\0", 2) ? 1 : 0;
            case 17:
                return ratio(longest_printable());
            case 23:
                return 0;  // a known signature has been looked for before
            default:
                return decodes_as(feature) ? 1 : 0;
        }
    }

private:
    template <class Predicate>
    std::size_t sum(Predicate holds) const {
        std::size_t total = 0;
        for (std::size_t byte = 0; byte < counts_.size(); ++byte) {
            if (holds(static_cast<unsigned char>(byte))) total += counts_[byte];
        }
        return total;
    }
    double ratio(std::size_t part) const { return static_cast<double>(part) / static_cast<double>(bytes_.size()); }

    double zeros_from(std::size_t start) const {
        std::size_t zeros = 0;
        std::size_t all = 0;
        for (std::size_t i = start; i < bytes_.size(); i += 2, ++all) zeros += bytes_[i] == '\0' ? 1U : 0U;
        return all == 0 ? 0 : static_cast<double>(zeros) / static_cast<double>(all);
    }

    double entropy() const {
        double bits = 0;
        for (const auto count : counts_) {
            if (count > 0) bits -= ratio(count) * std::log2(ratio(count));
        }
        return bits;
    }

    std::size_t longest_printable() const {
        std::size_t longest = 0;
        std::size_t current = 0;
        for (const char c : bytes_) {
            const auto byte = static_cast<unsigned char>(c);
            current = is_printable(byte) || is_blank(byte) ? current + 1 : 0;
            longest = std::max(longest, current);
        }
        return longest;
    }

    bool decodes_as(int feature) const {
        struct Encoding {
            int feature;
            const char* name;
            std::size_t shortest;
        };
        constexpr std::array<Encoding, 7> encodings{{{13, "UTF-16LE", 10},
                                                     {14, "UTF-16BE", 10},
                                                     {18, "GB2312", 10},
                                                     {19, "BIG5", 10},
                                                     {20, "SHIFT_JIS", 10},
                                                     {21, "EUC-JP", 10},
                                                     {22, "EUC-KR", 10}}};
        const auto* found = std::find_if(encodings.begin(), encodings.end(),
                                         [&](const Encoding& encoding) { return encoding.feature == feature; });
        return found != encodings.end() && bytes_.size() >= found->shortest && decodes(found->name, bytes_);
    }

    std::string_view bytes_;
    std::array<std::size_t, 256> counts_{};
};

/// As Python's PurePath(name).suffix, without the dot and in small letters.
std::string ending_of(std::string_view name) {
    name = name.substr(name.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) return {};
    return base::lower(name.substr(dot + 1));
}

}  // namespace

bool is_binary(std::string_view name, std::string_view content) {
    if (std::find(std::begin(extensions), std::end(extensions), ending_of(name)) != std::end(extensions)) return true;
    const auto bytes = content.substr(0, looked_at);
    if (bytes.empty()) return false;
    if (std::any_of(std::begin(signatures), std::end(signatures),
                    [&](std::string_view signature) { return bytes.starts_with(signature); }))
        return true;
    const Features features(bytes);
    int at = 0;
    while (at >= 0)
        at = features.value(decisions[at].feature) <= decisions[at].bound ? decisions[at].at_most : decisions[at].above;
    return at != is_text;
}

}  // namespace mlp::tmpl::cookiecutter
