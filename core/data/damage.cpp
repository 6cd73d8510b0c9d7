#include "core/data/damage.hpp"

#include <system_error>

#include "core/base/io.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

fs::path put_aside(const fs::path& root, const fs::path& object, const std::string& name) {
    const fs::path folder = root / ".mlp" / "damaged";
    base::make_folders(folder);
    const fs::path to = folder / name;
    base::remove_tree(to);
    std::error_code problem;
    fs::rename(object, to, problem);
    if (problem) {  // on another file system
        base::clone_file(object, to);
        base::remove_tree(object);
    }
    return to;
}

}  // namespace mlp::data
