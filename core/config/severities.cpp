#include "core/config/severities.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"

namespace mlp::config {

namespace {

bool is_word(std::string_view word) { return word == "off" || word == "warning" || word == "error"; }

const CodeRow* known_code(const Reader& reader, const Yaml::Entry& entry) {
    const CodeRow* row = find_code(entry.key);
    if (row != nullptr) return row;
    std::vector<std::string> names;
    for (const CodeRow& known : code_table()) names.emplace_back(known.code);
    reader.error(codes::bad_value, entry.key_place,
                 fmt::format("there is no code '{}'{}", base::printable(entry.key), base::did_you_mean(entry.key, names)),
                 "codes stand in brackets behind each finding: MLP035");
    return nullptr;
}

}  // namespace

void check_severities(const Reader& reader, const Yaml::Entry& entry) {
    if (reader.is_empty_section(entry.value)) return;
    if (!reader.expect_map(entry.value, entry.key, "for example\n  validate: {MLP035: warning}")) return;
    for (const Yaml::Entry& one : entry.value.entries()) {
        const CodeRow* row = known_code(reader, one);
        if (row == nullptr) continue;
        const std::string word = one.value.is_scalar() ? one.value.text() : std::string(one.value.type_name());
        if (!is_word(word)) {
            reader.error(codes::bad_value, one.value.begin(),
                         fmt::format("{} is '{}'; off, warning or error is expected", one.key, base::printable(word)));
        } else if (row->weight == Weight::firm && word != "error") {
            reader.error(codes::bad_value, one.value.begin(),
                         fmt::format("{} cannot be lowered: {}", one.key, row->title),
                         "only findings about what was understood can be lowered; this one says that it was not");
        }
    }
}

Severities read_severities(const Yaml& tree) {
    Severities severities;
    const Yaml* section = tree.find("validate");
    if (section == nullptr) return severities;
    for (const Yaml::Entry& one : section->entries()) {
        const CodeRow* row = find_code(one.key);
        if (row == nullptr || !one.value.is_scalar() || !is_word(one.value.text())) continue;
        if (row->weight != Weight::firm) severities[one.key] = one.value.text();
    }
    return severities;
}

void apply_severities(const Severities& severities, std::vector<Finding>& problems) {
    std::erase_if(problems, [&](Finding& problem) {
        const auto set = severities.find(problem.code);
        if (set == severities.end()) {
            const CodeRow* row = find_code(problem.code);
            return row != nullptr && row->weight == Weight::off;
        }
        problem.severity = set->second == "error" ? Problem::Severity::error : Problem::Severity::warning;
        return set->second == "off";
    });
}

}  // namespace mlp::config
