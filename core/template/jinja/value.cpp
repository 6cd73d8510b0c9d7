#include "core/template/jinja/value.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/base/error.hpp"

namespace mlp::tmpl::jinja {

void Value::release() noexcept {
    static_assert(std::is_same_v<std::variant_alternative_t<first_nested, Data>, std::shared_ptr<List>>);
    constexpr int deepest = 200;
    static thread_local int depth = 0;
    static thread_local std::vector<Data> left;
    if (depth >= deepest) {
        left.push_back(std::move(data_));
        return;
    }
    ++depth;
    data_ = None{};
    while (depth == 1 && !left.empty()) {
        const auto next = std::move(left.back());
        left.pop_back();
    }
    --depth;
}

Value::Value(Dict dict) : data_(std::make_shared<Dict>(std::move(dict))) {}

const std::vector<Value>* Value::sequence() const {
    if (is_list()) return &list().items;
    if (is_tuple()) return &tuple().items;
    return nullptr;
}

std::optional<std::int64_t> Value::integer() const {
    if (is_boolean()) return boolean() ? 1 : 0;
    if (is_integer()) return std::get<std::int64_t>(data_);
    return std::nullopt;
}

std::optional<double> Value::real() const {
    if (is_real()) return std::get<double>(data_);
    if (const auto whole = integer()) return static_cast<double>(*whole);
    return std::nullopt;
}

bool Value::same_as(const Value& other) const {
    if (data_.index() != other.data_.index()) return false;
    return std::visit(
        [&](const auto& mine) {
            using Kind = std::decay_t<decltype(mine)>;
            if constexpr (std::is_same_v<Kind, None>) {
                return true;
            } else {
                return mine == std::get<Kind>(other.data_);
            }
        },
        data_);
}

std::string_view Value::type_name() const {
    static constexpr std::array<std::string_view, 9> names{"Undefined", "NoneType", "bool",  "int", "float",
                                                           "str",       "list",     "tuple", "dict"};
    if (is_object()) return object()->type_name();
    if (is_safe()) return "Markup";
    return names.at(data_.index());
}

void Dict::set(const Value& key, Value value) {
    const auto [place, added] = places_.try_emplace(hash_key(key), entries_.size());
    if (added) {
        entries_.emplace_back(key, std::move(value));
    } else {
        entries_[place->second].second = std::move(value);
    }
}

const Value* Dict::find(const Value& key) const {
    const auto place = places_.find(hash_key(key));
    return place == places_.end() ? nullptr : &entries_[place->second].second;
}

const Value* Dict::find(std::string_view key) const { return find(Value(key)); }

std::optional<Value> Dict::take(const Value& key) {
    const auto place = places_.find(hash_key(key));
    if (place == places_.end()) return std::nullopt;
    const auto index = place->second;
    auto value = std::move(entries_[index].second);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
    places_.erase(place);
    for (auto& [unused, other] : places_) {
        if (other > index) --other;
    }
    return value;
}

void Dict::clear() {
    entries_.clear();
    places_.clear();
}

Value Object::call(Interpreter&, Arguments) {
    throw Error(Kind::invalid, fmt::format("'{}' object is not callable", type_name()));
}

std::string Object::repr() {
    throw Error(Kind::invalid,
                fmt::format("a {} cannot be printed: its text would differ from run to run", type_name()))
        .hint("turn it into a list with the filter 'list', or call it");
}

namespace {

std::string hash_key_within(const Value& key, int depth);

std::string tuple_key(const std::vector<Value>& items, int depth) {
    constexpr int deepest = 100;
    constexpr std::size_t largest = 1 << 20;
    std::string all = "t";
    for (const auto& item : items) {
        const auto part = depth < deepest ? hash_key_within(item, depth + 1) : "";
        all += fmt::format("{}:{}", part.size(), part);
        if (depth >= deepest || all.size() > largest)
            throw Error(Kind::invalid, "a tuple is too large or nested too deeply for the key of a dict");
    }
    return all;
}

std::string hash_key_within(const Value& key, int depth) {
    if (key.is_text()) return "s" + key.text();
    if (key.is_none()) return "none";
    if (key.is_undefined()) return "undefined";
    if (const auto whole = key.integer()) return fmt::format("n{}", *whole);
    if (key.is_real()) {
        const double value = *key.real();
        constexpr double beyond = 9.2e18;
        if (std::trunc(value) == value && std::fabs(value) < beyond)
            return fmt::format("n{}", static_cast<std::int64_t>(value));
        return fmt::format("n{}", value);
    }
    if (key.is_tuple()) return tuple_key(key.tuple().items, depth);
    if (key.is_object()) return fmt::format("o{}", static_cast<const void*>(key.object().get()));
    throw Error(Kind::invalid, fmt::format("unhashable type: '{}'", key.type_name()));
}

}  // namespace

std::string hash_key(const Value& key) { return hash_key_within(key, 0); }

Value from_json(const base::Json& json) {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        throw Error(Kind::invalid, fmt::format("the number {} does not fit 64 bits", json.dump()));
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    if (json.is_array()) {
        List list;
        for (const auto& item : json) list.items.push_back(from_json(item));
        return list;
    }
    if (json.is_object()) {
        Dict dict;
        for (const auto& [key, value] : json.items()) dict.set(key, from_json(value));
        return dict;
    }
    return {};
}

}  // namespace mlp::tmpl::jinja
