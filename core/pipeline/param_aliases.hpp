// How parameter files share lists and maps between keys, by YAML's aliases.
#pragma once

#include <map>
#include <string>

namespace mlp::pipeline {

/// It decides where DVC's files have anchors. Parameters are the same with and without: all are equal.
struct ParamAliases {
    /// file → path → the path of the same object, as base::aliases_in finds them; a file without any is absent.
    std::map<std::string, std::map<std::string, std::string>> files;
    bool operator==(const ParamAliases&) const { return true; }
};

}  // namespace mlp::pipeline
