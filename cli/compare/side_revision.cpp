// A commit as a side: the few files that say what the project was are laid out in a temporary folder and read as those
// of the working tree are.
#include <map>

#include "cli/compare/kept_contents.hpp"
#include "cli/compare/project_files.hpp"
#include "cli/compare/side.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/temporary.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using git::CommittedFile;

namespace {

bool is_definition(const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return name == "mlp.yaml" || name == "mlp.lock" || name == "dvc.yaml" || name == "dvc.lock" ||
           name == ".dvcignore" || path == ".dvc/config" || path.ends_with("/.dvc/config") || name.ends_with(".dvc");
}

class Layout {
public:
    Layout(Invocation& call, const git::Revision& revision, Side& side)
        : call_(call),
          revision_(revision),
          side_(side),
          folder_(base::system_temporaries(), "mlp-revision") {
        for (CommittedFile& file : revision.files()) {
            std::string path = file.path;
            files_.emplace(std::move(path), std::move(file));
        }
    }

    const fs::path& root() const { return folder_.path(); }

    /// Whatever loading a project reads: the definitions, and files whose names stand in one of them.
    void lay_out_definitions() {
        std::string words = "params.yaml ";
        for (const auto& [path, file] : files_) {
            if (is_definition(path) && lay_out(path)) words += base::read_file(root() / path) + "\n";
        }
        for (const auto& [path, file] : files_) {
            if (is_parameters(path) && words.find(path.substr(path.rfind('/') + 1)) != std::string::npos) lay_out(path);
        }
    }

    /// A file, or everything below a folder, as git has it. False when it has neither.
    bool lay_out(const std::string& path) {
        if (files_.contains(path)) return write(path);
        bool any = false;
        for (auto file = files_.lower_bound(path + "/"); file != files_.end(); ++file) {
            if (!file->first.starts_with(path + "/")) break;
            any = write(file->first) || any;
        }
        return any;
    }

    /// The content that git holds under this path; nothing for a folder.
    std::optional<data::Content> content(const std::string& path, base::Algorithm algorithm) const {
        const auto file = files_.find(path);
        if (file == files_.end() || file->second.kind == CommittedFile::Kind::link) return std::nullopt;
        const auto bytes = revision_.read(path, largest_hashed);
        if (!bytes) return std::nullopt;
        const bool executable = file->second.kind == CommittedFile::Kind::executable;
        return data::Content{.kind = executable ? data::ContentKind::executable : data::ContentKind::file,
                             .digest = algorithm == base::Algorithm::sha256 ? base::sha256(*bytes) : base::md5(*bytes),
                             .size = bytes->size(),
                             .files = 1};
    }

private:
    static constexpr std::uint64_t largest_hashed = 1ULL << 30;

    static bool is_parameters(const std::string& path) {
        for (const std::string_view ending : {".yaml", ".yml", ".json", ".toml", ".py"}) {
            if (path.ends_with(ending)) return true;
        }
        return false;
    }

    bool write(const std::string& path) {
        // A tree of git may hold any name; those that would lead out of the folder are passed over.
        if (base::normal_relative(path) != path) return false;
        if (base::signature_of(root() / path)) return true;
        try {
            const auto bytes = revision_.read(target_of(path));
            if (!bytes) return false;
            base::make_folders((root() / path).parent_path());
            return base::create_file(root() / path, *bytes);
        } catch (const Error& error) {
            side_.warnings.push_back(warning_of(error));
            return false;
        }
    }

    /// Where a link leads inside of the commit; other files lead to themselves.
    std::string target_of(const std::string& path) const {
        std::string at = path;
        constexpr int most_hops = 5;
        for (int hop = 0; hop < most_hops; ++hop) {
            const auto file = files_.find(at);
            if (file == files_.end() || file->second.kind != CommittedFile::Kind::link) return at;
            at = (fs::path(at).parent_path() / revision_.read(at).value_or("")).lexically_normal().generic_string();
        }
        return at;
    }

    Invocation& call_;
    const git::Revision& revision_;
    Side& side_;
    base::TemporaryFolder folder_;
    std::map<std::string, CommittedFile> files_;
};

pipeline::Lock read_lock(const config::Project& project, Side& side) {
    try {
        return pipeline::read_locks(project, pipeline::DvcLockLayouts::all).lock;
    } catch (const Error& error) {
        side.warnings.push_back(warning_of(error));
        return {};
    }
}

config::Project load(const Layout& layout, Side& side) {
    try {
        config::Loaded loaded = config::load_project(layout.root());
        for (const Problem& problem : loaded.problems) {
            if (problem.severity != Problem::Severity::error) continue;
            side.warnings.push_back(problem.place.to_string() + ": " + problem.message);
        }
        return std::move(loaded.project);
    } catch (const Error& error) {
        if (error.kind() != Kind::missing) throw;
        side.warnings.push_back("it has no project here: no mlp.yaml and no dvc.yaml");
        return {};
    }
}

/// Contents of what stages need and make. What makes a path knows more of it than what has read it some time.
void take_data(const config::Project& project, const pipeline::Lock& lock, const Layout& layout, compare::State& state) {
    std::map<std::string, const data::Content*> locked;
    for (const config::Stage& stage : project.stages) {
        const pipeline::LockedStage* entry = lock.find(stage.name);
        if (entry == nullptr) continue;
        for (const auto& [path, content] : entry->inputs.deps) locked.emplace(path, &content);
    }
    for (const config::Stage& stage : project.stages) {
        const pipeline::LockedStage* entry = lock.find(stage.name);
        if (entry == nullptr) continue;
        for (const auto& [path, content] : entry->outs) locked[path] = &content;
    }
    for (const auto& [path, algorithm] : data_paths(project)) {
        const auto known = locked.find(path);
        if (const auto committed = layout.content(path, algorithm)) {
            state.data[path] = *committed;
        } else if (known != locked.end()) {
            state.data[path] = *known->second;
        }
    }
}

/// Metrics and plots, to be read with the other files: what git does not hold comes from where contents are kept, and
/// may be a part of an output.
void lay_out_measured(const config::Project& project, const pipeline::Lock& lock, Layout& layout, KeptContents& kept) {
    for (const std::string& path : measured_paths(project)) {
        layout.lay_out(path);
        for (const auto& [stage, entry] : lock.stages) {
            for (const auto& [out, content] : entry.outs) {
                if (base::is_within(out, path) || base::is_within(path, out)) {
                    kept.place(content, out, path, layout.root());
                }
            }
        }
    }
}

}  // namespace

Side revision_side(Invocation& call, const git::Revision& revision, const std::string& name) {
    Side side{.kind = "revision", .name = name, .id = revision.commit()};
    Layout layout(call, revision, side);
    layout.lay_out_definitions();
    const config::Project project = load(layout, side);
    const pipeline::Lock lock = read_lock(project, side);
    for (const auto& [file, keys] : parameter_files(project)) layout.lay_out(file);
    take_data(project, lock, layout, side.state);
    KeptContents kept(call);
    lay_out_measured(project, lock, layout, kept);
    read_project_files(project, layout.root(), side.state, side.warnings);
    name_side(side.warnings, layout.root(), name);
    return side;
}

}  // namespace mlp::cli
