#include "core/registry/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::registry {

namespace {

Json member_or(const Json& object, const char* key, Json otherwise) {
    if (!object.is_object()) return otherwise;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? otherwise : *found;
}

}  // namespace

Json manifest_json(const std::string& model, const std::vector<Part>& parts, const Json& provenance) {
    std::vector<Part> sorted = parts;
    std::sort(sorted.begin(), sorted.end(), [](const Part& a, const Part& b) { return a.path < b.path; });
    Json list = Json::array();
    for (const Part& part : sorted) {
        list.push_back(
            {{"path", part.path}, {"digest", part.digest}, {"size", part.size}, {"executable", part.executable}});
    }
    return {{"schema", "mlp.model-manifest/1"},
            {"model", model},
            {"parts", std::move(list)},
            {"commit", member_or(provenance, "commit", "")},
            {"parameters", member_or(provenance, "parameters", Json::object())},
            {"data", member_or(provenance, "data", Json::object())}};
}

std::string manifest_text(const std::string& model, const std::vector<Part>& parts, const Json& provenance) {
    return base::canonical_json(manifest_json(model, parts, provenance));
}

void check_parts(const std::vector<Part>& parts) {
    std::vector<std::string_view> paths;
    for (const Part& part : parts) {
        if (base::invalid_utf8(part.path) || base::normal_relative(part.path) != part.path || part.path == ".") {
            throw Error(Kind::invalid,
                        fmt::format("'{}' cannot be the path of a part: expected a normal relative path in UTF-8",
                                    base::printable(part.path)));
        }
        if (!base::Digest::parse(part.digest)) {
            throw Error(Kind::invalid,
                        fmt::format("part '{}' has no valid digest: expected sha256:<64 hex digits>, found '{}'",
                                    part.path, base::printable(part.digest)));
        }
        paths.push_back(part.path);
    }
    std::sort(paths.begin(), paths.end());
    // In sorted order "a" and "a/b" may stand apart ("a-b" lies between), so every ancestor is looked up.
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (i > 0 && paths[i] == paths[i - 1]) {
            throw Error(Kind::invalid, fmt::format("two parts have the path '{}'", paths[i]));
        }
        for (auto slash = paths[i].find('/'); slash != std::string_view::npos; slash = paths[i].find('/', slash + 1)) {
            const auto folder = paths[i].substr(0, slash);
            if (std::binary_search(paths.begin(), paths.end(), folder)) {
                throw Error(Kind::invalid,
                            fmt::format("part '{}' is a file, but '{}' lies below it", folder, paths[i]));
            }
        }
    }
}

}  // namespace mlp::registry
