#include "core/data/remote/folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/data/object_writer.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_size = 1U << 20U;
constexpr std::uint64_t longest_text = 16ULL << 20;

/// A failure of the folder as a failure of the remote, unless it is about the content itself.
template <class Work>
auto of_remote(const std::string& place, const Work& work) {
    try {
        return work();
    } catch (const Error& error) {
        if (error.kind() == Kind::damaged || error.kind() == Kind::remote) throw;
        throw Error(Kind::remote, error.message()).at(place).hint(error.hint_text());
    }
}

/// The uppermost of a folder and those around it that is not there.
std::optional<fs::path> first_absent(const fs::path& folder) {
    std::optional<fs::path> absent;
    for (fs::path one = folder; !one.empty() && !base::signature_of(one); one = one.parent_path()) absent = one;
    return absent;
}

}  // namespace

FolderRemote::FolderRemote(fs::path folder)
    : folder_(folder.has_filename() ? std::move(folder) : folder.parent_path()) {}

fs::path FolderRemote::path_of(const BlobName& name) const { return folder_ / blob_key(name); }

bool FolderRemote::exists() {
    std::error_code problem;
    return fs::is_directory(folder_, problem);
}

void FolderRemote::require_folder() {
    if (exists()) return;
    throw Error(Kind::remote, fmt::format("the remote folder '{}' is not there", folder_.string()))
        .hint("mount it, or correct the remote's url; a push makes a folder that is not there yet");
}

std::optional<std::uint64_t> FolderRemote::size_of(const BlobName& name) {
    return of_remote(address(), [&] { return object_size(path_of(name)); });
}

void FolderRemote::get(const BlobName& name, std::uint64_t offset, const Sink& sink) {
    require_folder();
    const fs::path path = path_of(name);
    if (!size_of(name)) {
        throw Error(Kind::missing, fmt::format("{} is not in the remote", to_string(name))).at(address());
    }
    const base::Fd file = of_remote(address(), [&] { return base::open_read(path); });
    std::vector<char> block(block_size);
    while (true) {
        const ssize_t count = ::pread(file.get(), block.data(), block.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) of_remote(address(), [&]() -> void { throw system_error("read", path.string(), errno); });
        if (count == 0) return;
        offset += static_cast<std::uint64_t>(count);
        sink({block.data(), static_cast<std::size_t>(count)});
    }
}

void FolderRemote::put(const BlobName& name, const fs::path& file, const Moved& moved) {
    of_remote(address(), [&] {
        note_made();
        ObjectWriter writer({folder_, folder_ / "tmp", {}});
        const auto target = [&](const base::Digest& digest) { return path_of({digest, name.is_listing}); };
        const base::HashedFile written = writer.put_file(file, name.digest.algorithm(), target);
        if (written.digest != name.digest) {
            throw Error(Kind::damaged, fmt::format("'{}' does not hold what its name says", file.string()))
                .at(file.string())
                .hint("remove that file and produce its content again");
        }
        writer.commit();
        if (moved) moved(written.size);
    });
}

void FolderRemote::remove(const std::vector<BlobName>& names) {
    require_folder();
    for (const BlobName& name : names) {
        const fs::path path = path_of(name);
        std::error_code problem;
        fs::remove(path, problem);
        if (problem)
            of_remote(address(), [&]() -> void { throw system_error("remove", path.string(), problem.value()); });
        remove_empty(path.parent_path());
    }
}

/// What the first put makes. Not std::call_once: an exception does not come through it in every build.
void FolderRemote::note_made() {
    const std::scoped_lock lock(first_put_);
    if (!std::exchange(noted_, true)) made_ = first_absent(folder_);
}

/// The folder and those around it, as far as this remote made them and nothing is in them.
void FolderRemote::remove_empty(const fs::path& folder) const {
    const auto is_ours = [&](const fs::path& one) {
        return base::is_within(one.string(), made_.value_or(folder_).string()) && (made_ || one != folder_);
    };
    for (fs::path one = folder; is_ours(one) && ::rmdir(one.c_str()) == 0; one = one.parent_path()) {}
}

void FolderRemote::list(const Visit& visit) {
    require_folder();
    for (const std::string& top : blob_folders()) {
        for (const std::string& folder : names_in(top)) {
            if (folder.size() != 2) continue;
            const std::string below = top.empty() ? folder : top + "/" + folder;
            for (const std::string& file : names_in(below)) {
                const auto name = parse_blob_key(below + "/" + file);
                const auto size = name ? size_of(*name) : std::nullopt;
                if (size) visit(*name, *size);
            }
        }
    }
}

/// What lies directly in a folder of the remote; nothing where it is none, or gone meanwhile.
std::vector<std::string> FolderRemote::names_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    const fs::path place = folder_ / folder;
    for (fs::directory_iterator entry(place, problem), end; !problem && entry != end; entry.increment(problem))
        names.push_back(entry->path().filename().string());
    if (problem && problem != std::errc::no_such_file_or_directory && problem != std::errc::not_a_directory) {
        of_remote(address(), [&]() -> void { throw system_error("list", place.string(), problem.value()); });
    }
    return names;
}

std::optional<std::string> FolderRemote::find_text(const std::string& name) {
    return of_remote(address(), [&] { return base::read_file_if_exists(folder_ / name, longest_text); });
}

void FolderRemote::put_text(const std::string& name, std::string_view text) {
    of_remote(address(), [&] { base::replace_file(folder_ / name, text); });
}

std::vector<std::string> FolderRemote::list_texts(const std::string& folder) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    std::error_code problem;
    for (fs::directory_iterator entry(folder_ / folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const auto signature = base::signature_of(entry->path(), true);
        if (!signature || !signature->is_regular()) continue;
        found.emplace_back(-signature->mtime_ns, folder + "/" + entry->path().filename().string());
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        of_remote(address(), [&]() -> void { throw system_error("list", folder, problem.value()); });
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> names;
    for (auto& [time, name] : found) names.push_back(std::move(name));
    return names;
}

}  // namespace mlp::data
