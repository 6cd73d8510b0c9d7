#include "core/template/archive.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/library.hpp"
#include "core/base/text.hpp"
#include "core/template/placement.hpp"
#include "core/template/rendered.hpp"

// Declared here, as its header is no part of what mlp is built with; these have been stable since libarchive 3.0.
struct archive;
struct archive_entry;

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

constexpr int archive_ok = 0;
constexpr int archive_end = 1;
constexpr int archive_warn = -20;

struct Archives {
    base::Library library{{"libarchive.so.13"}, "templates in archives", "libarchive13"};
    template <class Function>
    Function* symbol(const char* function) const {
        return library.symbol<Function*>(function);
    }
    archive* (*read_new)() = symbol<archive*()>("archive_read_new");
    int (*read_free)(archive*) = symbol<int(archive*)>("archive_read_free");
    int (*all_filters)(archive*) = symbol<int(archive*)>("archive_read_support_filter_all");
    int (*tar)(archive*) = symbol<int(archive*)>("archive_read_support_format_tar");
    int (*zip)(archive*) = symbol<int(archive*)>("archive_read_support_format_zip_seekable");
    int (*open)(archive*, const char*,
                std::size_t) = symbol<int(archive*, const char*, std::size_t)>("archive_read_open_filename");
    int (*next)(archive*, archive_entry**) = symbol<int(archive*, archive_entry**)>("archive_read_next_header");
    std::ptrdiff_t (*data)(archive*, void*,
                           std::size_t) = symbol<std::ptrdiff_t(archive*, void*, std::size_t)>("archive_read_data");
    const char* (*error)(archive*) = symbol<const char*(archive*)>("archive_error_string");
    const char* (*name_utf8)(archive_entry*) = symbol<const char*(archive_entry*)>("archive_entry_pathname_utf8");
    const char* (*name)(archive_entry*) = symbol<const char*(archive_entry*)>("archive_entry_pathname");
    const char* (*link)(archive_entry*) = symbol<const char*(archive_entry*)>("archive_entry_symlink");
    const char* (*hard_link)(archive_entry*) = symbol<const char*(archive_entry*)>("archive_entry_hardlink");
    mode_t (*type)(archive_entry*) = symbol<mode_t(archive_entry*)>("archive_entry_filetype");
    mode_t (*permissions)(archive_entry*) = symbol<mode_t(archive_entry*)>("archive_entry_perm");
};

const Archives& archives() {
    static const Archives table;
    return table;
}

/// The repository of a folder that was packed with it is no part of the template.
bool is_of_repository(std::string_view name) {
    const auto place = name.find(".git");
    if (place == std::string_view::npos || (place > 0 && name[place - 1] != '/')) return false;
    return place + 4 == name.size() || name[place + 4] == '/';
}

struct Close {
    void operator()(archive* opened) const { archives().read_free(opened); }
};

class Unpacking {
public:
    Unpacking(const fs::path& file, const fs::path& folder)
        : file_(file), folder_(folder), archive_(archives().read_new()) {
        archives().all_filters(archive_.get());
        archives().tar(archive_.get());
        archives().zip(archive_.get());
        constexpr std::size_t block = 64 * 1024;
        check(archives().open(archive_.get(), file.c_str(), block));
    }

    void run() {
        archive_entry* entry = nullptr;
        while (true) {
            const int code = archives().next(archive_.get(), &entry);
            if (code == archive_end) break;
            check(code);
            if (++count_ > most_entries) refuse(fmt::format("it has more than {} entries", most_entries));
            unpack(entry);
        }
        if (count_ == 0) refuse("it is empty");
    }

private:
    static constexpr std::size_t most_entries = 100'000;
    static constexpr std::uint64_t most_bytes = 1ULL << 30U;

    [[noreturn]] void refuse(std::string_view why) const {
        throw Error(Kind::invalid, fmt::format("cannot unpack the archive: {}", base::printable(why)))
            .at(file_.native());
    }
    void check(int code) const {
        if (code != archive_ok && code != archive_warn) refuse_damaged();
    }
    [[noreturn]] void refuse_damaged() const {
        const char* reason = archives().error(archive_.get());
        refuse(reason == nullptr ? "it cannot be read" : reason);
    }

    std::string content() {
        std::string text;
        std::array<char, 65536> buffer{};
        while (true) {
            const auto count = archives().data(archive_.get(), buffer.data(), buffer.size());
            // A warning here is one of damaged content: a wrong checksum.
            if (count < 0) refuse_damaged();
            if (count == 0) return text;
            bytes_ += static_cast<std::uint64_t>(count);
            if (bytes_ > most_bytes) refuse(fmt::format("it holds more than {}", base::size_text(most_bytes)));
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }

    void unpack(archive_entry* entry) {
        const char* raw = archives().name_utf8(entry);
        if (raw == nullptr) raw = archives().name(entry);
        const std::string name = raw == nullptr ? "" : raw;
        if (is_of_repository(name)) return;
        const auto path = safe_path(name, name);
        const auto type = archives().type(entry);
        if (path == ".") return;
        // A link that is there already would be followed.
        for (auto parent = folder_of(path); parent != "."; parent = folder_of(parent)) {
            const auto found = base::signature_of(folder_ / parent);
            if (found && !found->is_folder()) refuse(fmt::format("'{}' lies below a link or a file", path));
        }
        if (S_ISDIR(type)) {
            base::make_folders(folder_ / path);
            return;
        }
        base::remove_tree(folder_ / path);
        if (S_ISLNK(type)) {
            const char* target = archives().link(entry);
            write_entry(folder_, {path, target == nullptr ? "" : target, 0777, RenderedFile::Kind::link});
        } else if (const char* other = archives().hard_link(entry)) {
            const auto from = safe_path(other, path);
            const auto found = base::signature_of(folder_ / from);
            if (!found || !found->is_regular())
                refuse(fmt::format("'{}' is a link to what is no file of the archive", path));
            write_entry(folder_,
                        {path, base::read_file(folder_ / from), found->mode & 0777U, RenderedFile::Kind::file});
        } else if (S_ISREG(type)) {
            // Owners may read what they unpack.
            const auto mode = (archives().permissions(entry) & 0777U) | 0600U;
            write_entry(folder_, {path, content(), mode, RenderedFile::Kind::file});
        } else {
            refuse(fmt::format("'{}' is neither a file, a folder nor a link", path));
        }
    }

    const fs::path& file_;
    const fs::path& folder_;
    std::unique_ptr<archive, Close> archive_;
    std::size_t count_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace

bool is_archive(std::string_view name) {
    const auto small = base::lower(name);
    constexpr std::array<std::string_view, 9> endings{".zip",  ".tar",    ".tar.gz", ".tgz",    ".tar.bz2",
                                                      ".tbz2", ".tar.xz", ".txz",    ".tar.zst"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return small.ends_with(ending); });
}

void unpack(const fs::path& archive, const fs::path& folder) { Unpacking(archive, folder).run(); }

}  // namespace mlp::tmpl
