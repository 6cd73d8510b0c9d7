#include "core/data/folder_memo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace mlp::data {

namespace {

constexpr std::size_t fewest_files = 200;

/// A digest of all names, kinds and signatures below a folder.
class State {
public:
    void add(const Node& folder) {
        for (const Node& child : folder.children) {
            add_one(child);
            add(child);
            add(std::uint64_t{0});  // the end of what lies in it
        }
    }
    std::string finish() {
        hasher_.update(pending_);
        return hasher_.finish().hex();
    }
    std::size_t files() const { return files_; }

private:
    void add_one(const Node& node) {
        constexpr std::size_t at_once = 1U << 16U;
        add(node.name);
        add(node.target);
        const base::Signature& signature = node.signature;
        add((static_cast<std::uint64_t>(node.content.kind) << 1U) + (node.through_link ? 1 : 0));
        add(signature.size);
        add(static_cast<std::uint64_t>(signature.mtime_ns));
        add(static_cast<std::uint64_t>(signature.ctime_ns));
        add(signature.inode);
        add(std::uint64_t{signature.mode});
        if (node.content.kind != ContentKind::tree) ++files_;
        if (pending_.size() < at_once) return;
        hasher_.update(pending_);
        pending_.clear();
    }
    void add(std::uint64_t number) { pending_.append(reinterpret_cast<const char*>(&number), sizeof number); }
    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        pending_ += text;
    }

    base::Hasher hasher_;
    std::string pending_;
    std::size_t files_ = 0;
};

std::string name_of(const Node& folder, base::Algorithm algorithm) {
    return fmt::format("folder {} {}", static_cast<int>(algorithm), folder.path);
}

/// The next word of an entry.
std::string_view take(std::string_view& text) {
    const auto space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    return word;
}

std::optional<std::uint64_t> number_of(std::string_view word) {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
    return problem == std::errc{} && end == word.data() + word.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<Content> FolderMemo::find(const Node& folder, base::Algorithm algorithm) {
    const auto entry = index_.find_value(name_of(folder, algorithm));
    if (!entry) return std::nullopt;
    State state;
    state.add(folder);
    std::string_view rest = *entry;
    if (take(rest) != state.finish()) return std::nullopt;
    const auto digest = Digest::parse_any(take(rest));
    const auto size = number_of(take(rest));
    const auto files = number_of(take(rest));
    if (!digest || !size || !files) return std::nullopt;
    return Content{.kind = ContentKind::tree, .digest = *digest, .size = *size, .files = *files};
}

void FolderMemo::remember(const Node& folder, base::Algorithm algorithm, const Content& content) {
    State state;
    state.add(folder);
    if (state.files() < fewest_files) return;
    const std::string name = name_of(folder, algorithm);
    const std::string entry =
        fmt::format("{} {} {} {}", state.finish(), content.digest.to_string(), content.size, content.files);
    if (index_.find_value(name) != entry) index_.put_value(name, entry);
}

}  // namespace mlp::data
