// Which names a part of a template assigns and uses. Jinja decides this before it renders: a name that a part assigns,
// and that nothing around it mentions, is undefined in that part until it is assigned, even where the context has one
// of that name. The parser tells what it sees; afterwards `finish` gives each part its names.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl::jinja {

class NameLog {
public:
    using Unset = std::shared_ptr<const std::vector<std::string>>;

    NameLog();
    void load(std::string name) { note(Event::Kind::load, std::move(name)); }
    void store(std::string name) { note(Event::Kind::store, std::move(name)); }
    void parameter(std::string name) { note(Event::Kind::parameter, std::move(name)); }

    /// An if: begin_branches, then begin_branch before each part, then end_branches.
    void begin_branches() { note(Event::Kind::begin_branches, {}); }
    void begin_branch() { note(Event::Kind::begin_branch, {}); }
    void end_branches() { note(Event::Kind::end_branches, {}); }

    /// A part with names of its own; isolated: it sees nothing of what is around it (a block).
    void enter(bool isolated = false);
    /// Ends it; its list is filled by `finish`.
    Unset leave();
    /// Goes on with the part that ended last.
    void enter_again() { current_ = last_; }
    /// True when the part that ended last mentions the name, or a part within it does.
    bool last_part_uses(std::string_view name) const;

    /// Ends the template itself and fills all lists.
    Unset finish();

private:
    struct Event {
        enum class Kind { load, store, parameter, begin_branches, begin_branch, end_branches };
        Kind kind;
        std::string name;
    };
    struct Part {
        Part* around = nullptr;
        bool isolated = false;
        std::vector<Event> events;
        std::vector<std::unique_ptr<Part>> inner;
        std::shared_ptr<std::vector<std::string>> unset = std::make_shared<std::vector<std::string>>();
    };
    /// What a name stands for when its part begins.
    enum class Origin { context, around, parameter, unset };
    struct Symbols {
        const Symbols* around = nullptr;
        std::map<std::string, Origin, std::less<>> origins;
        std::set<std::string, std::less<>> stored;
        bool known(const std::string& name) const;
        bool known_around(const std::string& name) const { return around != nullptr && around->known(name); }
        void note(const Event& event);
        void join(const std::vector<Symbols>& branches);
    };

    void note(Event::Kind kind, std::string name) { current_->events.push_back({kind, std::move(name)}); }
    static void read(const std::vector<Event>& events, std::size_t& at, Symbols& symbols);
    static void resolve(Part& part, const Symbols* around);
    static bool uses(const Part& part, std::string_view name);

    std::unique_ptr<Part> root_;
    Part* current_;
    Part* last_ = nullptr;
};

}  // namespace mlp::tmpl::jinja
