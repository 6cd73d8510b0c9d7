#include "core/data/dvc/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/python_json.hpp"
#include "core/base/text.hpp"

namespace mlp::data::dvc {

namespace {

[[noreturn]] void damaged(const std::string& place, const std::string& what) {
    throw Error(Kind::damaged, fmt::format("the folder listing is damaged: {}", what))
        .at(place)
        .hint("remove that file and produce or fetch the folder again");
}

ListedFile parse_entry(const base::Json& entry, const std::string& place, base::Algorithm algorithm) {
    const auto text_of = [&](const char* key) {
        if (!entry.is_object() || !entry.contains(key) || !entry[key].is_string()) {
            damaged(place, fmt::format("an entry is not a map with the text '{}': {}", key, entry.dump()));
        }
        return entry[key].get<std::string>();
    };
    ListedFile file;
    file.path = text_of("relpath");
    if (!base::stays_below(file.path)) {
        damaged(place, fmt::format("'{}' is not a path below the folder", base::printable(file.path)));
    }
    const std::string hex = text_of("md5");
    const auto digest = base::Digest::parse_hex(algorithm, hex);
    if (!digest) {
        damaged(place, fmt::format("'{}' of '{}' is not an MD5 (32 lower-case hex digits)", base::printable(hex),
                                   base::printable(file.path)));
    }
    file.digest = *digest;
    return file;
}

/// A text as DVC writes nearly all of them: between quotes, without escapes.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

/// Reads `[{"md5": "…", "relpath": "…"}, …]` as DVC writes it; nothing for a text that is laid out or escaped in any other way.
class PlainListing {
public:
    PlainListing(std::string_view text, base::Algorithm algorithm) : rest_(text), algorithm_(algorithm) {}

    std::optional<std::vector<ListedFile>> read() {
        std::vector<ListedFile> files;
        if (!take("[")) return std::nullopt;
        while (!take("]")) {
            if (!files.empty() && !take(", ")) return std::nullopt;
            auto file = read_entry();
            if (!file) return std::nullopt;
            files.push_back(*std::move(file));
        }
        return rest_.empty() ? std::optional(std::move(files)) : std::nullopt;
    }

private:
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    std::optional<std::string_view> read_text() {
        const auto text = rest_.substr(0, rest_.find('"'));
        if (!is_plain(text)) return std::nullopt;
        rest_.remove_prefix(text.size());
        return text;
    }
    std::optional<ListedFile> read_entry() {
        if (!take("{\"md5\": \"")) return std::nullopt;
        const auto hex = read_text();
        if (!hex || !take("\", \"relpath\": \"")) return std::nullopt;
        const auto path = read_text();
        if (!path || !take("\"}") || !base::stays_below(*path)) return std::nullopt;
        const auto digest = base::Digest::parse_hex(algorithm_, *hex);
        if (!digest) return std::nullopt;
        return ListedFile{std::string(*path), *digest};
    }

    std::string_view rest_;
    base::Algorithm algorithm_;
};

std::vector<ListedFile> parse_any_listing(std::string_view text, const std::string& place, base::Algorithm algorithm) {
    base::Json entries;
    try {
        entries = base::parse_json(text, place);
    } catch (const Error& error) {
        damaged(error.place().empty() ? place : error.place(), error.message());
    }
    if (!entries.is_array()) damaged(place, "it is not a JSON list");
    std::vector<ListedFile> files;
    files.reserve(entries.size());
    for (const base::Json& entry : entries) files.push_back(parse_entry(entry, place, algorithm));
    return files;
}

/// In sorted order, what lies below a file follows it, perhaps with names between ("a", "a-b", "a/c").
void check_unique(std::vector<const std::string*> paths, const std::string& place) {
    std::sort(paths.begin(), paths.end(), [](const auto* a, const auto* b) { return *a < *b; });
    for (std::size_t at = 1; at < paths.size(); ++at) {
        if (*paths[at] == *paths[at - 1]) {
            damaged(place, fmt::format("'{}' stands twice", base::printable(*paths[at])));
        }
    }
    for (const std::string* path : paths) {
        for (auto slash = path->find('/'); slash != std::string::npos; slash = path->find('/', slash + 1)) {
            const std::string folder = path->substr(0, slash);
            const bool is_file = std::binary_search(paths.begin(), paths.end(), &folder,
                                                    [](const auto* a, const auto* b) { return *a < *b; });
            if (is_file) {
                damaged(place, fmt::format("'{}' is both a file and a folder", base::printable(folder)));
            }
        }
    }
}

}  // namespace

std::string listing_text(std::vector<ListedFile> files) {
    // Bytes of UTF-8 sort as Python sorts code points.
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    std::string text = "[";
    for (const ListedFile& file : files) {
        if (base::invalid_utf8(file.path)) {
            throw Error(Kind::invalid, fmt::format("the file name '{}' is not UTF-8, which DVC's formats cannot record",
                                                   base::printable(file.path)))
                .hint("rename the file, or leave it out with .dvcignore");
        }
        text.append(text.size() > 1 ? ", " : "").append("{\"md5\": \"").append(file.digest.hex());
        text += "\", \"relpath\": ";
        if (is_plain(file.path)) {
            text.append(1, '"').append(file.path).append(1, '"');
        } else {
            text += base::python_json(file.path);
        }
        text += '}';
    }
    return text + "]";
}

std::vector<ListedFile> parse_listing(std::string_view text, const std::string& place, base::Algorithm algorithm) {
    auto plain = PlainListing(text, algorithm).read();
    std::vector<ListedFile> files = plain ? *std::move(plain) : parse_any_listing(text, place, algorithm);
    std::vector<const std::string*> paths;
    paths.reserve(files.size());
    for (const ListedFile& file : files) paths.push_back(&file.path);
    check_unique(std::move(paths), place);
    return files;
}

}  // namespace mlp::data::dvc
