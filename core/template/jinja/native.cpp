#include "core/template/jinja/native.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

struct Parameters {
    std::vector<std::string_view> names;
    std::vector<bool> optional;
    bool takes_rest = false;
    bool takes_named = false;
    std::size_t positional_only = 0;
};

Parameters parsed(std::string_view text) {
    Parameters parameters;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word == "/") {
            parameters.positional_only = parameters.names.size();
        } else if (word.starts_with("**")) {
            parameters.takes_named = true;
        } else if (word.starts_with('*')) {
            parameters.takes_rest = true;
        } else {
            const bool optional = word.ends_with('=');
            if (optional) word.remove_suffix(1);
            parameters.names.push_back(word);
            parameters.optional.push_back(optional);
        }
    }
    return parameters;
}

}  // namespace

Bound::Bound(std::string_view name, std::string_view parameters, Arguments arguments) : name_(name) {
    const auto wanted = parsed(parameters);
    names_ = wanted.names;
    values_.resize(names_.size());
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        if (i < names_.size()) {
            values_[i] = std::move(arguments.positional[i]);
        } else if (wanted.takes_rest) {
            rest.push_back(std::move(arguments.positional[i]));
        } else {
            fail(fmt::format("{}() takes at most {} arguments, {} were given", name, names_.size(),
                             arguments.positional.size()));
        }
    }
    for (auto& [key, value] : arguments.named) {
        const auto found = std::find(names_.begin(), names_.end(), key);
        const auto index = static_cast<std::size_t>(found - names_.begin());
        if (found != names_.end() && index >= wanted.positional_only) {
            if (values_[index]) fail(fmt::format("{}() got two values for '{}'", name, key));
            values_[index] = std::move(value);
        } else if (wanted.takes_named) {
            named.emplace_back(key, std::move(value));
        } else {
            fail(fmt::format("{}() has no argument '{}'", name, key));
        }
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (!values_[i] && !wanted.optional[i]) fail(fmt::format("{}() lacks the argument '{}'", name, names_[i]));
    }
}

void Bound::wrong_kind(std::size_t index, std::string_view wanted) const {
    const auto& value = *values_[index];
    if (value.is_undefined()) fail_undefined(value.undefined());
    fail(fmt::format("'{}' of {}() is '{}', {} was expected", names_[index], name_, value.type_name(), wanted));
}

std::string Bound::text(std::size_t index) const {
    if (!values_.at(index)->is_text()) wrong_kind(index, "a text");
    return values_[index]->text();
}

std::string Bound::text(std::size_t index, std::string_view otherwise) const {
    return has(index) ? text(index) : std::string(otherwise);
}

std::int64_t Bound::integer(std::size_t index, std::int64_t otherwise) const {
    if (!has(index)) return otherwise;
    const auto value = values_[index]->integer();
    if (!value) wrong_kind(index, "an integer");
    return *value;
}

bool Bound::flag(std::size_t index, bool otherwise) const { return has(index) ? truth(*values_[index]) : otherwise; }

namespace {

/// What reading the texts of a call may cost, searching one for another included.
void charge_for_texts(Interpreter& interpreter, const Arguments& arguments) {
    constexpr std::size_t bytes_of_a_step = 64;
    constexpr std::size_t comparisons_of_a_step = 4096;
    std::size_t longest = 0;
    std::size_t others = 0;
    for (const auto& value : arguments.positional) {
        if (!value.is_text()) continue;
        const auto size = value.text().size();
        others += std::min(size, longest);
        longest = std::max(size, longest);
    }
    interpreter.charge((longest + others) / bytes_of_a_step);
    interpreter.charge_product(longest, others / comparisons_of_a_step);
}

}  // namespace

Value Function::call(Interpreter& interpreter, Arguments arguments) {
    if (self_) arguments.positional.insert(arguments.positional.begin(), *self_);
    charge_for_texts(interpreter, arguments);
    return native_.run(interpreter, Bound(native_.name, native_.parameters, std::move(arguments)));
}

std::optional<Value> Generator::advance() {
    constexpr int deepest = 200;
    static thread_local int depth = 0;
    if (depth >= deepest) fail("filters are applied over each other too often");
    struct Deeper {
        Deeper() { ++depth; }
        ~Deeper() { --depth; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
    };
    const Deeper here;
    return next_();
}

Value make_lazily(std::function<Next()> begin) {
    return make_generator([begin = std::move(begin), next = Next()]() mutable {
        if (!next) next = begin();
        return next();
    });
}

Value make_generator(Next next) { return Value(std::make_shared<Generator>(std::move(next))); }

}  // namespace mlp::tmpl::jinja
