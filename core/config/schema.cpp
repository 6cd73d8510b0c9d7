#include "core/config/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/schema_failure.hpp"
#include "embedded/config_schemas.hpp"

namespace mlp::config {

using base::Json;

namespace {

/// The parts of the schema that could apply at one place: a schema and the alternatives in it.
class Rules {
public:
    explicit Rules(const Json& root) : root_(&root) { add(root); }

    Rules below(const std::string& step) const {
        Rules next(root_, {});
        for (const Json* rule : rules_) {
            if (rule->contains("properties") && (*rule)["properties"].contains(step)) {
                next.add((*rule)["properties"][step]);
            } else if (rule->contains("additionalProperties") && (*rule)["additionalProperties"].is_object()) {
                next.add((*rule)["additionalProperties"]);
            }
            if (rule->contains("items") && (*rule)["items"].is_object()) next.add((*rule)["items"]);
        }
        return next;
    }

    std::vector<std::string> keys() const {
        std::vector<std::string> names;
        for (const Json* rule : rules_) {
            if (!rule->contains("properties")) continue;
            for (const auto& [name, ignored] : (*rule)["properties"].items()) names.push_back(name);
        }
        return names;
    }

    const std::vector<const Json*>& all() const { return rules_; }

    /// What may stand here, for people: the title of a rule, the words of an enumeration, or its types.
    std::string expected() const {
        std::vector<std::string> words;
        const auto put = [&](std::string word) {
            if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
        };
        for (const Json* rule : rules_) {
            if (rule->contains("title")) put((*rule)["title"].get<std::string>());
            if (rule->contains("const")) put((*rule)["const"].dump());
            if (rule->contains("enum")) {
                for (const Json& word : (*rule)["enum"]) put(word.get<std::string>());
            }
            if (rule->contains("title") || !rule->contains("type")) continue;
            const Json& type = (*rule)["type"];
            for (const Json& name : type.is_array() ? type : Json::array({type}))
                put(type_word(name.get<std::string>(), *rule));
        }
        std::string text;
        for (std::size_t i = 0; i < words.size(); ++i)
            text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
        return text;
    }

private:
    Rules(const Json* root, std::vector<const Json*> rules) : root_(root), rules_(std::move(rules)) {}

    void add(const Json& rule) {
        rules_.push_back(&rule);
        if (rule.contains("$ref")) add(resolve(rule["$ref"].get<std::string>()));
        for (const char* choice : {"anyOf", "allOf", "oneOf"}) {
            if (!rule.contains(choice)) continue;
            for (const Json& one : rule[choice]) add(one);
        }
        for (const char* branch : {"then", "else"}) {
            if (rule.contains(branch)) add(rule[branch]);
        }
    }

    const Json& resolve(const std::string& reference) const {
        return root_->at(Json::json_pointer(reference.substr(1)));
    }

    static std::string type_word(const std::string& type, const Json& rule) {
        const bool from_one = rule.contains("minimum") && rule["minimum"] == 1;
        if (type == "string") return rule.contains("minLength") ? "a text that is not empty" : "a text";
        if (type == "array") return "a list";
        if (type == "object") return "a map";
        if (type == "boolean") return "true or false";
        if (type == "null") return "nothing";
        const std::string bound = from_one ? " of at least 1" : rule.contains("minimum") ? " that is not negative" : "";
        return (type == "integer" ? "a whole number" : "a number") + bound;
    }

    const Json* root_;
    std::vector<const Json*> rules_;
};

/// A place in the tree and the way people write it: "schema[0].name".
struct Spot {
    const Yaml* node;
    Position key_place;
    std::string name;
};

Spot find_spot(const Yaml& tree, const std::vector<std::string>& path) {
    Spot spot{&tree, tree.begin(), ""};
    for (const std::string& step : path) {
        const Yaml* next = nullptr;
        if (spot.node->is_list()) {
            std::size_t index = 0;
            std::from_chars(step.data(), step.data() + step.size(), index);
            if (index < spot.node->items().size()) next = &spot.node->items()[index];
            spot.name += "[" + step + "]";
            if (next != nullptr) spot.key_place = next->begin();
        } else {
            for (const Yaml::Entry& entry : spot.node->entries()) {
                if (entry.key != step) continue;
                next = &entry.value;
                spot.key_place = entry.key_place;
            }
            spot.name += (spot.name.empty() ? "" : ".") + step;
        }
        if (next == nullptr) break;
        spot.node = next;
    }
    return spot;
}

/// Words that a text may have here.
std::vector<std::string> words_of(const std::vector<const Json*>& rules) {
    std::vector<std::string> words;
    for (const Json* rule : rules) {
        if (!rule->contains("enum")) continue;
        for (const Json& word : (*rule)["enum"]) words.push_back(word.get<std::string>());
    }
    return words;
}

/// The description of a place, as the way out of what does not fit there.
std::string described(const std::vector<const Json*>& rules, std::string otherwise) {
    for (const Json* rule : rules) {
        if (rule->contains("description")) return (*rule)["description"].get<std::string>();
    }
    return otherwise;
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// Types that the rules allow, as the schema names them.
bool allows(const std::vector<const Json*>& rules, std::string_view type) {
    return std::any_of(rules.begin(), rules.end(), [&](const Json* rule) {
        if (!rule->contains("type")) return false;
        const Json& types = (*rule)["type"];
        return types == type || (types.is_array() && std::find(types.begin(), types.end(), type) != types.end());
    });
}

/// The value itself as it would fit, where there is a sure way to write it so.
std::string rewritten(const Yaml& node, const std::vector<const Json*>& rules) {
    if (node.is_map() && allows(rules, "array")) return "begin each item of the list with '- '";
    if (!node.is_scalar() || node.is_null() || node.text().empty()) return "";
    const std::string text = base::printable(node.text().substr(0, 80));
    if (node.is_string()) {
        static constexpr std::array<std::string_view, 4> yes{"yes", "on", "y", "true"};
        static constexpr std::array<std::string_view, 4> no{"no", "off", "n", "false"};
        std::string lower = node.text();
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (allows(rules, "boolean") && std::find(yes.begin(), yes.end(), lower) != yes.end()) return "write true";
        if (allows(rules, "boolean") && std::find(no.begin(), no.end(), lower) != no.end()) return "write false";
        const bool number = allows(rules, "number") || allows(rules, "integer");
        if (number && base::parse_number(node.text())) return fmt::format("write it without quotes: {}", text);
    } else if (allows(rules, "string")) {
        return fmt::format("put it in quotes: '{}'", text);
    }
    return allows(rules, "array") ? fmt::format("write a list: [{}]", text) : "";
}

std::string type_hint(const Yaml& node, const Rules& rules) {
    const std::string sure = rewritten(node, rules.all());
    return sure.empty() ? described(rules.all(), fmt::format("write {}", rules.expected())) : sure;
}

/// The library names the first unknown key alone; all of them are told.
void report_unknown_keys(const Yaml& map, const Rules& rules, const std::string& subject, Findings& findings) {
    const std::vector<std::string> known = rules.keys();
    for (const Yaml::Entry& entry : map.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        findings.error(codes::unknown_key, entry.key_place,
                       fmt::format("{} has no key '{}'{}", subject, base::printable(entry.key),
                                   base::did_you_mean(entry.key, known)),
                       "known keys: " + list_of(known));
    }
}

void report(const SchemaFailure& failure, const Yaml& tree, const Rules& top, std::string_view subject,
            Findings& findings) {
    const Spot spot = find_spot(tree, failure.path);
    Rules rules = top;
    for (const std::string& step : failure.path) rules = rules.below(step);
    const std::string name = spot.name.empty() ? std::string(subject) : fmt::format("'{}'", base::printable(spot.name));
    switch (failure.rule) {
        case SchemaFailure::Rule::unknown_key:
            return report_unknown_keys(*spot.node, rules, name, findings);
        case SchemaFailure::Rule::missing_key:
            findings.error(codes::missing_key, spot.key_place, fmt::format("{} has no '{}'", name, failure.key),
                           fmt::format("add '{}: …'. {}", failure.key,
                                       described(rules.below(failure.key).all(), "It must be there.")));
            return;
        case SchemaFailure::Rule::type:
            findings.error(
                codes::wrong_type, spot.node->begin(),
                fmt::format("{} {}; {} is expected", name,
                            spot.node->is_null() ? "has no value" : fmt::format("is {}", spot.node->type_name()),
                            rules.expected()),
                type_hint(*spot.node, rules));
            return;
        case SchemaFailure::Rule::other:
            break;
    }
    const bool scalar = spot.node->is_scalar() && !spot.node->is_null();
    const std::string found =
        scalar ? fmt::format("is '{}'", base::printable(spot.node->text().substr(0, 80))) : "does not fit";
    const std::string meant = scalar ? base::did_you_mean(spot.node->text(), words_of(rules.all())) : "";
    findings.error(codes::bad_value, spot.node->begin(),
                   fmt::format("{} {}; {} is expected{}", name, found, rules.expected(), meant),
                   described(rules.all(), fmt::format("write {}", rules.expected())));
}

}  // namespace

std::string_view schema_text(std::string_view name) {
    for (const base::EmbeddedFile& file : schemas::files()) {
        if (file.name == name) return file.content;
    }
    throw Error(Kind::bug, fmt::format("there is no schema '{}'", name));
}

std::vector<std::string> schema_names() {
    std::vector<std::string> names;
    for (const base::EmbeddedFile& file : schemas::files())
        names.emplace_back(file.name.substr(0, file.name.find('.')));
    return names;
}

void check_schema(std::string_view name, const Yaml& tree, std::string_view subject, Findings& findings) {
    const std::string_view text = schema_text(name);
    const auto failures = schema_failures(text, tree.to_json());
    if (failures.empty()) return;
    const Json schema = base::parse_json(text, name);
    const Rules top(schema);
    for (const SchemaFailure& failure : failures) report(failure, tree, top, subject, findings);
}

}  // namespace mlp::config
