// Builds our tree out of yaml-cpp's events: types, ranges, merge keys, duplicate keys, limits. For yaml_parse.cpp only.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "core/base/yaml.hpp"
#include "core/base/yaml_node.hpp"
#include "core/base/yaml_source.hpp"

namespace mlp::base {

/// For a line that begins as comments do in other languages.
Problem slash_comment(const Position& place);
/// For a word that stands where a key is expected.
Problem lacking_colon(const Position& place, std::string_view word);

/// Thrown through the parser when going on makes no sense; the problem has been noted.
struct YamlStop {};

class YamlBuilder : public YAML::EventHandler {
public:
    YamlBuilder(YamlSource& source, std::vector<Problem>& problems, YamlLimits limits)
        : source_(source), problems_(problems), limits_(limits) {}

    /// The tree, once the document has ended.
    const Yaml& root() const { return root_; }
    /// Where the innermost bracket stands that is still open, or nothing.
    std::optional<std::size_t> open_bracket() const;
    /// Where the last finished part of the innermost open collection begins, and where it ends.
    struct Part {
        std::size_t begin;
        std::size_t end;
    };
    std::optional<Part> last_part() const;

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

private:
    /// A finished node on its way into its parent.
    struct Node {
        Yaml value;
        std::size_t start = 0;
        Position place;                  ///< of `start` (for an alias: where the alias stands)
        std::optional<std::size_t> end;  ///< where it ends in the source (for an alias: the alias)
        std::size_t expanded = 1;        ///< nodes it stands for, aliases counted in full
        bool merge_key = false;          ///< a plain <<
    };
    /// `<<` in a map: what is merged comes at this place among the entries.
    struct Merge {
        std::size_t at;
        Position place;
        Yaml value;
    };
    /// A list or map that is still open.
    struct Frame {
        std::shared_ptr<Yaml::Data> data;
        YAML::anchor_t anchor;
        std::size_t start;
        std::size_t last_start = 0;
        std::optional<std::size_t> last_end = std::nullopt;
        std::size_t expanded = 1;
        bool has_key = false;
        bool key_usable = false;
        Position key_place = {};
        std::optional<Node> key = std::nullopt;
        std::vector<Merge> merges = {};
    };
    /// What an anchor stands for; nothing while the anchored node is still open.
    struct Anchored {
        Yaml value;
        std::size_t expanded = 0;
    };

    std::size_t offset_of(const YAML::Mark& mark) const { return static_cast<std::size_t>(mark.pos); }
    void problem(std::string_view code, Position place, std::string message, std::string hint);
    void open(const YAML::Mark& mark, Yaml::Type type, YAML::anchor_t anchor);
    void close();
    void add(Node node, YAML::anchor_t anchor);
    void take_key(Frame& frame, Node node);
    void take_value(Frame& frame, Node node);
    void count(Frame& frame, const Node& node);
    bool in_brackets(const Frame& frame) const;
    void check_colon();
    std::optional<std::size_t> end_of(const Frame& frame) const;
    PlainScalar resolve(const YAML::Mark& mark, const std::string& tag, const std::string& value);
    std::size_t place_of_nothing(std::size_t offset) const;
    void finish_map(Frame& frame);
    void note_duplicates(Yaml::Data& map);
    std::vector<Yaml> merged_maps(const Merge& merge);
    void apply_merges(Frame& frame);

    YamlSource& source_;
    std::vector<Problem>& problems_;
    YamlLimits limits_;
    std::vector<Frame> open_;
    std::vector<std::optional<Anchored>> anchors_;
    std::size_t created_ = 0;
    Yaml root_;
};

}  // namespace mlp::base
