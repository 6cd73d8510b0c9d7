#include "core/lineage/naming.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/ascii.hpp"

namespace mlp::lineage {

namespace {

/// Kinds of stores whose names are keys, without a slash in front, and how the rules write their scheme.
struct BucketScheme {
    std::string_view written;
    std::string_view rule;
};
constexpr std::array<BucketScheme, 4> buckets{{{"s3", "s3"}, {"s3a", "s3"}, {"gs", "gs"}, {"gcs", "gs"}}};

/// The scheme where a text has one, in lower case.
std::string scheme_of(std::string_view text) {
    const auto end = text.find("://");
    return end == std::string_view::npos ? std::string() : base::lower(text.substr(0, end));
}

}  // namespace

std::string DatasetId::uri() const {
    if (space == "file") return "file://" + name;
    return name.starts_with('/') ? space + name : space + '/' + name;
}

DatasetId dataset_id(const std::string& path, const std::filesystem::path& root) {
    const std::string scheme = scheme_of(path);
    if (scheme.empty()) return {"file", (root / path).lexically_normal().string()};
    std::string_view rest = std::string_view(path).substr(scheme.size() + std::string_view("://").size());
    if (scheme == "file") return {"file", std::filesystem::path(rest).lexically_normal().string()};
    const bool web = scheme == "http" || scheme == "https";
    if (web) rest = rest.substr(0, rest.find_first_of("?#"));
    const auto slash = std::min(rest.find('/'), rest.size());
    std::string_view host = rest.substr(0, slash);
    if (const auto at = host.rfind('@'); at != std::string_view::npos && scheme != "abfss" && scheme != "wasbs") {
        host.remove_prefix(at + 1);
    }
    const std::string_view below = rest.substr(slash);
    const auto* bucket = std::find_if(buckets.begin(), buckets.end(),
                                      [&](const BucketScheme& candidate) { return candidate.written == scheme; });
    if (bucket != buckets.end()) {
        return {std::string(bucket->rule) + "://" + std::string(host), std::string(below.substr(below.empty() ? 0 : 1))};
    }
    // A file system of another machine.
    const std::string kind = scheme == "ssh" || scheme == "sftp" ? "file" : scheme;
    return {kind + "://" + std::string(host), below.empty() ? "/" : std::string(below)};
}

}  // namespace mlp::lineage
