// Changes of single values in a block-style YAML text that leave every other byte alone.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/yaml.hpp"

namespace mlp::data::dvc {

class LineEdits {
public:
    /// Whether the items of these lists and the top are maps in lines, each key on one of its own.
    static bool possible(std::string_view text, const base::Yaml& top,
                         std::initializer_list<std::string_view> lists = {"outs"});

    explicit LineEdits(std::string_view text);

    void replace_value(const base::Yaml::Entry& entry, const base::Json& scalar);
    /// A text in quotes on one line is written as DVC would: without them where it can be.
    void requote(const base::Yaml::Entry& entry);
    /// With its whole lines: no dash may stand before it.
    void remove_key(const base::Yaml::Entry& entry);
    /// Behind the map's last key.
    void append_key(const base::Yaml& map, const std::string& key, const base::Json& scalar);

    std::string apply() &&;

private:
    struct Edit {
        std::size_t begin;
        std::size_t end;
        std::string text;
    };

    std::size_t offset_of(const Position& place) const;
    std::size_t line_end(std::size_t offset) const;

    std::string text_;  ///< ends with a line feed
    std::vector<std::size_t> line_starts_;
    std::vector<Edit> edits_;
};

}  // namespace mlp::data::dvc
