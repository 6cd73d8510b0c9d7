#include "core/tracking/page_token.hpp"

#include <bit>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace mlp::tracking {
namespace {

[[noreturn]] void refuse() {
    throw Error(Kind::usage, "Invalid page_token: it is not one that this search gave")
        .hint("pass the token back unchanged, with the same filter, order and experiments; or begin again without one");
}

/// Doubles travel as their bits: exact, and infinities too.
base::Json to_json(const Cell& cell) {
    if (const auto* number = std::get_if<double>(&cell)) return {{"d", std::bit_cast<std::int64_t>(*number)}};
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return *integer;
    return std::get<std::string>(cell);
}

Cell from_json(const base::Json& json) {
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_string()) return json.get<std::string>();
    if (!json.is_object() || !json.contains("d") || !json["d"].is_number_integer()) refuse();
    return std::bit_cast<double>(json["d"].get<std::int64_t>());
}

}  // namespace

std::uint64_t query_hash(std::string_view description) {
    // FNV-1a: it tells searches apart, it does not keep secrets.
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : description) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

std::string encode_token(std::uint64_t query, const std::vector<Cell>& last) {
    base::Json cells = base::Json::array();
    for (const Cell& cell : last) cells.push_back(to_json(cell));
    const base::Json token{{"q", std::to_string(query)}, {"a", std::move(cells)}};
    return base::base64(token.dump(-1, ' ', false, base::Json::error_handler_t::replace), base::Alphabet::url);
}

std::vector<Cell> decode_token(std::string_view token, std::uint64_t query, std::size_t count) {
    const auto text = base::from_base64(token, base::Alphabet::url);
    if (!text) refuse();
    const base::Json json = base::Json::parse(*text, nullptr, false);
    if (!json.is_object() || json.value("q", base::Json()) != std::to_string(query)) refuse();
    const base::Json cells = json.value("a", base::Json());
    if (!cells.is_array() || cells.size() != count) refuse();
    std::vector<Cell> result;
    for (const base::Json& cell : cells) result.push_back(from_json(cell));
    if (encode_token(query, result) != token) refuse();
    return result;
}

}  // namespace mlp::tracking
