#include "core/template/given.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl {

base::Yaml read_answers_file(const std::filesystem::path& file) {
    constexpr std::uint64_t limit = 1 << 20;
    auto root = base::parse_yaml_or_throw(base::read_file(file, limit), file.native());
    if (!root.is_map()) {
        throw Error(Kind::invalid,
                    fmt::format("answers are {}, a map of names to values was expected", root.type_name()))
            .at(root.begin().to_string());
    }
    return root;
}

Values as_texts(const GivenAnswers& given) {
    Values values;
    const auto file = given.file.value_or(base::Yaml());
    for (const auto& entry : file.entries()) {
        if (!entry.value.is_scalar()) {
            throw Error(Kind::invalid,
                        fmt::format("the answer '{}' is {}, a text was expected", entry.key, entry.value.type_name()))
                .at(entry.value.begin().to_string());
        }
        values[entry.key] = entry.value.text();
    }
    for (const auto& [key, value] : given.set) values[key] = value;
    return values;
}

jinja::Dict as_values(const GivenAnswers& given) {
    jinja::Dict values;
    const auto file = given.file.value_or(base::Yaml());
    for (const auto& entry : file.entries()) values.set(entry.key, python_value(entry.value));
    for (const auto& [key, value] : given.set) values.set(key, value);
    return values;
}

}  // namespace mlp::tmpl
