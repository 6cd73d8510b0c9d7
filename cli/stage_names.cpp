#include "cli/stage_names.hpp"

#include <algorithm>

namespace mlp::cli {
namespace {

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool begins_key(std::string_view text, std::string_view key) {
    return text.starts_with(key) && text.size() > key.size() && text[key.size()] == ':';
}

/// Follows the lines of a file; `stop` once they go beyond what is understood.
class Scan {
public:
    void line(std::string_view raw) {
        const std::string_view text = trimmed(raw);
        const std::size_t indent = indent_of(text);
        if (indent == text.size() || text[indent] == '#') return;
        if (text.find('\t') < indent + 1) return stop();
        if (indent == 0) return top(text);
        if (!inside_) return;
        if (level_ == 0) level_ = indent;
        if (indent < level_) return stop();
        const std::string_view rest = text.substr(indent);
        if (indent == level_) return name(rest);
        // Inside a block scalar this may be text; giving up is right all the same.
        if (begins_key(rest, "foreach") || begins_key(rest, "matrix") || rest.starts_with("<<")) stop();
    }

    std::optional<std::vector<std::string>> take() {
        if (!understood_ || !found_) return std::nullopt;
        return std::move(names_);
    }

private:
    void stop() { understood_ = false; }

    void top(std::string_view text) {
        inside_ = false;
        if (!begins_key(text, "stages")) {
            // Documents, and keys that a scan by line cannot be sure of.
            const bool plain = name_characters.find(text[0]) != std::string_view::npos && text[0] != '-';
            if (!plain && text[0] != ']' && text[0] != '}') stop();
            return;
        }
        if (found_ || text != "stages:") return stop();
        found_ = inside_ = true;
    }

    void name(std::string_view rest) {
        const std::size_t end = rest.find_first_not_of(name_characters);
        const bool key = end != 0 && end != std::string_view::npos && rest[end] == ':';
        if (!key || rest[0] == '-' || trimmed(rest.substr(end + 1)) != "") return stop();
        names_.emplace_back(rest.substr(0, end));
    }

    bool understood_ = true;
    bool found_ = false;
    bool inside_ = false;
    std::size_t level_ = 0;
    std::vector<std::string> names_;
};

}  // namespace

std::optional<std::vector<std::string>> stage_names(std::string_view yaml) {
    Scan scan;
    while (!yaml.empty()) {
        const auto end = yaml.find('\n');
        scan.line(yaml.substr(0, end));
        yaml.remove_prefix(end == std::string_view::npos ? yaml.size() : end + 1);
    }
    return scan.take();
}

}  // namespace mlp::cli
