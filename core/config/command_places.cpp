#include "core/config/command_places.hpp"

#include "core/base/text.hpp"

namespace mlp::config {

namespace {

/// The word inside of one text as it is written, with its end.
CommandPlaces::Range range_in(const Source& source, const Yaml& node, std::string_view word) {
    CommandPlaces::Range range{source.place_of(node, word)};
    if (source.text().compare(source.offset_of(range.begin), word.size(), word) != 0) return range;
    range.end = range.begin;
    range.end.column += static_cast<int>(base::character_count(word));
    return range;
}

}  // namespace

CommandPlaces::Range CommandPlaces::range_of(const Stage& stage, std::string_view word) {
    const File& file = file_of(stage.file);
    const auto command = file.commands.find(stage.place.to_string());
    if (command == file.commands.end()) return {stage.place};
    const Yaml& node = command->second;
    if (!node.is_list()) return range_in(file.document->source, node, word);
    for (const Yaml& item : node.items()) {
        if (item.text().find(word) != std::string::npos) return range_in(file.document->source, item, word);
    }
    return {node.begin()};
}

const CommandPlaces::File& CommandPlaces::file_of(const std::string& name) {
    const auto [known, fresh] = files_.try_emplace(name);
    File& file = known->second;
    if (!fresh) return file;
    Findings told;  // what the text itself has wrong was told when the project was read
    file.document = read_document(root_, name, told);
    const Yaml* stages = file.document ? file.document->tree.find("stages") : nullptr;
    if (stages == nullptr) return file;
    for (const Yaml::Entry& entry : stages->entries()) {
        const Yaml* body = entry.value.find("do");
        const Yaml* command = (body != nullptr ? *body : entry.value).find("cmd");
        if (command != nullptr) file.commands.emplace(entry.key_place.to_string(), *command);
    }
    return file;
}

}  // namespace mlp::config
