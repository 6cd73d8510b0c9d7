// Being told when something in some folders changes, without looking again and again (inotify).
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/io.hpp"

namespace mlp::base {

/// Tells that something happened, not what: whoever watches looks for itself. A file is watched through its folder, so
/// that editors which write another file and rename it are seen too.
class FileWatch {
public:
    FileWatch();

    /// A folder with everything below it, or the folder that a file lies in. Where nothing is yet, the nearest folder
    /// above is watched. Too many folders for the system: Error{invalid} with the way out.
    void add(const std::filesystem::path& path);
    /// Readable when something happened.
    int fd() const { return fd_.get(); }
    /// Forgets what happened so far.
    void drain() const;

private:
    void add_folder(const std::filesystem::path& folder);

    Fd fd_;
};

}  // namespace mlp::base
