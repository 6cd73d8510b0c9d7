// The folders above a path of the project.
#pragma once

#include <string>

namespace mlp::config {

/// Visits "a/b" and "a" of "a/b/c": nearest first, not the project's own folder.
template <class Visit>
void for_each_parent(const std::string& path, const Visit& visit) {
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        visit(path.substr(0, slash));
    }
}

}  // namespace mlp::config
