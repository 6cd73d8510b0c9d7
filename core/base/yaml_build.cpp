#include "core/base/yaml_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/text.hpp"

namespace mlp::base {

namespace {

constexpr std::string_view core_tag = "tag:yaml.org,2002:";
constexpr std::size_t most_problems = 100;
/// Maps up to this size are looked through from front to back.
constexpr std::size_t small_map = 16;

/// yaml-cpp turns the escapes \N and \_ into a byte of Latin-1.
std::string repaired(std::string text) {
    while (const auto bad = invalid_utf8(text)) text.insert(*bad, 1, '\xc2');
    return text;
}

}  // namespace

void YamlBuilder::problem(std::string_view code, Position place, std::string message, std::string hint) {
    problems_.push_back(
        {Problem::Severity::error, std::string(code), std::move(place), std::move(message), std::move(hint)});
    if (problems_.size() >= most_problems) throw YamlStop{};
}

void YamlBuilder::count(Frame& frame, const Node& node) {
    frame.expanded += node.expanded;
    if (frame.expanded <= limits_.nodes && created_ <= limits_.nodes) return;
    problem(yaml_codes::limits, node.place,
            fmt::format("the document has more than {} values, aliases counted in full", limits_.nodes),
            "split the file, or use fewer aliases (*name)");
    // Keys that stand twice may be why there are so many.
    for (Frame& open : open_) {
        if (open.data->type == Yaml::Type::map) note_duplicates(*open.data);
    }
    throw YamlStop{};
}

// ---- Events ---------------------------------------------------------------------------------------------------------

std::size_t YamlBuilder::place_of_nothing(std::size_t offset) const {
    // The parser's mark of an empty value is the next token, which may stand lines below.
    const bool in_block_list =
        !open_.empty() && open_.back().data->type == Yaml::Type::list && !in_brackets(open_.back());
    if (in_block_list && offset > 0) {
        const auto before = source_.text().find_last_not_of(" \t\r\n", offset - 1);
        const bool is_dash = before != std::string_view::npos && source_.text()[before] == '-';
        return is_dash && before >= open_.back().last_end.value_or(0) ? before + 1 : offset;
    }
    if (open_.empty() || !open_.back().has_key || !open_.back().key || !open_.back().key->end) return offset;
    const auto key_end = *open_.back().key->end;
    const auto text = source_.text();
    const auto colon = std::min(text.find_first_not_of(" \t", key_end), text.size());
    return colon < offset && text[colon] == ':' ? colon + 1 : offset;
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
    auto data = std::make_shared<Yaml::Data>();
    const bool is_key = !open_.empty() && open_.back().data->type == Yaml::Type::map && !open_.back().has_key;
    const auto word = source_.null_word(offset_of(mark), is_key);
    if (word.empty() && !is_key) check_colon();
    const auto start = word.empty() ? place_of_nothing(offset_of(mark)) : offset_of(mark);
    const auto end = word.empty() ? start : source_.skip_properties(start) + word.size();
    data->text = word;
    data->plain = true;
    data->begin = source_.position(start);
    data->end = source_.position(end);
    auto place = data->begin;
    add({Yaml(std::move(data)), start, std::move(place), end, 1, false}, anchor);
}

Problem slash_comment(const Position& place) {
    return {Problem::Severity::error, std::string(yaml_codes::syntax), place, "'//' begins no comment", "write # instead"};
}

Problem lacking_colon(const Position& place, std::string_view word) {
    if (word.starts_with("//")) return slash_comment(place);
    return {Problem::Severity::error, std::string(yaml_codes::syntax), place,
            fmt::format("'{}' has no ':' behind it", shown_word(word)),
            "write 'key: value', or check the indentation of this line"};
}

void YamlBuilder::check_colon() {
    const bool within_brackets =
        std::any_of(open_.begin(), open_.end(), [&](const Frame& frame) { return in_brackets(frame); });
    if (open_.empty() || !open_.back().has_key || !open_.back().key_usable || within_brackets) return;
    const auto& key = *open_.back().key;
    if (!key.end || !source_.lacks_colon(key.start, *key.end)) return;
    auto told = lacking_colon(open_.back().key_place, key.value.text());
    problem(told.code, std::move(told.place), std::move(told.message), std::move(told.hint));
}

PlainScalar YamlBuilder::resolve(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    if (tag == "?") return resolve_plain(value);
    if (!tag.starts_with(core_tag)) return {};
    const auto name = std::string_view(tag).substr(core_tag.size());
    auto found = resolve_plain(value);
    if (name == "float" && found.type == Yaml::Type::integer) found.type = Yaml::Type::real;
    const bool fits =
        (name == "int" && found.type == Yaml::Type::integer) || (name == "float" && found.type == Yaml::Type::real) ||
        (name == "bool" && found.type == Yaml::Type::boolean) || (name == "null" && found.type == Yaml::Type::null);
    if (fits) return found;
    if (name == "int" || name == "float" || name == "bool" || name == "null") {
        problem(yaml_codes::syntax, source_.position(offset_of(mark)),
                fmt::format("'{}' is not what its tag !!{} says", shown_word(value), name),
                "correct the value, or remove the tag");
    }
    return {};
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
    const auto start = offset_of(mark);
    const auto resolved = resolve(mark, tag, value);
    auto data = std::make_shared<Yaml::Data>();
    data->type = resolved.type;
    data->plain = tag == "?";
    data->boolean = resolved.boolean;
    data->integer = resolved.integer;
    data->real = resolved.real;
    data->text = repaired(value);
    data->begin = source_.position(start);
    if (source_.open_quote(start)) {
        problem(yaml_codes::syntax, source_.position(source_.skip_properties(start)),
                "the text in quotes that begins here is not closed", "add the closing quote");
        throw YamlStop{};  // all that follows was taken for a part of the text
    }
    const auto end = source_.scalar_end(start, value);
    if (end) data->end = source_.position(*end);
    const bool merge_key = (tag == "?" && value == "<<") || tag == "tag:yaml.org,2002:merge";
    auto place = data->begin;
    add({Yaml(std::move(data)), start, std::move(place), end, 1, merge_key}, anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
    const auto start = offset_of(mark);
    const auto end = source_.word_end(start);
    auto place = source_.position(start);
    if (anchor < anchors_.size() && anchors_[anchor]) {
        const auto& named = *anchors_[anchor];
        add({named.value, start, std::move(place), end, named.expanded, false}, YAML::NullAnchor);
        return;
    }
    const auto name = source_.text().substr(start + 1, end - start - 1);
    problem(yaml_codes::syntax, place, fmt::format("the alias '*{}' stands inside of what '&{}' names", name, name),
            "a value cannot contain itself");
    add({Yaml(), start, std::move(place), end, 1, false}, YAML::NullAnchor);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
    open(mark, Yaml::Type::list, anchor);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
    open(mark, Yaml::Type::map, anchor);
}

// ---- Nodes into their parents ---------------------------------------------------------------------------------------

void YamlBuilder::open(const YAML::Mark& mark, Yaml::Type type, YAML::anchor_t anchor) {
    const auto start = offset_of(mark);
    if (open_.size() >= static_cast<std::size_t>(limits_.depth)) {
        problem(yaml_codes::limits, source_.position(start),
                fmt::format("lists and maps are nested deeper than {} levels", limits_.depth),
                "use a flatter structure");
        throw YamlStop{};
    }
    auto data = std::make_shared<Yaml::Data>();
    data->type = type;
    data->begin = source_.position(start);
    open_.push_back({std::move(data), anchor, start});
}

bool YamlBuilder::in_brackets(const Frame& frame) const {
    const auto start = source_.skip_properties(frame.start);
    const char bracket = frame.data->type == Yaml::Type::list ? '[' : '{';
    return start < source_.text().size() && source_.text()[start] == bracket;
}

std::optional<std::size_t> YamlBuilder::open_bracket() const {
    for (auto frame = open_.rbegin(); frame != open_.rend(); ++frame) {
        if (in_brackets(*frame)) return source_.skip_properties(frame->start);
    }
    return std::nullopt;
}

std::optional<YamlBuilder::Part> YamlBuilder::last_part() const {
    if (open_.empty() || !open_.back().last_end) return std::nullopt;
    return Part{source_.skip_properties(open_.back().last_start), *open_.back().last_end};
}

std::optional<std::size_t> YamlBuilder::end_of(const Frame& frame) const {
    // A block collection, or a single pair in a flow list, ends with its last part.
    if (!in_brackets(frame)) return frame.last_end;
    const auto start = source_.skip_properties(frame.start);
    const char first = source_.text()[start];
    const bool empty = frame.data->items.empty() && frame.data->entries.empty() && frame.merges.empty();
    if (!frame.last_end && !empty) return std::nullopt;
    return source_.closing_bracket(frame.last_end.value_or(start + 1), first == '[' ? ']' : '}');
}

void YamlBuilder::close() {
    auto frame = std::move(open_.back());
    open_.pop_back();
    const auto end = end_of(frame);
    if (end) frame.data->end = source_.position(*end);
    if (frame.data->type == Yaml::Type::map) finish_map(frame);
    auto place = frame.data->begin;
    add({Yaml(std::move(frame.data)), frame.start, std::move(place), end, frame.expanded, false}, frame.anchor);
}

void YamlBuilder::add(Node node, YAML::anchor_t anchor) {
    ++created_;
    if (anchor != YAML::NullAnchor) {
        if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
        anchors_[anchor] = Anchored{node.value, node.expanded};
    }
    if (open_.empty()) {
        root_ = std::move(node.value);
        return;
    }
    auto& frame = open_.back();
    count(frame, node);
    frame.last_start = node.start;
    frame.last_end = node.end;
    if (frame.data->type == Yaml::Type::list) {
        frame.data->items.push_back(std::move(node.value));
    } else if (frame.has_key) {
        take_value(frame, std::move(node));
    } else {
        take_key(frame, std::move(node));
    }
}

void YamlBuilder::take_key(Frame& frame, Node node) {
    frame.has_key = true;
    const bool nothing = node.value.is_null() && node.value.text().empty();
    frame.key_usable = node.value.is_scalar() && !nothing;
    frame.key_place = std::move(node.place);
    if (!node.value.is_scalar()) {
        problem(yaml_codes::syntax, frame.key_place,
                fmt::format("a key must be a text; this is {}", node.value.type_name()),
                "a value that begins with '{' or '[' as a text, such as {{ name }}, goes in quotes");
    } else if (nothing) {
        problem(yaml_codes::syntax, frame.key_place, "a key is missing before ':'",
                "write it, or \"\" for an empty one");
    }
    frame.key = std::move(node);
}

void YamlBuilder::take_value(Frame& frame, Node node) {
    frame.has_key = false;
    if (!frame.key_usable) return;
    if (frame.key->merge_key) {
        frame.merges.push_back({frame.data->entries.size(), frame.key_place, std::move(node.value)});
    } else {
        frame.data->entries.push_back(
            {frame.key->value.text(), frame.key_place, std::move(node.value), frame.key->value.is_plain()});
    }
}

// ---- Maps -----------------------------------------------------------------------------------------------------------

void YamlBuilder::finish_map(Frame& frame) {
    auto& map = *frame.data;
    note_duplicates(map);
    if (!frame.merges.empty()) apply_merges(frame);
    if (map.entries.size() <= small_map) return;
    map.index.reserve(map.entries.size());
    for (std::size_t i = 0; i < map.entries.size(); ++i) map.index.emplace(map.entries[i].key, i);
}

void YamlBuilder::note_duplicates(Yaml::Data& map) {
    std::unordered_map<std::string_view, const Yaml::Entry*> first;
    std::unordered_set<const Yaml::Entry*> again;
    for (const auto& entry : map.entries) {
        const auto [known, fresh] = first.emplace(entry.key, &entry);
        if (fresh) continue;
        again.insert(&entry);
        problem(yaml_codes::duplicate_key, entry.key_place,
                fmt::format("the key '{}' stands here a second time; the first is at {}", shown_word(entry.key),
                            known->second->key_place.to_string()),
                "remove or rename one of them");
    }
    if (again.empty()) return;
    std::vector<Yaml::Entry> kept;
    for (auto& entry : map.entries) {
        if (!again.contains(&entry)) kept.push_back(entry);
    }
    map.entries = std::move(kept);
}

std::vector<Yaml> YamlBuilder::merged_maps(const Merge& merge) {
    if (merge.value.is_map()) return {merge.value};
    const auto& items = merge.value.items();
    const bool maps = std::all_of(items.begin(), items.end(), [](const Yaml& item) { return item.is_map(); });
    if (merge.value.is_list() && maps) return items;
    problem(yaml_codes::syntax, merge.place,
            fmt::format("'<<' takes in a map or a list of maps, not {}", merge.value.type_name()),
            "name an anchored map, such as '<<: *defaults', or put the key in quotes");
    return {};
}

/// Explicit keys win over merged ones, earlier merged ones over later.
void YamlBuilder::apply_merges(Frame& frame) {
    auto& map = *frame.data;
    std::unordered_set<std::string> known;
    for (const auto& entry : map.entries) known.insert(entry.key);
    std::vector<Yaml::Entry> joined;
    std::size_t next = 0;
    const auto copy_until = [&](std::size_t end) {
        for (; next < end; ++next) joined.push_back(map.entries[next]);
    };
    for (const auto& merge : frame.merges) {
        // A duplicate that was dropped may have made the list shorter.
        copy_until(std::min(merge.at, map.entries.size()));
        for (const auto& source : merged_maps(merge)) {
            for (const auto& entry : source.entries()) {
                if (known.insert(entry.key).second) joined.push_back(entry);
            }
        }
    }
    copy_until(map.entries.size());
    map.entries = std::move(joined);
}

}  // namespace mlp::base
