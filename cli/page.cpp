#include "cli/page.hpp"

#include <algorithm>

#include "embedded/command_pages.hpp"

namespace mlp::cli {
namespace {

class Reader {
public:
    Reader() { page_.sections.emplace_back(); }

    void line(std::string_view text) {
        if (text.starts_with("```")) {
            finish();
            fenced_ = !fenced_;
            if (fenced_) blocks().push_back({Block::Kind::code, ""});
        } else if (fenced_) {
            blocks().back().text.append(text).append("\n");
        } else if (text.starts_with("## ")) {
            finish();
            page_.sections.push_back({std::string(text.substr(3)), {}});
        } else if (text.starts_with("- ")) {
            finish();
            open_ = {Block::Kind::item, std::string(text.substr(2))};
        } else if (text.find_first_not_of(" \t") == std::string_view::npos) {
            finish();
        } else {
            const auto start = text.find_first_not_of(" \t");
            if (!open_.text.empty()) open_.text += ' ';
            open_.text.append(text.substr(start));
        }
    }

    Page take() {
        finish();
        return std::move(page_);
    }

private:
    std::vector<Block>& blocks() { return page_.sections.back().blocks; }
    void finish() {
        if (!open_.text.empty()) blocks().push_back(std::move(open_));
        open_ = {};
    }

    Page page_;
    Block open_;
    bool fenced_ = false;
};

}  // namespace

const Section* Page::section(std::string_view title) const {
    const auto found =
        std::find_if(sections.begin(), sections.end(), [&](const Section& section) { return section.title == title; });
    return found == sections.end() ? nullptr : &*found;
}

Page parse_page(std::string_view markdown) {
    Reader reader;
    while (!markdown.empty()) {
        const auto end = markdown.find('\n');
        reader.line(markdown.substr(0, end));
        markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 1);
    }
    return reader.take();
}

Page page_of(std::string_view path) {
    std::string name(path);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    name += ".md";
    for (const base::EmbeddedFile& file : pages::files()) {
        if (file.name == name) return parse_page(file.content);
    }
    return {};
}

std::string plain_inline(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '`') continue;
        if (text.substr(i).starts_with("**")) {
            ++i;
            continue;
        }
        const auto close = text[i] == '[' ? text.find("](", i) : std::string_view::npos;
        const auto end = close == std::string_view::npos ? close : text.find(')', close);
        if (end == std::string_view::npos) {
            result += text[i];
            continue;
        }
        result.append(text.substr(i + 1, close - i - 1));
        i = end;
    }
    return result;
}

}  // namespace mlp::cli
