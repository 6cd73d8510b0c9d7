#include "core/template/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "core/base/ascii.hpp"

namespace mlp::tmpl {

namespace {

/// Reads a version from left to right, in small letters.
class VersionReader {
public:
    explicit VersionReader(std::string_view text) : text_(base::lower(base::trimmed(text))) {}

    bool done() const { return at_ == text_.size(); }
    bool take(std::string_view word) {
        if (!std::string_view(text_).substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    bool take_any(std::string_view characters) {
        if (done() || characters.find(text_[at_]) == std::string_view::npos) return false;
        ++at_;
        return true;
    }
    std::optional<std::int64_t> number() {
        std::int64_t value = 0;
        const auto* begin = text_.data() + at_;
        if (done() || *begin < '0' || *begin > '9') return std::nullopt;
        const auto [stop, error] = std::from_chars(begin, text_.data() + text_.size(), value);
        if (error != std::errc{}) return std::nullopt;
        at_ += static_cast<std::size_t>(stop - begin);
        return value;
    }
    std::string word() {
        const auto begin = at_;
        while (!done() && ((text_[at_] >= 'a' && text_[at_] <= 'z') || (text_[at_] >= '0' && text_[at_] <= '9'))) ++at_;
        return text_.substr(begin, at_ - begin);
    }
    std::size_t place() const { return at_; }
    void back_to(std::size_t place) { at_ = place; }

private:
    std::string text_;
    std::size_t at_ = 0;
};

/// "[-_.]? word [-_.]? number?", one of the words; the letter that stands for it and the number.
struct Part {
    std::string_view word;
    char letter;
};
constexpr std::array<Part, 8> pre_parts{
    {{"alpha", 'a'}, {"a", 'a'}, {"beta", 'b'}, {"b", 'b'}, {"preview", 'c'}, {"pre", 'c'}, {"rc", 'c'}, {"c", 'c'}}};
constexpr std::array<Part, 3> post_parts{{{"post", 'p'}, {"rev", 'p'}, {"r", 'p'}}};
constexpr std::array<Part, 1> dev_parts{{{"dev", 'd'}}};

template <std::size_t count>
std::optional<std::pair<char, std::int64_t>> part(VersionReader& reader, const std::array<Part, count>& parts) {
    const auto begin = reader.place();
    reader.take_any("-_.");
    for (const auto& candidate : parts) {
        if (!reader.take(candidate.word)) continue;
        const auto behind = reader.place();
        reader.take_any("-_.");
        const auto number = reader.number();
        if (!number) reader.back_to(behind);
        return std::pair(candidate.letter, number.value_or(0));
    }
    reader.back_to(begin);
    return std::nullopt;
}

template <class T>
std::weak_ordering compare(const T& left, const T& right) {
    if (left < right) return std::weak_ordering::less;
    return right < left ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

bool is_number(const std::string& text) { return text.find_first_not_of("0123456789") == std::string::npos; }

/// Parts of a local version: numbers stand above words.
std::weak_ordering compare_local(const std::string& left, const std::string& right) {
    if (is_number(left) != is_number(right)) return compare(is_number(left), is_number(right));
    if (!is_number(left)) return compare(left, right);
    return compare(std::pair(left.size(), left), std::pair(right.size(), right));
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
    VersionReader reader(text);
    Version version;
    reader.take("v");
    auto number = reader.number();
    if (!number) return std::nullopt;
    if (reader.take("!")) {
        version.epoch_ = *number;
        number = reader.number();
        if (!number) return std::nullopt;
    }
    version.release_.push_back(*number);
    while (true) {
        const auto before = reader.place();
        const auto next = reader.take(".") ? reader.number() : std::nullopt;
        if (!next) {
            reader.back_to(before);
            break;
        }
        version.release_.push_back(*next);
    }
    version.pre_ = part(reader, pre_parts);
    const auto before = reader.place();
    if (reader.take("-")) version.post_ = reader.number();
    if (!version.post_) {
        reader.back_to(before);
        if (const auto post = part(reader, post_parts)) version.post_ = post->second;
    }
    if (const auto dev = part(reader, dev_parts)) version.dev_ = dev->second;
    if (reader.take("+")) {
        do {
            version.local_.push_back(reader.word());
            if (version.local_.back().empty()) return std::nullopt;
        } while (reader.take_any("-_."));
    }
    if (!reader.done()) return std::nullopt;
    version.release_parts_ = version.release_.size();
    while (version.release_.size() > 1 && version.release_.back() == 0) version.release_.pop_back();
    return version;
}

std::optional<Version> Version::of_commit(std::string_view described) {
    if (auto version = parse(described)) return version;
    const auto hash = described.rfind("-g");
    const auto count = hash == std::string_view::npos || hash == 0 ? hash : described.rfind('-', hash - 1);
    if (count == std::string_view::npos || count == 0) return std::nullopt;
    return parse(fmt::format("{}.post{}.dev0+{}", described.substr(0, count),
                             described.substr(count + 1, hash - count - 1), described.substr(hash + 2)));
}

std::string Version::to_string() const {
    std::string text = epoch_ == 0 ? "" : fmt::format("{}!", epoch_);
    for (std::size_t i = 0; i < release_parts_; ++i)
        text += fmt::format("{}{}", i == 0 ? "" : ".", i < release_.size() ? release_[i] : 0);
    if (pre_) text += fmt::format("{}{}", pre_->first == 'c' ? "rc" : std::string(1, pre_->first), pre_->second);
    if (post_) text += fmt::format(".post{}", *post_);
    if (dev_) text += fmt::format(".dev{}", *dev_);
    if (!local_.empty()) text += fmt::format("+{}", fmt::join(local_, "."));
    return text;
}

std::weak_ordering Version::operator<=>(const Version& other) const {
    // A development release comes before all that has its number; a final release behind its candidates.
    const auto pre_rank = [](const Version& v) {
        if (v.pre_) return std::tuple(1, *v.pre_);
        const bool bare_dev = !v.post_ && v.dev_;
        return std::tuple(bare_dev ? 0 : 2, std::pair('\0', std::int64_t{0}));
    };
    const auto or_last = [](const std::optional<std::int64_t>& n) { return std::pair(n ? 0 : 1, n.value_or(0)); };
    const auto or_first = [](const std::optional<std::int64_t>& n) { return std::pair(n ? 1 : 0, n.value_or(0)); };
    const auto key = [&](const Version& v) {
        return std::tuple(v.epoch_, v.release_, pre_rank(v), or_first(v.post_), or_last(v.dev_));
    };
    if (const auto order = compare(key(*this), key(other)); order != std::weak_ordering::equivalent) return order;
    for (std::size_t i = 0; i < std::min(local_.size(), other.local_.size()); ++i) {
        if (const auto order = compare_local(local_[i], other.local_[i]); order != std::weak_ordering::equivalent)
            return order;
    }
    return compare(local_.size(), other.local_.size());
}

std::optional<std::string> latest_tag(const std::vector<std::string>& tags) {
    std::optional<Version> newest;
    std::optional<std::string> name;
    for (const auto& tag : tags) {
        const auto version = Version::parse(tag);
        if (!version || version->is_prerelease() || (newest && *version <= *newest)) continue;
        newest = version;
        name = tag;
    }
    return name;
}

}  // namespace mlp::tmpl
