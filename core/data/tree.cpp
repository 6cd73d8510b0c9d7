#include "core/data/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/error.hpp"

namespace mlp::data {

namespace {

constexpr std::array<std::pair<ContentKind, std::string_view>, 4> kind_names{{
    {ContentKind::file, "file"},
    {ContentKind::executable, "exec"},
    {ContentKind::link, "link"},
    {ContentKind::tree, "tree"},
}};

/// Names that never stand in a tree: they would leave the folder, or reach into the project's own state.
bool is_forbidden(std::string_view name) {
    return name.empty() || name == "." || name == ".." || name == ".git" || name == ".mlp" ||
           name.find('/') != std::string_view::npos || name.find('\0') != std::string_view::npos;
}

bool needs_escape(unsigned char byte) { return byte < 0x20 || byte == 0x7f || byte == '\\'; }

void append_escaped(std::string& text, std::string_view name) {
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (needs_escape(byte)) {
            text += fmt::format("\\x{:02x}", byte);
        } else {
            text += letter;
        }
    }
}

[[noreturn]] void damaged(std::size_t line, std::string_view what) {
    throw Error(Kind::damaged, fmt::format("a stored folder listing is not canonical: line {}: {}", line, what))
        .hint("the object was written by something else or is damaged: produce it again with 'mlp run --force'");
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/// Exact reverse of append_escaped: a byte that needs no escape must not have one.
std::string unescape(std::string_view text, std::size_t line) {
    std::string name;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            if (needs_escape(static_cast<unsigned char>(text[at]))) {
                damaged(line, "a control character stands unescaped in a name");
            }
            name += text[at];
            continue;
        }
        const int high = at + 3 < text.size() ? hex_value(text[at + 2]) : -1;
        const int low = at + 3 < text.size() ? hex_value(text[at + 3]) : -1;
        if (high < 0 || low < 0 || text[at + 1] != 'x' || !needs_escape(static_cast<unsigned char>(high * 16 + low))) {
            damaged(line, "an escape in a name is not one of the written ones");
        }
        name += static_cast<char>(high * 16 + low);
        at += 3;
    }
    return name;
}

/// Text up to the next space, which is consumed.
std::string_view next_word(std::string_view& rest, std::size_t line) {
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) {
        damaged(line, "fewer than five parts");
    }
    const std::string_view word = rest.substr(0, space);
    rest.remove_prefix(space + 1);
    return word;
}

std::uint64_t number_of(std::string_view word, std::size_t line) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (problem != std::errc{} || end != word.data() + word.size() || (word.size() > 1 && word.front() == '0')) {
        damaged(line, fmt::format("'{}' is not a plain decimal number", word));
    }
    return value;
}

TreeEntry parse_line(std::string_view rest, std::size_t line) {
    TreeEntry entry;
    const std::string_view kind = next_word(rest, line);
    const auto* const row =
        std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& r) { return r.second == kind; });
    if (row == kind_names.end()) {
        damaged(line, fmt::format("'{}' is none of file, exec, link, tree", kind));
    }
    entry.content.kind = row->first;
    const auto digest = Digest::parse(next_word(rest, line));
    if (!digest) {
        damaged(line, "no digest");
    }
    entry.content.digest = *digest;
    entry.content.size = number_of(next_word(rest, line), line);
    entry.content.files = number_of(next_word(rest, line), line);
    if (entry.content.kind != ContentKind::tree && entry.content.files != 1) {
        damaged(line, "only a tree counts other than one file");
    }
    entry.name = unescape(rest, line);
    if (is_forbidden(entry.name)) {
        damaged(line, "a name that may not stand in a folder");
    }
    return entry;
}

}  // namespace

std::string_view kind_name(ContentKind kind) {
    return std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& row) { return row.first == kind; })
        ->second;
}

std::string tree_text(const std::vector<TreeEntry>& entries) {
    std::vector<const TreeEntry*> sorted;
    sorted.reserve(entries.size());
    for (const TreeEntry& entry : entries) {
        sorted.push_back(&entry);
    }
    // std::string compares as unsigned bytes, which is the order the format asks for.
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    std::string text;
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        const TreeEntry& entry = *sorted[at];
        if (is_forbidden(entry.name) || (at > 0 && sorted[at - 1]->name == entry.name)) {
            throw Error(Kind::bug, fmt::format("a folder listing cannot hold the name '{}'", entry.name));
        }
        fmt::format_to(std::back_inserter(text), "{} {} {} {} ", kind_name(entry.content.kind),
                       entry.content.digest.to_string(), entry.content.size, entry.content.files);
        append_escaped(text, entry.name);
        text += '\n';
    }
    return text;
}

std::vector<TreeEntry> parse_tree(std::string_view text) {
    std::vector<TreeEntry> entries;
    while (!text.empty()) {
        const std::size_t line = entries.size() + 1;
        const auto end = text.find('\n');
        if (end == std::string_view::npos) {
            damaged(line, "it does not end with a newline");
        }
        TreeEntry entry = parse_line(text.substr(0, end), line);
        if (!entries.empty() && !(entries.back().name < entry.name)) {
            damaged(line, "names are not sorted, or one stands twice");
        }
        entries.push_back(std::move(entry));
        text.remove_prefix(end + 1);
    }
    return entries;
}

}  // namespace mlp::data
