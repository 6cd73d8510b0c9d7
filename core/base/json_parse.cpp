// Reading JSON: the library's parser calls back, the value is built here. Its own builder looks through all keys of an
// object before it adds one, which takes minutes for an object of a million keys.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/big_integer.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/python_json.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

constexpr int deepest_json = 500;

std::string place_of(std::string_view text, std::size_t byte, std::string_view origin) {
    const auto before = text.substr(0, std::min(byte, text.size()));
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return fmt::format("{}:{}:{}", origin, line, character_count(before.substr(line_start)) + 1);
}

/// Nesting is checked before parsing: the parser itself recurses only a little, but destroying a deep value does.
void check_depth(std::string_view text, std::string_view origin) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > deepest_json) {
            throw Error(Kind::invalid, fmt::format("JSON is nested deeper than {} levels", deepest_json))
                .at(place_of(text, i, origin));
        }
    }
}

/// An object or list whose end was not met yet.
struct Unclosed {
    Json value;
    std::string key;                                      ///< of the member that comes next
    std::unordered_map<std::string, std::size_t> places;  ///< of the keys; only for large objects
};

/// A large object remembers where its keys are; in a small one they are looked through.
constexpr std::size_t large = 32;

class Builder : public nlohmann::json_sax<Json> {
public:
    Builder(std::string_view text, std::string_view origin, bool exact) : text_(text), origin_(origin), exact_(exact) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t& words) override {
        if (!exact_ || !is_decimal_integer(words)) return add(value);
        const bool negative = words.front() == '-';
        return add(integer_of_digits(std::string_view(words).substr(negative ? 1 : 0), 10, negative).value_or(value));
    }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t& value) override { return add(std::move(value)); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        open_.back().key = std::move(value);
        return true;
    }
    bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& error) override {
        const std::string_view what = error.what();
        // Behind the library's own name for the error and its own idea of the place.
        const auto detail = what.find("syntax error");
        const auto name_end = what.find("] ");
        const auto start = detail != std::string_view::npos     ? detail
                           : name_end == std::string_view::npos ? 0
                                                                : name_end + 2;
        throw Error(Kind::invalid, fmt::format("not valid JSON: {}", what.substr(start)))
            .at(place_of(text_, byte == 0 ? 0 : byte - 1, origin_));
    }

    Json result() && { return std::move(root_); }

private:
    bool open(Json empty) {
        open_.push_back({std::move(empty), {}, {}});
        return true;
    }

    bool close() {
        auto closed = std::move(open_.back().value);
        open_.pop_back();
        return add(std::move(closed));
    }

    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().value.is_array()) {
            open_.back().value.get_ref<Json::array_t&>().push_back(std::move(value));
        } else {
            add_member(open_.back(), std::move(value));
        }
        return true;
    }

    static void add_member(Unclosed& object, Json value) {
        Json::object_t::Container& members = object.value.get_ref<Json::object_t&>();
        const auto place = place_of_key(object, members);
        if (place < members.size()) {
            members[place].second = std::move(value);
        } else {
            members.emplace_back(std::move(object.key), std::move(value));
        }
    }

    /// Where the next member's key is already; the number of members when it is new.
    static std::size_t place_of_key(Unclosed& object, const Json::object_t::Container& members) {
        if (members.size() < large) {
            const auto same = [&](const auto& member) { return member.first == object.key; };
            const auto found = std::find_if(members.begin(), members.end(), same);
            return static_cast<std::size_t>(found - members.begin());
        }
        if (object.places.empty()) {
            for (std::size_t i = 0; i < members.size(); ++i) object.places.emplace(members[i].first, i);
        }
        return object.places.emplace(object.key, members.size()).first->second;
    }

    std::string_view text_;
    std::string_view origin_;
    bool exact_;
    Json root_;
    std::vector<Unclosed> open_;
};

Json parse(std::string_view text, std::string_view origin, bool exact) {
    if (const auto bad = invalid_utf8(text)) {
        throw Error(Kind::invalid, "this is not valid UTF-8").at(place_of(text, *bad, origin));
    }
    // The library takes a NUL for the end of the text, whatever follows.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        throw Error(Kind::invalid, "not valid JSON: a NUL byte").at(place_of(text, nul, origin));
    }
    check_depth(text, origin);
    Builder builder(text, origin, exact);
    Json::sax_parse(text, &builder);
    return std::move(builder).result();
}

}  // namespace

Json parse_json(std::string_view text, std::string_view origin) { return parse(text, origin, false); }

Json parse_json_exactly(std::string_view text, std::string_view origin) { return parse(text, origin, true); }

}  // namespace mlp::base
