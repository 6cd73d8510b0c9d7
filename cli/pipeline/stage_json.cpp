#include "cli/pipeline/stage_json.hpp"

namespace mlp::cli {

namespace {

using base::Json;

std::string_view origin_name(config::Origin origin) {
    switch (origin) {
        case config::Origin::mlp:
            return "mlp";
        case config::Origin::dvc:
            return "dvc";
        case config::Origin::data:
            break;
    }
    return "data";
}

Json output_json(const config::Output& output) {
    Json json{{"path", output.path},
              {"cache", output.cache},
              {"persist", output.persist},
              {"metric", output.role == config::Output::Role::metric},
              {"plot", output.role == config::Output::Role::plot},
              {"push", output.push}};
    if (!output.remote.empty()) json["remote"] = output.remote;
    if (!output.options.empty()) json["options"] = output.options;
    return json;
}

}  // namespace

Json stage_json(const config::Stage& stage) {
    Json json{
        {"address", stage.name},
        {"name", stage.local_name.empty() && stage.origin != config::Origin::data ? stage.name : stage.local_name},
        {"file", stage.file},
        {"origin", origin_name(stage.origin)},
        {"cmd", stage.commands},
        {"wdir", stage.wdir},
        {"deps", Json::array()},
        {"params", Json::object()},
        {"outs", Json::array()},
        {"frozen", stage.frozen},
        {"always_changed", stage.always_changed}};
    for (const config::PathRef& dep : stage.deps) json["deps"].push_back(dep.path);
    for (const config::ParamRef& params : stage.params) {
        Json& keys = json["params"][params.file];
        if (keys.is_null()) keys = Json::array();
        for (const std::string& key : params.keys) keys.push_back(key);
    }
    for (const config::Output& output : stage.outs) json["outs"].push_back(output_json(output));
    if (!stage.description.empty()) json["desc"] = stage.description;
    if (!stage.meta.is_null()) json["meta"] = stage.meta;
    return json;
}

}  // namespace mlp::cli
