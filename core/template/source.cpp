#include "core/template/source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/git/layout.hpp"
#include "core/git/mirror.hpp"
#include "core/git/references.hpp"
#include "core/git/remote_url.hpp"
#include "core/git/revision.hpp"
#include "core/git/submodules.hpp"
#include "core/git/work_tree.hpp"
#include "core/template/archive.hpp"
#include "core/template/cookiecutter/user_config.hpp"
#include "core/template/download.hpp"
#include "core/template/revision_tree.hpp"
#include "core/template/short_names.hpp"
#include "core/template/version.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

bool is_url(std::string_view source) {
    for (const std::string_view scheme : {"https://", "http://", "git://", "ssh://", "file://", "git+"}) {
        if (source.starts_with(scheme)) return true;
    }
    // "git@host:owner/name"
    const auto at = source.find('@');
    const auto colon = source.find(':');
    return at != std::string_view::npos && colon != std::string_view::npos && at < colon &&
           source.substr(0, colon).find('/') == std::string_view::npos;
}

/// "gh:owner/name" as the address that the abbreviation stands for.
std::string expanded_source(const std::string& source, const std::map<std::string, std::string>& abbreviations) {
    const auto colon = source.find(':');
    const auto known = abbreviations.find(source.substr(0, colon));
    if (known == abbreviations.end()) return source.starts_with("git+") ? source.substr(4) : source;
    auto rest = colon == std::string::npos ? "" : source.substr(colon + 1);
    auto address = known->second;
    const auto place = address.find("{0}") != std::string::npos ? address.find("{0}") : address.find("{}");
    if (place == std::string::npos) return address;
    const auto length = address.compare(place, 3, "{0}") == 0 ? 3 : 2;
    // As copier has it, the address may end in .git already, and begin with a '/'.
    if (rest.starts_with('/')) rest.erase(0, 1);
    if (rest.ends_with(".git") && address.ends_with(".git")) rest.resize(rest.size() - 4);
    return address.replace(place, static_cast<std::size_t>(length), rest);
}

/// Something that another machine answers for.
bool is_remote(std::string_view source) { return is_url(source) && !source.starts_with("file://"); }

bool has_definition(const git::Revision& revision, const std::string& directory,
                    std::initializer_list<std::string_view> names) {
    const auto prefix = directory.empty() || directory == "." ? "" : directory + "/";
    const auto files = revision.files();
    return std::any_of(files.begin(), files.end(), [&](const git::CommittedFile& file) {
        return std::any_of(names.begin(), names.end(),
                           [&](std::string_view name) { return file.path == prefix + std::string(name); });
    });
}

/// Opens one source; each step fills in more of `found_`.
class Opening {
public:
    Opening(const SourceRequest& request, const base::Env& env)
        : request_(request), env_(env), user_(cookiecutter::read_user_config(env)) {}

    OpenedSource run() {
        const auto names = read_short_names(env_);
        if (const auto known = names.find(request_.source); known != names.end()) take_short_name(known->second);
        found_.origin.source = request_.source;
        found_.origin.ref = request_.ref;
        found_.origin.directory = request_.directory;
        if (is_bundled()) {
            found_.opened = open_bundled(request_.source);
            return std::move(found_);
        }
        locate(names);
        found_.origin.folder = TemplateFolder(found_.origin.folder).below(request_.directory).root();
        found_.opened = open_template(found_.origin, user_.default_context, request_.kind);
        return std::move(found_);
    }

private:
    void take_short_name(const ShortName& what) {
        request_.source = what.source;
        if (!request_.ref) request_.ref = what.ref;
        if (request_.directory.empty()) request_.directory = what.directory;
    }

    bool is_bundled() const {
        const auto bundled = bundled_names();
        return std::find(bundled.begin(), bundled.end(), request_.source) != bundled.end();
    }

    void locate(const ShortNames& names) {
        const auto path = (env_.working_directory / request_.source).lexically_normal();
        const auto there = base::signature_of(path, true);
        const auto address = expanded_source(request_.source, user_.abbreviations);
        if (there && there->is_folder()) {
            from_folder(path);
        } else if (there && is_archive(request_.source)) {
            from_archive(path);
        } else if (is_url(address)) {
            from_url(address);
        } else {
            refuse_unknown(names);
        }
    }

    [[noreturn]] void refuse_unknown(const ShortNames& names) const {
        auto known = bundled_names();
        for (const auto& [name, what] : names) known.push_back(name);
        throw Error(Kind::missing, fmt::format("there is no template '{}'{}", base::printable(request_.source),
                                               base::did_you_mean(request_.source, known)))
            .hint(fmt::format("a folder, an archive, a git URL, gh:owner/name, or one of: {}", fmt::join(known, ", ")));
    }

    /// A folder of its own git repository is a repository for copier; others are taken as they lie there.
    void from_folder(const fs::path& folder) {
        const bool is_repository = git::git_folder_of(folder, true) &&
                                   (base::signature_of(folder / ".git") || base::signature_of(folder / "HEAD"));
        const auto head = is_repository ? git::Revision::find(folder, "HEAD") : std::nullopt;
        const bool bare = is_repository && !base::signature_of(folder / ".git");
        if (request_.ref && !is_repository)
            throw Error(Kind::usage, fmt::format("'{}' is no git repository: it has no revision '{}'", request_.source,
                                                 *request_.ref));
        found_.origin.folder = folder;
        if (!head || (!request_.ref && !bare && (request_.as_it_stands || !takes_tags(*head)))) return;
        const auto ref = chosen_ref(folder, *head);
        const auto tree = ref == "HEAD" && !bare ? git::work_tree(folder) : std::nullopt;
        if (tree && !tree->changed.empty()) {
            // Work in progress on the template itself: it is tried as it is.
            found_.notes.push_back("the template has changes that are not committed: they are used");
            found_.origin.commit = head->commit();
            found_.origin.described = git::describe(folder, head->commit());
            return;
        }
        from_revision(folder, ref, folder.string());
    }

    void from_archive(const fs::path& file) {
        found_.unpacked = std::make_unique<base::TemporaryFolder>(base::system_temporaries(), "mlp-template");
        unpack(file, found_.unpacked->path());
        found_.origin.folder = found_.unpacked->path();
        // One folder with everything in it is how archives of repositories look.
        std::vector<fs::path> entries;
        for (const auto& entry : fs::directory_iterator(found_.unpacked->path())) entries.push_back(entry.path());
        if (entries.size() == 1 && base::signature_of(entries.front())->is_folder())
            found_.origin.folder = entries.front();
    }

    void from_url(const std::string& url) {
        const auto shown = base::printable(git::without_credentials(url));
        const auto cache = base::cache_home(env_);
        if (!cache) {
            throw Error(Kind::usage, "there is no cache folder to fetch the template into")
                .hint("set HOME or XDG_CACHE_HOME");
        }
        if (is_archive(url)) return from_archive_url(url, *cache, shown);
        const auto mirror = mirror_of(url, *cache);
        // A commit that is here already is the same wherever it comes from.
        const bool known = request_.ref && request_.ref->size() == 40 && git::Revision::find(mirror, *request_.ref);
        if (!known) refresh(url, mirror, shown);
        const auto head = git::Revision::find(mirror, "HEAD");
        if (!head && !request_.ref)
            throw Error(Kind::invalid, fmt::format("the repository '{}' has no default branch", shown))
                .hint("name one with --ref");
        from_revision(mirror, head ? chosen_ref(mirror, *head) : *request_.ref, url);
    }

    static fs::path mirror_of(const std::string& url, const fs::path& cache) {
        return cache / "templates" / "git" / (base::sha256(git::without_credentials(url)).hex() + ".git");
    }

    void from_archive_url(const std::string& url, const fs::path& cache, const std::string& shown) {
        if (request_.ref)
            throw Error(Kind::usage, fmt::format("'{}' is an archive: it has no revision '{}'", shown, *request_.ref));
        const auto file = cache / "templates" / "archives" / base::sha256(git::without_credentials(url)).hex() /
                          fs::path(url).filename();
        const bool was_fetched = base::signature_of(file).has_value();
        try {
            download(url, file);
        } catch (const Error& error) {
            if (!was_fetched || error.kind() != Kind::remote) throw;
            found_.notes.push_back(fmt::format("'{}' cannot be reached: the copy of last time is used", shown));
        }
        from_archive(file);
    }

    void refresh(const std::string& url, const fs::path& mirror, const std::string& shown) {
        const bool was_fetched = base::signature_of(mirror / "HEAD").has_value();
        try {
            git::refresh_mirror(url, mirror);
        } catch (const Error& error) {
            if (!was_fetched || error.kind() != Kind::remote) throw;
            found_.notes.push_back(fmt::format("'{}' cannot be reached: the copy of last time is used", shown));
        }
    }

    bool is_of_cookiecutter(const git::Revision& head) const {
        if (request_.kind) return *request_.kind == TemplateKind::cookiecutter;
        return has_definition(head, request_.directory, {"cookiecutter.json"});
    }

    bool takes_tags(const git::Revision& head) const {
        if (is_of_cookiecutter(head)) return false;
        return has_definition(head, request_.directory, {"copier.yml", "copier.yaml"});
    }

    std::string chosen_ref(const fs::path& repository, const git::Revision& head) const {
        if (request_.ref) return *request_.ref;
        if (is_of_cookiecutter(head)) return "HEAD";
        std::vector<std::string> names;
        for (const auto& tag : git::tags(repository)) names.push_back(tag.name);
        return latest_tag(names).value_or("HEAD");
    }

    /// A commit and all that belongs to it, as `git clone --recurse-submodules` has it.
    /// @param address  that the commit was fetched from
    void gather(git::Revision revision, const std::string& place, const std::string& address, int depth,
                std::vector<PlacedRevision>& parts) {
        constexpr int deepest = 10;
        const auto urls = git::submodule_urls(revision.read(".gitmodules").value_or(""));
        const auto submodules = urls.empty() ? git::Revision::Submodules() : revision.submodules();
        parts.push_back({place, std::move(revision)});
        for (const auto& [path, commit] : submodules) {
            const auto url = urls.find(path);
            if (url == urls.end()) continue;  // git leaves it out, too
            if (depth == deepest) {
                throw Error(Kind::invalid, fmt::format("the sub-modules of '{}' lie more than {} deep",
                                                       base::printable(request_.source), deepest));
            }
            const auto from = git::submodule_address(url->second, address);
            gather(part_of(from, address, commit), place.empty() ? path : place + "/" + path, from, depth + 1, parts);
        }
    }

    /// The commit of a sub-module, fetched where it is not here yet.
    git::Revision part_of(const std::string& url, const std::string& whole, const std::string& commit) {
        const auto shown = base::printable(git::without_credentials(url));
        if (!is_remote(url) && is_remote(whole)) {
            throw Error(Kind::invalid, fmt::format("the template's sub-module '{}' is a folder of this machine, which a "
                                                   "template from elsewhere may not name",
                                                   shown));
        }
        const auto mirror = mirror_of(url, base::cache_home(env_).value());
        if (!git::Revision::find(mirror, commit)) git::refresh_mirror(url, mirror);
        auto found = git::Revision::find(mirror, commit);
        if (!found) {
            throw Error(Kind::missing, fmt::format("the template's sub-module '{}' has no commit {}", shown, commit));
        }
        return *std::move(found);
    }

    void from_revision(const fs::path& repository, const std::string& ref, const std::string& address) {
        auto revision = git::Revision::find(repository, ref);
        if (!revision) {
            throw Error(Kind::missing, fmt::format("the template '{}' has no revision '{}'",
                                                   base::printable(request_.source), base::printable(ref)))
                .hint("name a branch, a tag or a commit with --ref");
        }
        found_.origin.commit = revision->commit();
        found_.origin.described = git::describe(repository, revision->commit());
        const auto cache = base::cache_home(env_);
        // As each tool has it: copier clones with sub-modules, cookiecutter without.
        const bool is_whole = cache && revision->read(".gitmodules") && !is_of_cookiecutter(*revision);
        if (!cache) {
            found_.unpacked = std::make_unique<base::TemporaryFolder>(base::system_temporaries(), "mlp-template");
            found_.origin.folder = found_.unpacked->path() / "tree";
        } else {
            found_.origin.folder =
                *cache / "templates" / "trees" / (revision->commit() + (is_whole ? "-whole" : ""));
            if (base::signature_of(found_.origin.folder)) return;
        }
        std::vector<PlacedRevision> parts;
        if (is_whole) {
            gather(*std::move(revision), "", address, 0, parts);
        } else {
            parts.push_back({"", *std::move(revision)});
        }
        write_revisions(parts, found_.origin.folder);
    }

    SourceRequest request_;
    const base::Env& env_;
    cookiecutter::UserConfig user_;
    OpenedSource found_;
};

}  // namespace

OpenedSource open_source(const SourceRequest& request, const base::Env& env) { return Opening(request, env).run(); }

}  // namespace mlp::tmpl
