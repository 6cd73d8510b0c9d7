#include "core/base/toml.hpp"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/toml_cursor.hpp"

namespace mlp::base {

namespace {

constexpr int deepest_list = 200;

using Path = std::vector<std::string>;

class TomlParser {
public:
    TomlParser(std::string_view text, std::string_view origin) : cursor_(text, origin) {}

    Json parse() {
        table_ = &root_;
        while (true) {
            cursor_.skip_blank_lines();
            if (cursor_.at_end()) return std::move(root_);
            if (cursor_.peek() == '[') {
                header();
            } else {
                assignment(*table_);
            }
            cursor_.end_line();
        }
    }

private:
    /// `a.b."c"`
    Path key() {
        Path parts;
        do {
            cursor_.skip_blanks();
            parts.push_back(cursor_.key_part());
            cursor_.skip_blanks();
        } while (cursor_.take("."));
        return parts;
    }

    /// [table] or [[table of a list]]
    void header() {
        cursor_.skip(1);
        const bool list = cursor_.take("[");
        const Path path = key();
        cursor_.expect(list ? "]]" : "]");
        Json* at = &root_;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) at = &member(*at, path[i]);
        at = &newest(*at);
        Json& place = (*at)[path.back()];
        if (list) {
            if (place.is_null()) place = Json::array();
            if (!place.is_array()) cursor_.fail(fmt::format("'{}' is no list of tables", printable(path.back())));
            place.push_back(Json::object());
            table_ = &place.back();
            return;
        }
        if (place.is_null()) place = Json::object();
        const bool again = !defined_.insert(path_text(path)).second && !inside_list(path);
        if (!place.is_object() || again) cursor_.fail(fmt::format("'{}' is set twice", printable(path.back())));
        table_ = &place;
    }

    static std::string path_text(const Path& path) {
        std::string text;
        for (const std::string& part : path) text += part + '\0';
        return text;
    }

    /// Each table of a list may have the same tables below it.
    bool inside_list(const Path& path) {
        const Json* at = &root_;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            if (at->is_array()) return true;
            at = &(*at)[path[i]];
        }
        return at->is_array();
    }

    /// The last table of a list of tables; a table itself.
    Json& newest(Json& place) {
        if (place.is_array() && !place.empty() && place.back().is_object()) return place.back();
        if (!place.is_object()) cursor_.fail("this name has a value that is no table");
        return place;
    }

    /// The table of that name, made when it is not there.
    Json& member(Json& place, const std::string& name) {
        Json& found = newest(place)[name];
        if (found.is_null()) found = Json::object();
        return found;
    }

    void assignment(Json& table) {
        const Path path = key();
        cursor_.expect("=");
        cursor_.skip_blanks();
        Json* at = &table;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            at = &(*at)[path[i]];
            if (at->is_null()) *at = Json::object();
            if (!at->is_object()) cursor_.fail(fmt::format("'{}' has a value that is no table", printable(path[i])));
        }
        if (at->contains(path.back())) cursor_.fail(fmt::format("'{}' is set twice", printable(path.back())));
        (*at)[path.back()] = value();
    }

    Json value() {
        if (cursor_.peek() == '"' || cursor_.peek() == '\'') return cursor_.string();
        if (cursor_.peek() != '[' && cursor_.peek() != '{') return cursor_.scalar();
        if (++depth_ > deepest_list) cursor_.fail(fmt::format("lists are nested deeper than {} levels", deepest_list));
        Json result = cursor_.peek() == '[' ? list() : inline_table();
        --depth_;
        return result;
    }

    Json list() {
        cursor_.skip(1);
        Json items = Json::array();
        while (true) {
            cursor_.skip_blank_lines();
            if (cursor_.take("]")) return items;
            items.push_back(value());
            cursor_.skip_blank_lines();
            if (cursor_.take("]")) return items;
            cursor_.expect(",");
        }
    }

    Json inline_table() {
        cursor_.skip(1);
        Json table = Json::object();
        cursor_.skip_blanks();
        if (cursor_.take("}")) return table;
        while (true) {
            assignment(table);
            cursor_.skip_blanks();
            if (cursor_.take("}")) return table;
            cursor_.expect(",");
        }
    }

    TomlCursor cursor_;
    Json root_ = Json::object();
    Json* table_ = nullptr;  ///< where assignments go
    std::set<std::string> defined_;
    int depth_ = 0;
};

}  // namespace

Json parse_toml(std::string_view text, std::string_view origin) {
    if (const auto bad = invalid_utf8(text)) {
        throw Error(Kind::invalid, fmt::format("the file is not UTF-8 text (byte {})", *bad)).at(std::string(origin));
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return TomlParser(text, origin).parse();
}

}  // namespace mlp::base
