#include "core/pipeline/lock_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/base/yaml_python.hpp"
#include "core/pipeline/dvc_lock_anchors.hpp"

namespace mlp::pipeline {

namespace {

using base::Json;
using base::Yaml;

/// One entry of a map in block style: its lines as they stand in the file, and what they say.
struct Block {
    std::string key;
    std::string lines;
    Json value;
};

struct Section {
    std::string head;  ///< the lines before the first entry
    std::vector<Block> blocks;

    const Block* find(const std::string& key) const {
        const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& b) { return b.key == key; });
        return found == blocks.end() ? nullptr : &*found;
    }
};

std::vector<std::size_t> line_starts(std::string_view text) {
    std::vector<std::size_t> starts{0};
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;) starts.push_back(++at);
    return starts;
}

/// Cuts a map that stands in `text` from byte `begin` to `end` into its entries.
Section cut(std::string_view text, const std::vector<std::size_t>& starts, const Yaml& map, std::size_t begin,
            std::size_t end, const std::string& name) {
    Section section;
    const auto& entries = map.entries();
    const auto begin_of = [&](const Yaml::Entry& entry) {
        return starts.at(static_cast<std::size_t>(std::max(entry.key_place.line, 1)) - 1);
    };
    section.head = text.substr(begin, (entries.empty() ? end : begin_of(entries.front())) - begin);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::size_t from = begin_of(entries[i]);
        const std::size_t to = i + 1 < entries.size() ? begin_of(entries[i + 1]) : end;
        if (to <= from) {
            throw Error(Kind::invalid, "entries of a lock file stand on lines of their own, but two share one")
                .at(entries[i].key_place.to_string())
                .hint(fmt::format("take one side of {} and run `mlp run`", name));
        }
        std::string lines(text.substr(from, to - from));
        if (!lines.ends_with('\n')) lines += '\n';
        section.blocks.push_back({entries[i].key, std::move(lines), base::python_value(entries[i].value)});
    }
    return section;
}

/// A lock file: its top-level entries, and those of `stages` by themselves. A dvc.lock of the first form, which has no
/// `stages`, is one map of stages.
struct File {
    Section top;
    Section stages;
    bool nested = true;
};

File read(std::string_view text, const std::string& name) {
    const Yaml tree = base::parse_yaml_or_throw(text, name);
    if (!tree.is_null() && !tree.is_map()) {
        throw Error(Kind::invalid, fmt::format("the lock file is {}; a map is expected", tree.type_name())).at(name);
    }
    const auto starts = line_starts(text);
    File file;
    file.top = cut(text, starts, tree, 0, text.size(), name);
    file.nested = tree.entries().empty() || tree.find("stages") != nullptr || tree.find("schema") != nullptr ||
                  tree.find("version") != nullptr;
    if (!file.nested) {
        file.stages = std::move(file.top);
        file.top = {};
        return file;
    }
    for (std::size_t i = 0; i < file.top.blocks.size(); ++i) {
        const Yaml::Entry& entry = tree.entries()[i];
        if (entry.key != "stages") continue;
        const std::size_t begin = starts.at(static_cast<std::size_t>(entry.key_place.line) - 1);
        if (entry.value.is_map()) {
            file.stages = cut(text, starts, entry.value, begin, begin + file.top.blocks[i].lines.size(), name);
        }
    }
    return file;
}

bool same(const Block* a, const Block* b) {
    return a == nullptr || b == nullptr ? a == b : base::canonical_json(a->value) == base::canonical_json(b->value);
}

enum class Side { ours, theirs, both_changed };

Side decide(const Block* ancestor, const Block* ours, const Block* theirs) {
    if (same(ours, theirs) || same(theirs, ancestor)) return Side::ours;
    return same(ours, ancestor) ? Side::theirs : Side::both_changed;
}

std::vector<std::string> all_keys(const Section& ours, const Section& theirs) {
    std::vector<std::string> keys;
    for (const Block& block : ours.blocks) keys.push_back(block.key);
    for (const Block& block : theirs.blocks) {
        if (ours.find(block.key) == nullptr) keys.push_back(block.key);
    }
    return keys;
}

/// The entries of the merged file, in its order.
using Chosen = std::vector<const Block*>;

Chosen merge_stages(const Section& ancestor, const Section& ours, const Section& theirs, bool sorted,
                    LockMerge& merge) {
    auto keys = all_keys(ours, theirs);
    if (sorted) std::sort(keys.begin(), keys.end());
    Chosen stages;
    for (const std::string& key : keys) {
        const Block* chosen = ours.find(key);
        switch (decide(ancestor.find(key), chosen, theirs.find(key))) {
            case Side::ours:
                break;
            case Side::theirs:
                chosen = theirs.find(key);
                ++merge.from_theirs;
                break;
            case Side::both_changed:
                chosen = nullptr;
                merge.dropped.push_back(key);
                break;
        }
        if (chosen != nullptr) stages.push_back(chosen);
    }
    return stages;
}

/// `stages` itself is never left out: its entries are merged one by one.
Chosen merge_top(const File& ancestor, const File& ours, const File& theirs, const std::string& name) {
    Chosen top;
    for (const std::string& key : all_keys(ours.top, theirs.top)) {
        const Block* chosen = ours.top.find(key);
        const Block* other = theirs.top.find(key);
        if (key == "stages") {
            top.push_back(chosen != nullptr ? chosen : other);
            continue;
        }
        const Side side = decide(ancestor.top.find(key), chosen, other);
        if (side == Side::both_changed) {
            throw Error(Kind::conflict, fmt::format("both sides changed '{}'", key))
                .at(name)
                .hint("take one side of the file, then run `mlp run`");
        }
        if (side == Side::theirs) chosen = other;
        if (chosen != nullptr) top.push_back(chosen);
    }
    return top;
}

/// How an entry is written: with its bytes, or anew from what it says.
enum class Form { as_it_stood, anew };

std::string top_lines(const Block& block, Form form) {
    return form == Form::as_it_stood ? block.lines : base::emit_yaml(Json::object({{block.key, block.value}}));
}

std::string stage_lines(const Block& block, Form form) {
    if (form == Form::as_it_stood) return block.lines;
    const std::string nested = base::emit_yaml({{"stages", Json::object({{block.key, block.value}})}});
    return nested.substr(nested.find('\n') + 1);
}

/// `stages:` and what follows it, up to the first entry; "stages: {}" where there is none.
std::string stages_head(const File& ours, const File& theirs, bool empty, Form form) {
    if (empty) return "stages: {}\n";
    const std::string& head = ours.stages.blocks.empty() ? theirs.stages.head : ours.stages.head;
    return head.empty() || form == Form::anew ? "stages:\n" : head;
}

std::string merged_text(const File& ours, const File& theirs, const Chosen& top, const Chosen& stages, Form form) {
    std::string text = ours.nested ? ours.top.head : ours.stages.head;
    if (!ours.nested) {
        for (const Block* stage : stages) text += top_lines(*stage, form);
        return text;
    }
    for (const Block* entry : top) {
        if (entry->key != "stages") {
            text += top_lines(*entry, form);
            continue;
        }
        text += stages_head(ours, theirs, stages.empty(), form);
        for (const Block* stage : stages) text += stage_lines(*stage, form);
    }
    return text;
}

bool says(const Yaml& map, const Block& wanted) {
    const Yaml* value = map.find(wanted.key);
    return value != nullptr &&
           base::canonical_json(base::python_value(*value)) == base::canonical_json(wanted.value);
}

/// Whether every entry says in `text` what it said in the file it is from. One may not: an alias whose anchor stood in
/// an entry that the other side changed, a map in brackets.
bool keeps_meaning(const std::string& text, bool nested, const Chosen& top, const Chosen& stages) {
    std::vector<Problem> problems;
    const Yaml tree = base::parse_yaml(text, "", problems);
    const Yaml* of_stages = nested ? tree.find("stages") : &tree;
    const std::size_t found = of_stages == nullptr ? 0 : of_stages->entries().size();
    return problems.empty() && found == stages.size() && (!nested || tree.entries().size() == top.size()) &&
           std::all_of(stages.begin(), stages.end(), [&](const Block* stage) { return says(*of_stages, *stage); }) &&
           std::all_of(top.begin(), top.end(),
                       [&](const Block* entry) { return entry->key == "stages" || says(tree, *entry); });
}

}  // namespace

LockMerge merge_locks(std::string_view ancestor_text, std::string_view ours_text, std::string_view theirs_text,
                      const std::string& name) {
    const File ancestor = read(ancestor_text, name + " (common ancestor)");
    const File ours = read(ours_text, name + " (ours)");
    const File theirs = read(theirs_text, name + " (theirs)");
    if (ours.nested != theirs.nested) {
        throw Error(Kind::conflict, "one side has this lock file in an older form").at(name);
    }
    LockMerge merge;
    // `version` is ours, `schema` is DVC's.
    const bool sorted = ours.top.find("version") != nullptr;
    const Chosen stages = merge_stages(ancestor.stages, ours.stages, theirs.stages, sorted, merge);
    const Chosen top = merge_top(ancestor, ours, theirs, name);
    merge.text = merged_text(ours, theirs, top, stages, Form::as_it_stood);
    // Both sides number their anchors from &id001.
    if (!sorted) merge.text = with_numbered_anchors(std::move(merge.text));
    if (!keeps_meaning(merge.text, ours.nested, top, stages)) {
        merge.text = merged_text(ours, theirs, top, stages, Form::anew);
    }
    return merge;
}

}  // namespace mlp::pipeline
