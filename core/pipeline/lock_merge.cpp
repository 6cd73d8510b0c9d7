#include "core/pipeline/lock_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"

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
        section.blocks.push_back({entries[i].key, std::move(lines), entries[i].value.to_json()});
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

std::string merge_stages(const Section& ancestor, const Section& ours, const Section& theirs, bool sorted,
                         LockMerge& merge) {
    auto keys = all_keys(ours, theirs);
    if (sorted) std::sort(keys.begin(), keys.end());
    std::string lines;
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
        if (chosen != nullptr) lines += chosen->lines;
    }
    return lines;
}

/// `stages:` and what follows it, up to the first entry; "stages: {}" where there is none.
std::string stages_head(const File& ours, const File& theirs, bool empty) {
    if (empty) return "stages: {}\n";
    const std::string& head = ours.stages.blocks.empty() ? theirs.stages.head : ours.stages.head;
    return head.empty() ? "stages:\n" : head;
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
    const std::string stages = merge_stages(ancestor.stages, ours.stages, theirs.stages, sorted, merge);
    if (!ours.nested) {
        merge.text = ours.stages.head + stages;
        return merge;
    }
    merge.text = ours.top.head;
    for (const std::string& key : all_keys(ours.top, theirs.top)) {
        if (key == "stages") {
            merge.text += stages_head(ours, theirs, stages.empty()) + stages;
            continue;
        }
        const Block* chosen = ours.top.find(key);
        const Side side = decide(ancestor.top.find(key), chosen, theirs.top.find(key));
        if (side == Side::both_changed) {
            throw Error(Kind::conflict, fmt::format("both sides changed '{}'", key))
                .at(name)
                .hint("take one side of the file, then run `mlp run`");
        }
        if (side == Side::theirs) chosen = theirs.top.find(key);
        if (chosen != nullptr) merge.text += chosen->lines;
    }
    return merge;
}

}  // namespace mlp::pipeline
