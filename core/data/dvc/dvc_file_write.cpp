#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "core/base/python_json.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/dvc/dvc_file_values.hpp"

namespace mlp::data::dvc {

namespace {

/// Keys that say what something holds by other means than its MD5: they come before its path.
constexpr std::array<std::string_view, 7> before_path{"etag", "checksum", "version_id", "size", "nfiles", "isexec", "hash"};

bool comes_before_path(std::string_view key) {
    return std::find(before_path.begin(), before_path.end(), key) != before_path.end();
}

Json item_value(const Tracked& item) {
    Json value = content_value(item);
    for (const auto& [key, rest] : item.rest.items()) {
        if (comes_before_path(key)) value[key] = rest;
    }
    if (!item.path.empty()) value["path"] = item.path;
    for (const auto& [key, rest] : item.rest.items()) {
        if (!comes_before_path(key)) value[key] = rest;
    }
    return value;
}

/// An import that was never fetched has no MD5 of its own yet.
bool is_fetched(const DvcFile& file) {
    return std::all_of(file.deps.begin(), file.deps.end(), [](const FileItem& dep) {
        return dep.content || dep.rest.contains("etag") || dep.rest.contains("checksum") || dep.rest.contains("repo");
    });
}

}  // namespace

Json content_value(const Tracked& out) {
    Json value = Json::object();
    if (!out.content) return value;
    const auto& content = *out.content;
    value["md5"] = md5_text_of(content);
    if (out.has_size) value["size"] = content.size;
    if (content.kind == ContentKind::tree) value["nfiles"] = content.files;
    if (content.kind == ContentKind::executable) value["isexec"] = true;
    if (content.digest.algorithm() == base::Algorithm::md5) value["hash"] = "md5";
    return value;
}

Json document_of(const DvcFile& file) {
    Json document = Json::object();
    if (!file.description.empty()) document["desc"] = file.description;
    if (!file.deps.empty() && is_fetched(file)) document["md5"] = stage_md5(file);
    if (file.wdir != ".") document["wdir"] = file.wdir;
    if (file.frozen) document["frozen"] = true;
    for (const FileItem& dep : file.deps) document["deps"].push_back(item_value(dep));
    for (const FileItem& out : file.outs) document["outs"].push_back(item_value(out));
    if (file.always_changed) document["always_changed"] = true;
    if (!file.meta.is_null() && !file.meta.empty()) document["meta"] = file.meta;
    return document;
}

std::string new_dvc_file(const Tracked& out) { return base::emit_yaml(Json{{"outs", Json::array({item_value(out)})}}); }

std::string dvc_file_text(const DvcFile& file) { return base::emit_yaml(document_of(file)); }

std::string stage_md5(const DvcFile& file) {
    constexpr std::array<std::string_view, 10> left_out{"desc",   "type",    "labels", "meta", "locked",
                                                        "frozen", "persist", "isexec", "size", "nfiles"};
    Json value = Json::object();
    if (file.wdir != ".") value["wdir"] = file.wdir;
    if (file.always_changed) value["always_changed"] = true;
    const auto add = [&](const char* name, const std::vector<FileItem>& items) {
        for (const auto& item : items) {
            Json shown = item_value(item);
            for (const auto key : left_out) shown.erase(std::string(key));
            value[name].push_back(shown);
        }
    };
    add("deps", file.deps);
    add("outs", file.outs);
    return base::md5(base::python_json(value)).hex();
}

}  // namespace mlp::data::dvc
