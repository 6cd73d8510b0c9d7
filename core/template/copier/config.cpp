#include "core/template/copier/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/name_pattern.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;
using jinja::List;
using jinja::Value;

constexpr int most_includes = 20;

std::vector<std::string> config_files(const TemplateFolder& folder) {
    std::vector<std::string> files;
    for (const auto& entry : folder.list(".")) {
        if (!entry.name.starts_with("copier.") || entry.is_folder) continue;
        const auto ending = base::lower(entry.name.substr(entry.name.rfind('.')));
        if (ending == ".yml" || ending == ".yaml") files.push_back(entry.name);
    }
    return files;
}

/// The documents of a file. Lines before one stay as empty lines, so that places are those of the file.
std::vector<std::string> documents_of(std::string_view text) {
    std::vector<std::string> documents(1);
    std::size_t lines = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        const auto line = text.substr(0, end);
        text.remove_prefix(end);
        const bool begins =
            line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\n' || line[3] == '\r');
        if (begins) documents.emplace_back(lines, '\n');
        documents.back() += line;
        ++lines;
    }
    return documents;
}

/// Python's glob() for patterns with '*', '?' and '**', below a folder.
void glob(const TemplateFolder& folder, const std::string& at, std::string_view pattern,
          std::vector<std::string>& found) {
    const auto slash = pattern.find('/');
    const auto first = pattern.substr(0, slash);
    const auto rest = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    if (first == "**" && !rest.empty()) glob(folder, at, rest, found);
    for (const auto& entry : folder.list(at)) {
        const auto path = at == "." ? entry.name : at + '/' + entry.name;
        if (first == "**") {
            if (entry.is_folder && !entry.is_link) glob(folder, path, pattern, found);
        } else if (name_matches(entry.name, first)) {
            if (rest.empty() && !entry.is_folder) found.push_back(path);
            if (!rest.empty() && entry.is_folder) glob(folder, path, rest, found);
        }
    }
}

class Loading {
public:
    explicit Loading(const TemplateFolder& folder) : folder_(folder) {}

    /// The maps of a file, in order; lists among the documents are taken apart.
    List read(const std::string& file) {
        if (++files_ > most_includes) throw Error(Kind::invalid, "too many files are included").at(file);
        List maps;
        for (const auto& document : documents_of(folder_.read(file))) {
            const auto tree = parse_python_yaml(document, file);
            for (const auto& entry : tree.entries()) places_[entry.key] = entry.key_place;
            const auto read_tag = [&](const base::Yaml& node) { return tagged(document, node); };
            flatten(python_value(tree, read_tag), maps);
        }
        return maps;
    }

    /// Where each key stands that was read so far.
    const std::map<std::string, Position>& places() const { return places_; }

private:
    static void flatten(const Value& value, List& into) {
        if (value.is_list()) {
            for (const auto& item : value.list().items) flatten(item, into);
        } else if (jinja::truth(value)) {
            into.items.push_back(value);
        }
    }

    std::optional<Value> tagged(std::string_view document, const base::Yaml& node) {
        auto tag = document.substr(std::min(offset_of(document, node.begin()), document.size()));
        if (!tag.starts_with('!') || tag.starts_with("!!")) return std::nullopt;
        tag = tag.substr(0, tag.find_first_of(" \t\r\n"));
        if (tag == "!include") return included(node);
        throw Error(Kind::invalid, fmt::format("the tag {} is not known", base::printable(tag)))
            .at(node.begin().to_string());
    }

    Value included(const base::Yaml& node) {
        const auto pattern = base::normal_relative(node.text());
        if (!pattern) {
            throw Error(Kind::invalid, fmt::format("'{}' lies outside the template", base::printable(node.text())))
                .at(node.begin().to_string());
        }
        std::vector<std::string> files;
        glob(folder_, ".", *pattern, files);
        std::sort(files.begin(), files.end());
        List all;
        for (const auto& file : files) {
            for (auto& map : read(file).items) all.items.push_back(std::move(map));
        }
        return all;
    }

    const TemplateFolder& folder_;
    int files_ = 0;
    std::map<std::string, Position> places_;
};

Dict merged(const List& maps, const std::string& file) {
    Dict all;
    for (const auto& map : maps.items) {
        if (!map.is_dict())
            throw Error(Kind::invalid,
                        fmt::format("a {} was found, settings and questions were expected", map.type_name()))
                .at(file);
        for (const auto& [key, value] : map.dict().entries()) {
            if (!key.is_text()) {
                throw Error(Kind::invalid, fmt::format("the name {} is no text", base::printable(jinja::repr(key))))
                    .at(file)
                    .hint("put it in quotes");
            }
            all.set(key, value);
        }
    }
    for (const auto* name : {"_exclude", "_jinja_extensions", "_secret_questions", "_skip_if_exists"}) {
        List joined;
        bool any = false;
        for (const auto& map : maps.items) {
            const auto* part = map.dict().find(Value(name));
            if (part == nullptr) continue;
            any = true;
            if (!part->is_list())
                throw Error(Kind::invalid, fmt::format("'{}' is a {}, a list was expected", name, part->type_name()))
                    .at(file);
            joined.items.insert(joined.items.end(), part->list().items.begin(), part->list().items.end());
        }
        if (any) all.set(name, joined);
    }
    return all;
}

void mark_secret(Config& config) {
    const auto secret = config.texts("secret_questions");
    if (!secret) return;
    for (const auto& name : *secret) {
        if (const auto* question = config.questions.find(Value(name))) question->dict().set("secret", true);
    }
}

}  // namespace

std::optional<std::string> Config::text(std::string_view name) const {
    const auto* value = settings.find(name);
    if (value == nullptr || value->is_none()) return std::nullopt;
    if (value->is_text()) return value->text();
    throw Error(Kind::invalid, fmt::format("'_{}' is a {}, a text was expected", name, value->type_name())).at(file);
}

std::optional<std::vector<std::string>> Config::texts(std::string_view name) const {
    const auto* value = settings.find(name);
    if (value == nullptr) return std::nullopt;
    const auto* items = value->sequence();
    if (items == nullptr)
        throw Error(Kind::invalid, fmt::format("'_{}' is a {}, a list was expected", name, value->type_name()))
            .at(file);
    std::vector<std::string> texts;
    for (const auto& item : *items) texts.push_back(jinja::str(item));
    return texts;
}

bool has_config(const TemplateFolder& folder) { return !config_files(folder).empty(); }

Config load_config(const TemplateFolder& folder) {
    Config config;
    const auto files = config_files(folder);
    if (files.empty()) return config;
    if (files.size() > 1) {
        throw Error(Kind::invalid,
                    fmt::format("the template has {}: one of them is expected", fmt::join(files, " and ")));
    }
    config.file = files.front();
    Loading loading(folder);
    const auto all = merged(loading.read(config.file), config.file);
    config.places = loading.places();
    for (const auto& [key, value] : all.entries()) {
        const auto& name = key.text();
        if (name.starts_with('_')) {
            config.settings.set(name.substr(1), value);
        } else if (value.is_dict()) {
            config.questions.set(name, value);
        } else {
            Dict details;
            details.set("default", value);
            config.questions.set(name, details);
        }
    }
    mark_secret(config);
    return config;
}

}  // namespace mlp::tmpl::copier
