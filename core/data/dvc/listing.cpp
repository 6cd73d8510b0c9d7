#include "core/data/dvc/listing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/python_json.hpp"
#include "core/base/text.hpp"

namespace mlp::data::dvc {

namespace {

[[noreturn]] void damaged(const std::string& place, const std::string& what) {
    throw Error(Kind::damaged, fmt::format("the folder listing is damaged: {}", what))
        .at(place)
        .hint("remove that file and produce or fetch the folder again");
}

/// A path may name anything below its folder, and nothing else.
bool stays_below(std::string_view path) {
    if (path.empty() || path.find('\0') != std::string_view::npos) return false;
    while (true) {
        const auto slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        if (slash == std::string_view::npos) return true;
        path.remove_prefix(slash + 1);
    }
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
    if (!stays_below(file.path)) {
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
    base::Json entries = base::Json::array();
    for (const ListedFile& file : files) {
        if (base::invalid_utf8(file.path)) {
            throw Error(Kind::invalid, fmt::format("the file name '{}' is not UTF-8, which DVC's formats cannot record",
                                                   base::printable(file.path)))
                .hint("rename the file, or leave it out with .dvcignore");
        }
        entries.push_back({{"md5", file.digest.hex()}, {"relpath", file.path}});
    }
    return base::python_json(entries);
}

std::vector<ListedFile> parse_listing(std::string_view text, const std::string& place, base::Algorithm algorithm) {
    base::Json entries;
    try {
        entries = base::parse_json(text, place);
    } catch (const Error& error) {
        damaged(error.place().empty() ? place : error.place(), error.message());
    }
    if (!entries.is_array()) damaged(place, "it is not a JSON list");
    std::vector<ListedFile> files;
    files.reserve(entries.size());
    std::vector<const std::string*> paths;
    for (const base::Json& entry : entries) files.push_back(parse_entry(entry, place, algorithm));
    for (const ListedFile& file : files) paths.push_back(&file.path);
    check_unique(std::move(paths), place);
    return files;
}

}  // namespace mlp::data::dvc
