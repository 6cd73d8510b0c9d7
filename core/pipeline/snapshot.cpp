#include "core/pipeline/snapshot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <thread>

#include "core/base/digest.hpp"
#include "core/base/path.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view format_name = "mlp-snapshot-2";

/// Fixed-width part of an entry, copied as it is: the index belongs to this machine.
struct Record {
    std::uint64_t size;
    std::int64_t mtime_ns;
    std::int64_t ctime_ns;
    std::uint64_t inode;
    std::uint32_t mode;
    std::uint32_t path_length;
    std::uint32_t followed;
    std::uint32_t present;
};

void append_text(std::string& out, std::string_view text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    out.append(reinterpret_cast<const char*>(&length), sizeof length);
    out += text;
}

/// Reads what append_text and Record wrote; `good` turns false instead of ever reading beyond the end.
struct Reader {
    std::string_view rest;
    bool good = true;

    template <class T>
    T value() {
        T result{};
        if (rest.size() < sizeof result) {
            good = false;
            return result;
        }
        std::memcpy(&result, rest.data(), sizeof result);
        rest.remove_prefix(sizeof result);
        return result;
    }
    std::string_view bytes(std::size_t count) {
        if (rest.size() < count) {
            good = false;
            return {};
        }
        const std::string_view part = rest.substr(0, count);
        rest.remove_prefix(count);
        return part;
    }
    std::string_view text() { return bytes(value<std::uint32_t>()); }
};

constexpr std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000LL + time.tv_nsec; }

bool matches(const Record& record, const struct stat& now) {
    return record.mtime_ns == nanoseconds(now.st_mtim) && record.ctime_ns == nanoseconds(now.st_ctim) &&
           record.size == static_cast<std::uint64_t>(now.st_size) && record.inode == now.st_ino &&
           record.mode == now.st_mode;
}

bool is_private(std::string_view name) { return name == ".mlp" || name == ".git"; }

}  // namespace

void Signatures::note(const std::string& path, bool followed, std::optional<base::Signature> signature) {
    entries_.push_back({path, followed, signature});
}

void Signatures::add(const std::string& path) {
    if (!seen_.insert(path).second) return;
    const auto own = base::signature_of(root_ / path);
    note(path, false, own);
    if (!own) return;
    auto target = own;
    if (own->is_link()) {
        target = base::signature_of(root_ / path, true);
        note(path, true, target);
    }
    if (target && target->is_folder()) add_members(path);
}

void Signatures::add_itself(const std::string& path) { note(path, false, base::signature_of(root_ / path)); }

void Signatures::add_store(const fs::path& folder) {
    const auto place = base::inside(root_, root_, folder.string());
    if (!place) return add_itself(folder.string());
    add_itself(*place);
    std::error_code problem;
    for (fs::directory_iterator entry(root_ / *place, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        if (entry->is_directory(problem)) add_itself(*place + "/" + entry->path().filename().string());
    }
}

void Signatures::add_members(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    for (fs::directory_iterator entry(root_ / folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        std::string name = entry->path().filename().string();
        if (!is_private(name)) names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
        const std::string path = folder == "." ? name : folder + "/" + name;
        if (!seen_.insert(path).second) continue;
        const auto own = base::signature_of(root_ / path);
        note(path, false, own);
        // For DVC a link to a file is the file, wherever that lies; a link to a folder is not looked into.
        if (own && own->is_link()) note(path, true, base::signature_of(root_ / path, true));
        if (own && own->is_folder()) add_members(path);
    }
}

void Signatures::add_all(const Graph& graph, const std::vector<std::size_t>& selected) {
    const config::Project& project = graph.project();
    add(project.file);
    add("params.yaml");  // read when it is there, so its absence counts too
    add(std::string(lock_file));
    // A new dvc.yaml or .dvc file changes the folder that it lies in.
    for (const std::string& folder : project.folders) add_itself(folder);
    for (const std::string& input : project.inputs) add(input);
    for (const config::DvcYaml& file : project.dvc_files) {
        if (!file.datasets.empty()) add((fs::path(file.file).parent_path() / "dvc.lock").generic_string());
    }
    for (const std::size_t index : selected) {
        const config::Stage& stage = graph.stage(index);
        add(lock_path(stage));
        for (const config::PathRef& dep : stage.deps) {
            if (!dep.is_url()) add(dep.path);
        }
        for (const config::ParamRef& params : stage.params) add(params.file);
        if (stage.python_lock) add(stage.python_lock->path);
        for (const config::Output& out : stage.outs) add(out.path);
    }
}

bool Signatures::settled(bool may_wait) const {
    std::chrono::nanoseconds longest{0};
    for (const Entry& entry : entries_) {
        if (!entry.signature) continue;
        const auto wait = data::time_to_settle(*entry.signature);
        if (!wait) return false;
        longest = std::max(longest, *wait);
    }
    if (longest.count() == 0) return true;
    if (!may_wait) return false;
    std::this_thread::sleep_for(longest);
    return true;
}

std::string snapshot_name(std::string_view binary_version, const std::vector<std::string>& targets, bool single) {
    std::string text = fmt::format("{}\n{}\n{}", format_name, binary_version, single);
    for (const std::string& target : targets) text += "\n" + target;
    return "snapshot/" + base::sha256(text).hex();
}

void keep_snapshot(data::FileIndex& index, const std::string& name, const Signatures& signatures,
                   const std::vector<std::string>& stages) {
    std::string out;
    append_text(out, format_name);
    const auto count = static_cast<std::uint32_t>(stages.size());
    out.append(reinterpret_cast<const char*>(&count), sizeof count);
    for (const std::string& stage : stages) append_text(out, stage);
    const auto entries = static_cast<std::uint32_t>(signatures.entries().size());
    out.append(reinterpret_cast<const char*>(&entries), sizeof entries);
    for (const Signatures::Entry& entry : signatures.entries()) {
        const base::Signature& s = entry.signature.value_or(base::Signature{});
        const Record record{s.size,
                            s.mtime_ns,
                            s.ctime_ns,
                            s.inode,
                            s.mode,
                            static_cast<std::uint32_t>(entry.path.size()),
                            entry.followed ? 1U : 0U,
                            entry.signature ? 1U : 0U};
        out.append(reinterpret_cast<const char*>(&record), sizeof record);
        out += entry.path;
    }
    index.put_value(name, out);
}

std::optional<std::vector<std::string>> unchanged_since(data::FileIndex& index, const std::string& name,
                                                        const fs::path& root) {
    const auto bytes = index.find_value(name);
    if (!bytes) return std::nullopt;
    Reader reader{*bytes};
    if (reader.text() != format_name) return std::nullopt;
    const auto count = reader.value<std::uint32_t>();
    std::vector<std::string> stages;
    for (std::uint32_t i = 0; i < count && reader.good; ++i) stages.emplace_back(reader.text());
    // Names are looked up from the open folder, so that the kernel does not walk to the root for each.
    const base::Fd folder(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return std::nullopt;
    std::string path;
    for (auto left = reader.value<std::uint32_t>(); left > 0 && reader.good; --left) {
        const auto record = reader.value<Record>();
        path = reader.bytes(record.path_length);
        struct stat now {};
        const int flags = record.followed != 0 ? 0 : AT_SYMLINK_NOFOLLOW;
        const bool present = ::fstatat(folder.get(), path.c_str(), &now, flags) == 0;
        if (present != (record.present != 0) || (present && !matches(record, now))) return std::nullopt;
    }
    return reader.good && reader.rest.empty() ? std::optional(std::move(stages)) : std::nullopt;
}

}  // namespace mlp::pipeline
