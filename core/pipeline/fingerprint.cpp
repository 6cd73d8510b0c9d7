#include "core/pipeline/fingerprint.hpp"

namespace mlp::pipeline {

namespace {

constexpr int version = 1;

Json deps_json(const std::map<std::string, Content>& deps) {
    Json result = Json::object();
    // Size and file count follow from the digest; the kind does not: the executable bit matters to who runs the file.
    for (const auto& [path, content] : deps) {
        result[path] = {{"kind", data::kind_name(content.kind)}, {"digest", content.digest.to_string()}};
    }
    return result;
}

Json params_json(const std::map<std::string, std::map<std::string, Json>>& params) {
    Json result = Json::object();
    for (const auto& [file, values] : params) {
        Json& keys = result[file] = Json::object();
        for (const auto& [key, value] : values) keys[key] = value;
    }
    return result;
}

}  // namespace

std::string fingerprint_text(const StageInputs& inputs) {
    Json value;
    value["v"] = version;
    value["cmd"] = inputs.commands;
    value["shell"] = inputs.shell;
    value["wdir"] = inputs.wdir;
    value["deps"] = deps_json(inputs.deps);
    value["params"] = params_json(inputs.params);
    value["outs"] = inputs.outs;
    value["env"] = Json::object();
    for (const auto& [name, text] : inputs.env) value["env"][name] = text;
    value["python"] = inputs.python ? Json(inputs.python->digest.to_string()) : Json(nullptr);
    return base::canonical_json(value);
}

Digest fingerprint(const StageInputs& inputs) { return base::sha256(fingerprint_text(inputs)); }

}  // namespace mlp::pipeline
