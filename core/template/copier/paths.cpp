#include "core/template/copier/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/kind_jinja.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Dict;

constexpr std::string_view default_suffix = ".jinja";
constexpr std::size_t most_targets = 10'000;

std::vector<std::string> default_excludes() {
    return {"copier.yaml", "copier.yml", "~*", "*.py[co]", "__pycache__", ".git", ".DS_Store", ".svn"};
}

/// By default a template that is a folder of its own needs no patterns.
std::vector<std::string> excludes_of(const Config& config) {
    const bool whole = config.text("subdirectory").value_or("").empty();
    return config.texts("exclude").value_or(whole ? default_excludes() : std::vector<std::string>{});
}

std::string joined(const std::string& folder, const std::string& name) {
    if (name.starts_with('/') || folder.empty()) return name;
    return folder + '/' + name;
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const auto slash = path.find('/');
        if (slash != 0) parts.emplace_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return parts;
}

/// As Python's PurePath.with_suffix(""): without the last ".ending" of the name.
std::string without_ending(const std::string& path) {
    const auto slash = path.rfind('/');
    const auto begin = slash == std::string::npos ? 0 : slash + 1;
    const auto dot = path.rfind('.');
    const bool is_ending = dot != std::string::npos && dot > begin && dot + 1 < path.size();
    return is_ending ? path.substr(0, dot) : path;
}

}  // namespace

std::string suffix_of(const Config& config) {
    return config.text("templates_suffix").value_or(std::string(default_suffix));
}

std::vector<base::IgnorePattern> plain_excludes(const Config& config) {
    const auto syntax = environment_of(config).syntax();
    std::vector<base::IgnorePattern> patterns;
    for (const auto& text : excludes_of(config)) {
        if (!is_plain(text, syntax)) continue;
        if (auto pattern = base::IgnorePattern::parse(jinja::strip(text, std::nullopt, true, true)))
            patterns.push_back(std::move(*pattern));
    }
    return patterns;
}

Paths::Paths(const Session& session, const std::string& root)
    : session_(session),
      root_(root),
      suffix_(suffix_of(session.config())),
      answers_file_(session.answers_file()) {
    const auto& config = session.config();
    excluded_ = patterns(excludes_of(config), "_exclude");
    kept_ = patterns(config.texts("skip_if_exists").value_or(std::vector<std::string>{}), "_skip_if_exists");
}

std::vector<base::IgnorePattern> Paths::patterns(const std::vector<std::string>& texts,
                                                 const std::string& label) const {
    Dict extra;
    extra.set("_copier_operation", session_.operation());
    std::vector<base::IgnorePattern> made;
    for (const auto& text : texts) {
        for (const auto& line : jinja::split_lines(session_.text(text, session_.config().file + ": " + label, extra))) {
            if (auto pattern = base::IgnorePattern::parse(jinja::strip(line, std::nullopt, true, true)))
                made.push_back(std::move(*pattern));
        }
    }
    return made;
}

bool Paths::matches(const std::vector<base::IgnorePattern>& patterns, const std::string& path) {
    for (auto at = patterns.rbegin(); at != patterns.rend(); ++at) {
        bool found = at->matches(path, false);
        // "d/" means what lies in d: whether d is a folder is known by that alone.
        for (auto slash = path.find('/'); !found && slash != std::string::npos; slash = path.find('/', slash + 1))
            found = at->matches(std::string_view(path).substr(0, slash), true);
        if (found) return !at->negated();
    }
    return false;
}

std::vector<Target> Paths::targets_of(const std::string& path) const {
    std::vector<Target> targets;
    const bool is_rendered = is_template(path);
    if (!suffix_.empty() && session_.folder().has(joined(root_ == "." ? "" : root_, path + suffix_))) return targets;
    const auto shortened = !suffix_.empty() && is_rendered ? without_ending(path) : path;
    add_targets(parts_of(shortened), "", {}, is_rendered, targets);
    return targets;
}

void Paths::add_targets(std::vector<std::string> left, const std::string& done, const Dict& extra, bool is_template,
                        std::vector<Target>& targets) const {
    if (targets.size() > most_targets) throw Error(Kind::invalid, "a name stands for too many files");
    if (left.empty()) {
        // What a template makes as well is not copied.
        if (is_template || !session_.folder().has(done + suffix_)) targets.push_back({done, extra});
        return;
    }
    const auto source = left.front();
    left.erase(left.begin());
    if (is_plain(source, session_.environment().syntax())) {
        add_target(source, std::move(left), done, extra, is_template, targets);
        return;
    }
    const jinja::Template part(source, source, session_.environment());
    std::optional<jinja::Yielded> yielded;
    const auto rendered = jinja::render(part, session_.context(extra), session_.loader(), {}, &yielded);
    if (!yielded) {
        add_target(rendered, std::move(left), done, extra, is_template, targets);
        return;
    }
    const auto next = jinja::truth(yielded->items) ? jinja::iterate(yielded->items) : jinja::Next{};
    std::size_t count = 0;
    while (const auto item = next ? next() : std::nullopt) {
        if (++count > most_targets) throw Error(Kind::invalid, "a name stands for too many files").at(source);
        auto names = extra;
        names.set(yielded->name, *item);
        std::optional<jinja::Yielded> again;
        add_target(jinja::render(part, session_.context(names), session_.loader(), {}, &again), left, done, names,
                   is_template, targets);
    }
}

void Paths::add_target(const std::string& part, std::vector<std::string> left, const std::string& done,
                       const Dict& extra, bool is_template, std::vector<Target>& targets) const {
    if (part.empty()) return;
    if (part == answers_file_) {
        targets.push_back({answers_file_, extra});
    } else {
        add_targets(std::move(left), joined(done, part), extra, is_template, targets);
    }
}

}  // namespace mlp::tmpl::copier
