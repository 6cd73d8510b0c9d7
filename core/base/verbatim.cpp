#include "core/base/verbatim.hpp"

#include "core/base/big_integer.hpp"

namespace mlp::base {

namespace {

/// No YAML file can have it unescaped, so no key that was read begins with it.
constexpr char verbatim_mark = '\x01';

std::string key_text(const std::string& key) {
    const auto words = verbatim_key_words(key);
    return words ? std::string(*words) : Json(key).dump();
}

template <class Takes>
Json with_texts(Json value, Takes takes) {
    if (value.is_array()) {
        for (Json& item : value) item = with_texts(std::move(item), takes);
        return value;
    }
    if (const auto words = verbatim_words(value)) return takes(*words) ? Json(std::string(*words)) : value;
    if (!value.is_object()) return value;
    Json::object_t map;
    map.reserve(value.size());
    for (auto& [key, member] : value.get_ref<Json::object_t&>()) {
        map.Container::emplace_back(std::string(verbatim_key_words(key).value_or(key)),
                                    with_texts(std::move(member), takes));
    }
    return map;
}

}  // namespace

Json verbatim_yaml(std::string_view words) { return Json::binary({words.begin(), words.end()}); }

std::optional<std::string_view> verbatim_words(const Json& value) {
    if (!value.is_binary()) return std::nullopt;
    const auto& bytes = value.get_binary();
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string verbatim_key(std::string_view words) { return verbatim_mark + std::string(words); }

std::optional<std::string_view> verbatim_key_words(std::string_view key) {
    if (key.empty() || key.front() != verbatim_mark) return std::nullopt;
    return key.substr(1);
}

Json words_as_texts(Json value) {
    return with_texts(std::move(value), [](std::string_view) { return true; });
}

Json dates_as_texts(Json value) {
    return with_texts(std::move(value), [](std::string_view words) { return !is_decimal_integer(words); });
}

std::string flow_text(const Json& value) {
    if (const auto words = verbatim_words(value)) return std::string(*words);
    if (!value.is_structured()) return value.dump();
    std::string text(1, value.is_array() ? '[' : '{');
    for (const auto& [key, member] : value.items()) {
        if (text.size() > 1) text += ',';
        if (value.is_object()) text += key_text(key) + ':';
        text += flow_text(member);
    }
    return text + (value.is_array() ? ']' : '}');
}

}  // namespace mlp::base
