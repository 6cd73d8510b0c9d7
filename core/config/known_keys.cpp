// What is said of keys that a part of a file does not have, and of those that it lacks.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/reader.hpp"
#include "core/config/renaming.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view no_break_space = "\xc2\xa0";

/// What people write who come from other tools, and the word for it here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> other_words{{
    {"command", "cmd"},
    {"commands", "cmd"},
    {"script", "cmd"},
    {"run", "cmd"},
    {"python", "cmd"},
    {"dependencies", "deps"},
    {"depends", "deps"},
    {"inputs", "deps"},
    {"outputs", "outs"},
    {"output", "outs"},
    {"parameters", "params"},
    {"description", "desc"},
    {"workdir", "wdir"},
    {"working_dir", "wdir"},
    {"cwd", "wdir"},
    {"environment", "env"},
    {"variables", "vars"},
}};

/// The key that was meant, or nothing.
std::optional<std::string> meant_key(std::string_view written, std::span<const std::string_view> known) {
    const auto is_known = [&](std::string_view key) {
        return std::find(known.begin(), known.end(), key) != known.end();
    };
    std::vector<std::string> words(known.begin(), known.end());
    if (auto near = base::nearest(written, words)) return near;
    words.clear();
    for (const auto& [other, word] : other_words) {
        if (is_known(word)) words.emplace_back(other);
    }
    const auto near = base::nearest(written, words);
    if (!near) return std::nullopt;
    const auto* found =
        std::find_if(other_words.begin(), other_words.end(), [&](const auto& pair) { return pair.first == *near; });
    return std::string(found->second);
}

/// How a key that is missing is written.
std::string sample_of(std::string_view key) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> samples{{
        {"version", "1"},
        {"project", "NAME"},
        {"cmd", "python train.py"},
        {"path", "PATH"},
        {"count", "3"},
        {"foreach", "[a, b]"},
        {"url", "ADDRESS"},
        {"name", "NAME"},
        {"do", "{cmd: COMMAND}"},
    }};
    const auto* known =
        std::find_if(samples.begin(), samples.end(), [&](const auto& sample) { return sample.first == key; });
    return fmt::format("{}: {}", key, known == samples.end() ? "…" : known->second);
}

/// A stage at the left edge of its file, where only sections are.
bool is_stray_stage(const Yaml::Entry& entry, std::span<const std::string_view> known) {
    return std::find(known.begin(), known.end(), "stages") != known.end() &&
           (entry.value.find("cmd") != nullptr || entry.value.find("foreach") != nullptr);
}

/// The command that was meant by a script under another key than `cmd`; nothing where no text stands there.
std::optional<std::string> meant_command(const Yaml::Entry& entry) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> programs{
        {{".py", "python "}, {".R", "Rscript "}, {".sh", "sh "}}};
    if (!entry.value.is_string()) return std::nullopt;
    const std::string& text = entry.value.text();
    if (entry.key == "python" && !text.starts_with("python")) return "python " + text;
    const std::string_view first = std::string_view(text).substr(0, text.find(' '));
    for (const auto& [ending, program] : programs) {
        if (first.ends_with(ending) && !first.starts_with("./")) return std::string(program) + text;
    }
    return text;
}

struct Home {
    std::string_view name;
    std::vector<std::string_view> (*keys)();
};
constexpr std::array<Home, 6> own_homes{{{"the file, at its left edge", project_key_names},
                                         {"a stage", stage_key_names},
                                         {"an environment", environment_key_names},
                                         {"a model", model_key_names},
                                         {"a data set", dataset_key_names},
                                         {"a test", test_key_names}}};
constexpr std::array<Home, 2> dvc_homes{
    {{"the file, at its left edge", dvc_yaml_key_names}, {"a stage", dvc_stage_key_names}}};

/// The part of such a file that has the key, where one alone has it.
std::string home_of(std::string_view key, bool dvc) {
    const std::span<const Home> homes = dvc ? std::span<const Home>(dvc_homes) : std::span<const Home>(own_homes);
    std::string found;
    for (const Home& home : homes) {
        const auto keys = home.keys();
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
        if (!found.empty()) return "";
        found = home.name;
    }
    return found;
}

std::string hint_of(const Reader& reader, const Yaml::Entry& entry, const std::optional<std::string>& meant,
                    std::span<const std::string_view> known) {
    if (is_stray_stage(entry, known))
        return fmt::format("'{}' looks like a stage: put it below 'stages:', indented", base::printable(entry.key));
    const auto command = meant == "cmd" ? meant_command(entry) : std::nullopt;
    constexpr std::size_t longest = 100;
    if (command && command->size() <= longest && command->find('\n') == std::string::npos)
        return fmt::format("write cmd: {}", base::yaml_scalar(base::Json(*command)));
    if (entry.key.find(no_break_space) != std::string::npos)
        return "a no-break space stands in it, which is no blank to YAML: write it anew with plain blanks";
    if (entry.key == "stages" && reader.dialect().origin == Origin::data)
        return "stages stand in a file with the name dvc.yaml: move them there, and remove this one";
    std::string all = fmt::format("known keys: {}", fmt::join(known, ", "));
    const auto home = meant ? "" : home_of(entry.key, reader.is_dvc());
    return home.empty() ? all : fmt::format("'{}' is a key of {}; {}", entry.key, home, all);
}

}  // namespace

void report_keys(const Reader& reader, const Yaml& map, const Position& place,
                 std::span<const Yaml::Entry* const> unknown, std::span<const std::string_view> missing,
                 std::span<const std::string_view> known) {
    std::vector<std::optional<std::string>> meant;
    std::map<std::string, int> times;
    for (const Yaml::Entry* entry : unknown) {
        meant.push_back(is_stray_stage(*entry, known) ? std::nullopt : meant_key(entry->key, known));
        if (meant.back()) ++times[*meant.back()];
    }
    for (std::size_t at = 0; at < unknown.size(); ++at) {
        const Yaml::Entry& entry = *unknown[at];
        const auto& key = meant[at];
        Finding& problem = reader.findings().error(
            codes::unknown_key, entry.key_place,
            fmt::format("{} has no key '{}'{}", reader.owner(), base::printable(entry.key),
                        key ? fmt::format(". Did you mean '{}'?", *key) : ""),
            hint_of(reader, entry, key, known));
        // Of two keys for one, a person has to choose.
        const bool is_free = key && times[*key] == 1 && map.find(*key) == nullptr;
        // Nothing where the value would not do under the new key.
        const bool fits = key != "cmd" || !entry.value.is_string() || meant_command(entry) == entry.value.text();
        if (is_free && fits && entry.plain_key)
            problem.fix = renaming(reader.source(), entry.key_place, entry.key, *key);
    }
    for (const std::string_view key : missing) {
        if (times.contains(std::string(key))) continue;  // a slip of the pen, which was told
        reader.error(codes::missing_key, place, fmt::format("{} has no '{}'", reader.owner(), key),
                     fmt::format("add for example '{}'", sample_of(key)));
    }
}

}  // namespace mlp::config
