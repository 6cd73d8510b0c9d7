// `tests:`: commands that must succeed before a release.
#include <fmt/format.h>

#include <array>

#include "core/config/codes.hpp"
#include "core/config/indentation.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// All lines as one shell call, so that a variable set in one is seen in the next.
void read_command(const Reader& reader, const Yaml::Entry& entry, TestCommand& test) {
    if (entry.value.is_list()) {
        reader.wrong_type(entry.value, entry.key, "a command", "write one text; its lines are one shell call");
        return;
    }
    std::string command;
    for (const std::string& line : read_commands(reader, entry.value, entry.key)) {
        command += (command.empty() ? "" : "\n") + line;
    }
    test.command = std::move(command);
}

void read_timeout(const Reader& reader, const Yaml::Entry& entry, TestCommand& test) {
    test.timeout = reader.duration(entry.value, entry.key);
}

void read_env(const Reader& reader, const Yaml::Entry& entry, TestCommand& test) {
    Surroundings found = read_surroundings(reader, entry, ".");
    test.env = std::move(found.variables);
    test.python_lock = std::move(found.python_lock);
}

constexpr auto test_keys = std::to_array<Key<TestCommand>>({
    {"cmd", read_command, true},
    {"timeout", read_timeout},
    {"env", read_env},
});

}  // namespace

std::vector<std::string_view> test_key_names() { return names_of<TestCommand>(test_keys); }

void read_tests(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    if (outer.is_empty_section(entry.value) || !outer.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry* found : indented_entries(outer, entry.value, "test", test_key_names())) {
        const Yaml::Entry& named = *found;
        const Reader reader = outer.for_owner(fmt::format("test '{}'", named.key));
        if (!check_name(outer, named, "test")) continue;
        TestCommand test;
        test.name = named.key;
        test.place = named.key_place;
        if (named.value.is_string()) {
            read_command(reader, {"cmd", named.key_place, named.value}, test);
        } else if (outer.for_owner("tests").expect_map(named.value, named.key)) {
            read_keys<TestCommand>(reader, named.value, named.key_place, test_keys, test);
        } else {
            continue;
        }
        project.tests.push_back(std::move(test));
    }
}

}  // namespace mlp::config
