#include "cli/assign.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <charconv>

#include "cli/names.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

/// Visits the target with the word that was given for it.
class Assign {
public:
    Assign(const Argument& argument, const std::string& value) : argument_(argument), value_(value) {}

    void operator()(bool* target) const { *target = true; }
    void operator()(std::string* target) const { *target = value_; }
    void operator()(std::optional<std::string>* target) const { *target = value_; }
    void operator()(std::int64_t* target) const { *target = whole(); }
    void operator()(std::optional<std::int64_t>* target) const { *target = whole(); }
    void operator()(double* target) const { *target = number(); }
    void operator()(std::optional<double>* target) const { *target = number(); }
    void operator()(std::vector<std::string>* target) const { target->push_back(value_); }

private:
    std::int64_t whole() const {
        std::int64_t result = 0;
        const char* begin = value_.data() + (value_.starts_with('+') ? 1 : 0);
        const char* end = value_.data() + value_.size();
        const auto [stop, error] = std::from_chars(begin, end, result);
        if (error == std::errc::result_out_of_range) throw wrong("a whole number of at most 64 bits");
        if (error != std::errc() || stop != end || begin == end) throw wrong("a whole number");
        return result;
    }
    double number() const {
        const auto result = base::parse_number(value_);
        if (!result) throw wrong("a number");
        return *result;
    }
    Error wrong(std::string_view wanted) const {
        return Error(Kind::usage, fmt::format("'{}' takes {}, not '{}'", spellings(argument_).back(), wanted,
                                              base::printable(value_)));
    }

    const Argument& argument_;
    const std::string& value_;
};

}  // namespace

void assign(const Argument& argument, const std::string& value) {
    if (is_switch(argument)) return assign_raw(argument, value);
    const std::string name = spellings(argument).back();
    if (value.empty() && !argument.empty) {
        throw Error(Kind::usage, fmt::format("the value of '{}' is empty", name))
            .hint(fmt::format("give {}, or leave it out", placeholder(argument)));
    }
    const auto& choices = argument.choices;
    // "FAILED" is how documents print what --status takes as "failed".
    const auto chosen = std::find_if(choices.begin(), choices.end(),
                                     [&](const std::string& choice) { return ::strcasecmp(choice.c_str(), value.c_str()) == 0; });
    if (chosen != choices.end()) return assign_raw(argument, *chosen);
    if (!choices.empty()) {
        throw Error(Kind::usage, fmt::format("'{}' is not a value of '{}'{}", base::printable(value), name,
                                             base::did_you_mean(value, choices)))
            .hint(fmt::format("one of: {}", fmt::join(choices, ", ")));
    }
    assign_raw(argument, value);
}

void assign_raw(const Argument& argument, const std::string& value) {
    std::visit(Assign(argument, value), argument.target);
}

}  // namespace mlp::cli
