// outs, metrics and plots: a path, or a path with flags.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/indentation.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/odd_paths.hpp"
#include "core/config/output_options.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// DVC 2's checkpoints are gone; DVC still takes the word and does nothing with it.
void skip_checkpoint(const Reader& reader, const Yaml::Entry& entry, Output&) {
    reader.boolean(entry.value, entry.key);
}

void keep_boolean(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (auto value = reader.boolean(entry.value, entry.key)) output.options[entry.key] = *value;
}

void keep_texts(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    Json list = Json::array();
    for (const Yaml& item : entry.value.items()) {
        if (auto text = reader.text(item, entry.key)) list.push_back(*text);
    }
    output.options[entry.key] = std::move(list);
}

constexpr auto output_keys = std::to_array<Key<Output>>({
    {"cache", output_option::cache},
    {"persist", output_option::persist},
    {"push", output_option::push},
    {"remote", output_option::remote},
    {"desc", output_option::text},
    {"type", output_option::text},
    {"labels", keep_texts},
    {"meta", output_option::anything},
});

/// What plots have besides.
constexpr auto plot_only_keys = std::to_array<Key<Output>>({
    {"x", output_option::text},
    {"y", output_option::text},
    {"x_label", output_option::text},
    {"y_label", output_option::text},
    {"title", output_option::text},
    {"template", output_option::text},
    {"header", keep_boolean},
});

std::vector<Key<Output>> keys_of(Output::Role role) {
    std::vector<Key<Output>> keys(output_keys.begin(), output_keys.end());
    if (role == Output::Role::plot) keys.insert(keys.end(), plot_only_keys.begin(), plot_only_keys.end());
    return keys;
}

/// Stages remove their outputs before they run, so some places are never outputs.
bool is_reserved(const std::string& path) {
    for (const std::string_view folder : {".mlp", ".git", ".dvc"}) {
        if (base::is_within(path, folder)) return true;
    }
    return path == "." || path == "mlp.yaml" || path == "mlp.lock" || path == "dvc.yaml" || path == "dvc.lock";
}

/// Files of the project itself that people and mlp write, by their names.
bool is_own_file(const std::string& path) {
    constexpr std::array<std::string_view, 7> names{"params.yaml",   "data.lock",  "contracts.lock", "template.yaml",
                                                    ".gitattributes", ".gitignore", ".dvcignore"};
    return std::find(names.begin(), names.end(), path) != names.end();
}

/// True when the place may be an output.
bool check_place(const Reader& reader, const Output& output) {
    if (!output.is_inside()) {
        if (!output.cache) return true;
        reader.error(codes::path_outside, output.place,
                     fmt::format("{}: the output '{}' lies outside of the project, where nothing can be kept of it",
                                 reader.owner(), base::printable(output.path)),
                     "write `cache: false` below it, or move it into the project");
        return false;
    }
    const bool reserved =
        is_reserved(output.path) || (reader.is_dvc() ? is_dvc_file(output.path) : is_own_file(output.path));
    if (!reserved && !reader.is_dvc() && output.path.find('*') != std::string::npos) {
        reader.findings().warning(codes::bad_value, output.place,
                                  fmt::format("{}: '{}' is a pattern, and an output is one file or folder", reader.owner(),
                                              base::printable(output.path)),
                                  "name the folder that holds them, or each file");
    }
    if (const auto odd = reserved ? std::nullopt : oddness_of_path(output.path)) {
        reader.findings().warning(codes::bad_value, output.place,
                                  fmt::format("{}: the output '{}' is an odd path", reader.owner(),
                                              base::printable(output.path)),
                                  *odd);
    }
    if (!reserved) return true;
    reader.error(codes::path_reserved, output.place,
                 fmt::format("{}: '{}' cannot be an output", reader.owner(), output.path),
                 "outputs are removed before a stage runs; write them to a folder of their own, such as build/");
    return false;
}

void read_flags(const Reader& reader, const Yaml& flags, const std::string& shown, std::string_view key,
                Output& output) {
    if (flags.is_null() && !reader.is_dvc()) return;
    if (!reader.for_owner(fmt::format("{} of {}", key, reader.owner())).expect_map(flags, shown)) return;
    const Reader inner = reader.for_owner(fmt::format("'{}' of {}", shown, reader.owner()));
    auto keys = keys_of(output.role);
    if (reader.is_dvc()) keys.push_back({"checkpoint", skip_checkpoint});
    read_keys<Output>(inner, flags, output.place, keys, output);
}

/// How `{path: model.pkl, cache: false}`, the form of other tools, is written here; nothing for other items.
std::optional<std::string> way_out_of_path_key(const Yaml& item) {
    const Yaml* path = item.find("path");
    if (path == nullptr || !path->is_string()) return std::nullopt;
    const std::string name = base::yaml_scalar(Json(path->text()));
    std::string flags;
    for (const Yaml::Entry& entry : item.entries()) {
        if (entry.key == "path") continue;
        flags += fmt::format("{}{}: {}", flags.empty() ? "" : ", ", entry.key,
                             entry.value.is_scalar() ? base::yaml_scalar(entry.value.to_json()) : "…");
    }
    return flags.empty() ? fmt::format("write - {}", name) : fmt::format("write - {}: {{{}}}", name, flags);
}

/// One list of outputs on its way into a stage.
class OutputList {
public:
    OutputList(const Reader& reader, std::string_view key, Output::Role role, const std::string& wdir, Stage& stage)
        : reader_(reader), key_(key), role_(role), wdir_(wdir), stage_(stage), first_(stage.outs.size()) {}

    void add(const std::string& written, const Position& place, const Yaml* flags) {
        const auto path = reader_.path_from_text(written, place, key_, wdir_);
        Output fresh;
        fresh.role = role_;
        fresh.place = place;
        fresh.options = Json::object();
        Output* known = reader_.is_dvc() ? find(written) : nullptr;
        Output& output = known != nullptr ? *known : fresh;
        if (flags != nullptr) read_flags(reader_, *flags, base::printable(written), key_, output);
        if (!path || known != nullptr) return;
        output.path = *path;
        output.written = written_in_lock(reader_.dialect(), written, *path, wdir_);
        texts_.push_back(written);
        stage_.outs.push_back(std::move(output));
    }

    /// Only when the whole list was read are the flags of each complete.
    void check() const {
        std::erase_if(stage_.outs, [&, index = std::size_t{0}](const Output& output) mutable {
            return index++ >= first_ && !check_place(reader_, output);
        });
    }

private:
    /// DVC puts together what is written with one text in one list.
    Output* find(const std::string& written) {
        const auto found = std::find(texts_.begin(), texts_.end(), written);
        return found == texts_.end() ? nullptr
                                     : &stage_.outs[first_ + static_cast<std::size_t>(found - texts_.begin())];
    }

    const Reader& reader_;
    std::string_view key_;
    Output::Role role_;
    const std::string& wdir_;
    Stage& stage_;
    std::size_t first_;
    std::vector<std::string> texts_;
};

}  // namespace

std::vector<std::string_view> output_key_names() { return names_of<Output>(output_keys); }
std::vector<std::string_view> plot_key_names() { return names_of<Output>(keys_of(Output::Role::plot)); }

void read_outputs(const Reader& reader, const Yaml::Entry& entry, Output::Role role, const std::string& wdir,
                  Stage& stage) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    OutputList list(reader, entry.key, role, wdir, stage);
    for (const Yaml& item : entry.value.items()) {
        if (!item.is_map()) {
            const auto written = reader.name_text(item, entry.key);
            if (written) list.add(*written, item.begin(), nullptr);
            continue;
        }
        if (const auto way = way_out_of_path_key(item)) {
            Finding& problem = reader.findings().error(
                codes::wrong_type, item.begin(),
                fmt::format("{}: an item of '{}' is a path, with its flags below it; it has no key 'path'",
                            reader.owner(), entry.key),
                *way);
            for (const Yaml::Entry& flag : item.entries()) {
                if (flag.key != "path") problem.related.push_back({flag.key_place, "a flag of it"});
            }
            continue;
        }
        for (const Yaml::Entry* named : indented_entries(reader, item, "", names_of<Output>(keys_of(role)))) {
            const auto written = reader.key_text(*named);
            if (written) list.add(*written, named->key_place, &named->value);
        }
    }
    list.check();
}

}  // namespace mlp::config
