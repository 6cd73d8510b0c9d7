#include "cli/pipeline/since.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "cli/output/text.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/git/changes.hpp"
#include "core/git/repository.hpp"
#include "core/git/revision.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::cli {

namespace {

/// Files that define a project or hold its parameters; data of the same kinds is rarely that small.
class Definitions {
public:
    explicit Definitions(const config::Project& project) : named_(project.inputs.begin(), project.inputs.end()) {
        for (const config::Stage& stage : project.stages) {
            for (const config::ParamRef& ref : stage.params) named_.insert(ref.file);
        }
    }
    /// The bytes that are worth a look; nothing for other files.
    std::optional<std::string> read(const git::Revision& commit, const git::CommittedFile& file) const {
        constexpr std::uint64_t largest = 4ULL << 20;
        constexpr std::array<std::string_view, 7> endings{".yaml", ".yml",  ".json",     ".toml",
                                                          ".dvc",  ".lock", ".dvcignore"};
        if (file.kind == git::CommittedFile::Kind::link) return std::nullopt;
        if (named_.contains(file.path)) return commit.read(file.path);
        if (std::none_of(endings.begin(), endings.end(), [&](std::string_view e) { return file.path.ends_with(e); })) {
            return std::nullopt;
        }
        try {
            return commit.read(file.path, largest);
        } catch (const Error&) {
            return std::nullopt;  // too large to be a definition
        }
    }

private:
    std::set<std::string, std::less<>> named_;
};

void extract(const git::Revision& commit, const Definitions& definitions, const std::filesystem::path& to) {
    for (const git::CommittedFile& file : commit.files()) {
        // A tree made by hand may hold any name; nothing is written outside of `to`.
        if (base::normal_relative(file.path) != file.path) continue;
        const auto bytes = definitions.read(commit, file);
        if (!bytes) continue;
        base::make_folders((to / file.path).parent_path());
        base::create_file(to / file.path, *bytes);
    }
}

git::Revision find_revision(const std::filesystem::path& root, const std::string& name) {
    if (!git::inside_repository(root)) {
        throw Error(Kind::missing, fmt::format("'{}' is not inside a git work tree", root.string()))
            .hint("--since compares with a commit: it needs a repository");
    }
    if (auto found = git::Revision::find(root, name)) return *std::move(found);
    throw Error(Kind::missing, fmt::format("git knows no revision '{}'", base::printable(name)))
        .hint(
            git::is_shallow(root)
                ? "this clone is shallow and may lack that commit: `git fetch --unshallow`, or a deeper checkout in CI"
                : "a branch, a tag, a commit's id or HEAD~1 names one; `git fetch` brings new ones");
}

/// The project as the commit has it; nothing, and a word about it, when it cannot be read.
std::optional<config::Project> earlier_project(Invocation& call, const std::filesystem::path& root,
                                               const std::string& revision) {
    try {
        return config::load_project_or_throw(root);
    } catch (const Error& error) {
        if (error.kind() != Kind::missing) {
            call.warn(fmt::format("the project of {} cannot be read, so every stage counts as affected: {}", revision,
                                  error.message()));
        }
        return std::nullopt;
    }
}

/// A lock that cannot be read is as good as none: it only adds to what git knows.
pipeline::Lock lock_of(const config::Project& project) {
    try {
        return pipeline::read_locks(project).lock;
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

Since affected_since(Invocation& call, const pipeline::Graph& graph, const std::string& revision) {
    const git::Revision commit = find_revision(call.root(), revision);
    const base::TemporaryFolder folder(base::system_temporaries(), "mlp-since");
    extract(commit, Definitions(graph.project()), folder.path());
    const auto project = earlier_project(call, folder.path(), revision);
    const pipeline::EarlierState before{.project = project ? &*project : nullptr,
                                        .root = folder.path(),
                                        .lock = project ? lock_of(*project) : pipeline::Lock{},
                                        .changed = git::changed_since(call.root(), commit.commit())};
    return {revision, commit.commit(), pipeline::affected_since(graph, lock_of(graph.project()), before)};
}

base::Json since_json(const Since& since, const pipeline::Graph& graph) {
    base::Json json{{"revision", since.revision}, {"commit", since.commit}, {"affected", base::Json::array()}};
    for (const pipeline::Affected& one : since.affected) {
        json["affected"].push_back({{"name", graph.stage(one.index).name}, {"why", one.why}});
    }
    return json;
}

void add_since(Report& report, const Since& since, const pipeline::Graph& graph) {
    report.document["since"] = since_json(since, graph);
    std::vector<std::pair<std::string, std::string>> rows;
    for (const pipeline::Affected& one : since.affected) rows.emplace_back(graph.stage(one.index).name, one.why);
    report.text = [before = std::move(report.text), revision = since.revision, rows = std::move(rows)](Text& text) {
        if (rows.empty()) return void(text.line(fmt::format("No stage is affected by what changed since {}.", revision)));
        if (before) before(text);
        for (const auto& [stage, why] : rows) {
            text.add(Label::id, stage).add(fmt::format(" is affected since {}: ", revision)).line(why);
        }
    };
}

}  // namespace mlp::cli
