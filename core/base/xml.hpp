// XML as far as servers answer in it: elements and their text. No attributes, no document types, bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::base {

struct XmlElement {
    std::string name;  ///< without its prefix
    std::string text;  ///< its own, entities resolved; what stands around children is in it too
    std::vector<XmlElement> children;

    const XmlElement* find(std::string_view child) const;
    /// Text of a child; absent: nothing.
    std::optional<std::string> get(std::string_view child) const;
};

/// The root element. What is malformed, nested deeper than 64, of more than 200,000 elements, or declares a document
/// type (the door to entities that grow): nothing.
std::optional<XmlElement> parse_xml(std::string_view text);

}  // namespace mlp::base
