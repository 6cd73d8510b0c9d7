// Random values through each writer and back through its reader.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "core/base/base64.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/base/yaml_python.hpp"

using namespace mlp::base;

namespace {

/// What formats trip over, piece by piece.
const std::vector<std::string> plain_pieces{
    "a", "Z", "0", "7", " ", "  ", "-", "- ", ":", ": ", "#", " #", "'", "\"", "\\", ",", "[", "]", "{", "}", "&", "*",
    "!", "|", ">", "%", "@", "`", "?", "~", "null", "true", "yes", "1e3", ".5", "0x1", "_", "=", "<<", "é", "😀", "---",
    "...", "2024-01-02"};
const std::vector<std::string> odd_pieces{
    "\n", "\n\n", "\t", "\r", "\r\n", "\x01", "\x7f", "\xc2\x85", "\xe2\x80\xa8", "\xef\xbb\xbf"};

class RandomValues {
public:
    RandomValues(unsigned seed, bool with_odd) : random_(seed), with_odd_(with_odd) {}

    std::size_t below(std::size_t end) { return random_() % end; }

    std::string text() {
        std::string made;
        for (auto count = below(6); count > 0; --count) {
            const auto& pieces = with_odd_ && below(3) == 0 ? odd_pieces : plain_pieces;
            made += pieces[below(pieces.size())];
        }
        return made;
    }

    Json value(int depth) {
        switch (below(depth > 0 ? 9 : 6)) {
            case 0:
                return nullptr;
            case 1:
                return below(2) == 0;
            case 2:
                return static_cast<std::int64_t>(random_());
            case 3:
                return finite();
            case 4:
            case 5:
                return text();
            case 6:
                return list(depth - 1);
            default:
                return map(depth - 1);
        }
    }

    Json map(int depth) {
        Json made = Json::object();
        for (auto count = below(5); count > 0; --count) made[text()] = value(depth);
        return made;
    }

    /// Any bits that are a number.
    double finite() {
        while (true) {
            const std::uint64_t bits = random_();
            double value = 0;
            std::memcpy(&value, &bits, sizeof value);
            if (std::isfinite(value)) return value;
        }
    }

private:
    Json list(int depth) {
        Json made = Json::array();
        for (auto count = below(5); count > 0; --count) made.push_back(value(depth));
        return made;
    }

    std::mt19937_64 random_;
    bool with_odd_;
};

}  // namespace

TEST_CASE("the canonical form of a random value reads back as the same value") {
    RandomValues random(1, true);
    for (int round = 0; round < 500; ++round) {
        const Json value = random.value(4);
        const std::string text = canonical_json(value);
        CAPTURE(text);
        CHECK(canonical_json(parse_json(text, "written")) == text);
        CHECK(canonical_json(parse_json(value.dump(2), "written")) == text);
    }
}

TEST_CASE("any double reads back from its shortest text") {
    RandomValues random(2, false);
    for (int round = 0; round < 5'000; ++round) {
        const double value = random.finite();
        CAPTURE(number_text(value));
        CHECK(parse_number(number_text(value)) == value);
    }
}

TEST_CASE("a random value reads back from its YAML") {
    RandomValues random(3, true);
    for (int round = 0; round < 500; ++round) {
        const Json value = random.value(4);
        const std::string text = to_yaml(value);
        CAPTURE(text);
        CHECK(canonical_json(parse_yaml_or_throw(text, "written").to_json()) == canonical_json(value));
    }
}

TEST_CASE("a random map reads back from the YAML that DVC would write") {
    RandomValues random(4, false);
    for (int round = 0; round < 500; ++round) {
        const Json value = random.map(4);
        const std::string text = emit_yaml(value);
        CAPTURE(text);
        CHECK(canonical_json(python_value(parse_yaml_or_throw(text, "written"))) == canonical_json(value));
    }
}

TEST_CASE("random bytes read back from base64 and from the escapes of addresses") {
    RandomValues random(5, true);
    for (int round = 0; round < 500; ++round) {
        std::string bytes = random.text();
        for (auto count = random.below(4); count > 0; --count) bytes += static_cast<char>(random.below(256));
        CAPTURE(round);
        for (const Alphabet alphabet : {Alphabet::standard, Alphabet::url}) {
            CHECK(from_base64(base64(bytes, alphabet), alphabet) == bytes);
        }
        const std::string escaped = url_encode(bytes);
        CHECK(url_decode(escaped) == bytes);
        CHECK(escaped.find_first_of(" \"'<>#?&=/+") == std::string::npos);
    }
}
