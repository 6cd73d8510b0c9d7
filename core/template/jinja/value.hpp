// Values of templates: what Python calls None, bool, int, float, str, list, tuple, dict, and objects that can be called
// or iterated.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/json.hpp"

namespace mlp::tmpl::jinja {

class Interpreter;
class Object;
class Value;
struct Dict;

/// A name or an attribute that is not there. What may be done with it depends on the environment (UndefinedMode).
struct Undefined {
    std::string message;     ///< "'name' is undefined": told when it is used
    bool strict = false;     ///< printing, testing and comparing are errors too
    bool chainable = false;  ///< attributes of it are undefined, not errors
};

struct None {};

/// A text, UTF-8. A safe one (`Markup`) is HTML already: texts joined to it are escaped first.
struct Text {
    std::string utf8;
    bool safe = false;
};

struct List {
    std::vector<Value> items;
};

struct Tuple {
    std::vector<Value> items;
    std::vector<std::string> names;  ///< attributes of a named tuple, as `groupby` gives; usually none
};

/// Arguments of a call.
struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> named;
};

/// Gives one item at each call, then nothing.
using Next = std::function<std::optional<Value>()>;

/// Cheap to copy; lists, dicts and objects are shared, as in Python. Values may be nested as deeply as a template
/// likes: what walks them bounds its own depth, and letting go of them takes no stack.
class Value {
public:
    using Data = std::variant<std::shared_ptr<const Undefined>, None, bool, std::int64_t, double,
                              std::shared_ptr<const Text>, std::shared_ptr<List>, std::shared_ptr<const Tuple>,
                              std::shared_ptr<Dict>, std::shared_ptr<Object>>;

    Value() : data_(None{}) {}
    Value(bool value) : data_(value) {}
    Value(int value) : data_(std::int64_t{value}) {}
    Value(std::int64_t value) : data_(value) {}
    Value(double value) : data_(value) {}
    Value(const char* text) : Value(std::string(text)) {}
    Value(std::string_view text) : Value(std::string(text)) {}
    Value(std::string text, bool safe = false) : data_(std::make_shared<const Text>(Text{std::move(text), safe})) {}
    Value(Undefined undefined) : data_(std::make_shared<const Undefined>(std::move(undefined))) {}
    Value(List list) : data_(std::make_shared<List>(std::move(list))) {}
    Value(Tuple tuple) : data_(std::make_shared<const Tuple>(std::move(tuple))) {}
    Value(Dict dict);
    Value(std::shared_ptr<Object> object) : data_(std::move(object)) {}
    Value(const Value&) = default;
    Value(Value&&) noexcept = default;
    Value& operator=(const Value&) = default;
    Value& operator=(Value&&) noexcept = default;
    ~Value() {
        if (data_.index() >= first_nested) release();
    }

    bool is_undefined() const { return holds<std::shared_ptr<const Undefined>>(); }
    bool is_none() const { return holds<None>(); }
    bool is_boolean() const { return holds<bool>(); }
    bool is_integer() const { return holds<std::int64_t>(); }  ///< not for booleans
    bool is_real() const { return holds<double>(); }
    bool is_number() const { return is_boolean() || is_integer() || is_real(); }
    bool is_text() const { return holds<std::shared_ptr<const Text>>(); }
    bool is_safe() const { return is_text() && std::get<std::shared_ptr<const Text>>(data_)->safe; }
    bool is_list() const { return holds<std::shared_ptr<List>>(); }
    bool is_tuple() const { return holds<std::shared_ptr<const Tuple>>(); }
    bool is_dict() const { return holds<std::shared_ptr<Dict>>(); }
    bool is_object() const { return holds<std::shared_ptr<Object>>(); }

    /// The parts, for a value known to be of that kind.
    const Undefined& undefined() const { return *std::get<std::shared_ptr<const Undefined>>(data_); }
    bool boolean() const { return std::get<bool>(data_); }
    const std::string& text() const { return std::get<std::shared_ptr<const Text>>(data_)->utf8; }
    List& list() const { return *std::get<std::shared_ptr<List>>(data_); }
    const Tuple& tuple() const { return *std::get<std::shared_ptr<const Tuple>>(data_); }
    Dict& dict() const { return *std::get<std::shared_ptr<Dict>>(data_); }
    const std::shared_ptr<Object>& object() const { return std::get<std::shared_ptr<Object>>(data_); }
    /// Items of a list or tuple, nothing for others.
    const std::vector<Value>* sequence() const;
    /// An object of that class, or nothing.
    template <class Kind>
    std::shared_ptr<Kind> as() const {
        return is_object() ? std::dynamic_pointer_cast<Kind>(object()) : nullptr;
    }

    /// The value of an integer or boolean, as Python takes True for 1.
    std::optional<std::int64_t> integer() const;
    /// The value of any number.
    std::optional<double> real() const;

    /// As Python's `is`.
    bool same_as(const Value& other) const;
    /// As Python's `type(x).__name__`: "str", "list", "NoneType".
    std::string_view type_name() const;

    const Data& data() const { return data_; }

private:
    static constexpr std::size_t first_nested = 6;  ///< lists, and what stands behind them in Data, hold other values
    void release() noexcept;

    template <class Kind>
    bool holds() const {
        return std::holds_alternative<Kind>(data_);
    }
    Data data_;
};

/// Keys in the order they were added. 1, 1.0 and true are one key.
struct Dict {
    /// Adds or replaces. A key that cannot be hashed is an error.
    void set(const Value& key, Value value);
    const Value* find(const Value& key) const;
    const Value* find(std::string_view key) const;
    /// Removes and gives back, or nothing.
    std::optional<Value> take(const Value& key);
    void clear();
    const std::vector<std::pair<Value, Value>>& entries() const { return entries_; }
    std::size_t size() const { return entries_.size(); }

    bool ordered = false;  ///< prints as Python's OrderedDict; every dict keeps its order

private:
    std::vector<std::pair<Value, Value>> entries_;
    std::unordered_map<std::string, std::size_t> places_;  ///< hash_key → index of the entry
};

/// Everything else: macros, loops, generators, ranges. What one cannot do is an error that names its type.
class Object : public std::enable_shared_from_this<Object> {
public:
    Object() = default;
    virtual ~Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    virtual std::string_view type_name() const = 0;
    virtual std::optional<Value> attribute(Interpreter&, std::string_view) { return std::nullopt; }
    virtual std::optional<Value> item(Interpreter&, const Value&) { return std::nullopt; }
    virtual bool callable() const { return false; }
    virtual Value call(Interpreter& interpreter, Arguments arguments);
    virtual Next iterate() { return {}; }  ///< empty: cannot be iterated
    virtual std::optional<std::size_t> length() const { return std::nullopt; }
    virtual bool truth() const { return length().value_or(1) != 0; }
    virtual std::string repr();  ///< an error where Python prints an address
    virtual std::string str() { return repr(); }
    virtual std::optional<bool> equals(const Value&) const { return std::nullopt; }
};

/// A text that is equal for keys that are equal, and for no others. Lists, dicts, and tuples that are nested too deeply
/// or too large: an error.
std::string hash_key(const Value& key);

/// Objects become dicts, arrays lists.
Value from_json(const base::Json& json);

}  // namespace mlp::tmpl::jinja
