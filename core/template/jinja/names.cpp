#include "core/template/jinja/names.hpp"

#include <algorithm>

namespace mlp::tmpl::jinja {

NameLog::NameLog() : root_(std::make_unique<Part>()), current_(root_.get()) {}

void NameLog::enter(bool isolated) {
    auto part = std::make_unique<Part>();
    part->around = current_;
    part->isolated = isolated;
    current_->inner.push_back(std::move(part));
    current_ = current_->inner.back().get();
}

NameLog::Unset NameLog::leave() {
    last_ = current_;
    current_ = current_->around;
    return last_->unset;
}

bool NameLog::last_part_uses(std::string_view name) const { return uses(*last_, name); }

bool NameLog::uses(const Part& part, std::string_view name) {
    return std::any_of(part.events.begin(), part.events.end(),
                       [&](const Event& event) { return event.kind == Event::Kind::load && event.name == name; }) ||
           std::any_of(part.inner.begin(), part.inner.end(),
                       [&](const auto& inner) { return !inner->isolated && uses(*inner, name); });
}

NameLog::Unset NameLog::finish() {
    resolve(*root_, nullptr);
    return root_->unset;
}

void NameLog::resolve(Part& part, const Symbols* around) {
    Symbols symbols;
    symbols.around = part.isolated ? nullptr : around;
    std::size_t at = 0;
    read(part.events, at, symbols);
    for (const auto& [name, origin] : symbols.origins) {
        if (origin == Origin::unset) part.unset->push_back(name);
    }
    for (const auto& inner : part.inner) resolve(*inner, &symbols);
}

/// Reads events until the branch that they belong to ends.
void NameLog::read(const std::vector<Event>& events, std::size_t& at, Symbols& symbols) {
    while (at < events.size()) {
        const auto& event = events[at];
        if (event.kind == Event::Kind::begin_branch || event.kind == Event::Kind::end_branches) return;
        ++at;
        if (event.kind != Event::Kind::begin_branches) {
            symbols.note(event);
            continue;
        }
        std::vector<Symbols> branches;
        while (at < events.size() && events[at].kind == Event::Kind::begin_branch) {
            ++at;
            branches.push_back(symbols);
            read(events, at, branches.back());
        }
        ++at;  // end_branches
        symbols.join(branches);
    }
}

bool NameLog::Symbols::known(const std::string& name) const { return origins.count(name) != 0 || known_around(name); }

void NameLog::Symbols::note(const Event& event) {
    if (event.kind == Event::Kind::load) {
        if (!known(event.name)) origins[event.name] = Origin::context;
        return;
    }
    stored.insert(event.name);
    if (event.kind == Event::Kind::parameter) {
        origins[event.name] = Origin::parameter;
    } else {
        origins.try_emplace(event.name, known_around(event.name) ? Origin::around : Origin::unset);
    }
}

/// What only some branches assign may be needed from outside: it is looked up there when the part begins.
void NameLog::Symbols::join(const std::vector<Symbols>& branches) {
    std::set<std::string, std::less<>> newly;
    for (const auto& branch : branches) {
        std::set_difference(branch.stored.begin(), branch.stored.end(), stored.begin(), stored.end(),
                            std::inserter(newly, newly.end()));
    }
    for (const auto& branch : branches) {
        for (const auto& [name, origin] : branch.origins) origins[name] = origin;
        stored.insert(branch.stored.begin(), branch.stored.end());
    }
    for (const auto& name : newly) origins[name] = known_around(name) ? Origin::around : Origin::context;
}

}  // namespace mlp::tmpl::jinja
