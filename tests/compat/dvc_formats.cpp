// Drives the readers and writers of DVC's formats from tests/compat/dvc_formats.py: requests come as JSON lines on
// standard input, each answer is one JSON line.
#include <exception>
#include <iostream>
#include <string>

#include "core/base/json.hpp"
#include "core/base/yaml_emit.hpp"

using mlp::base::Json;

namespace {

/// JSON of the test as the value it stands for: {"\u0001": WORDS} is a verbatim scalar.
Json value_of(const Json& json) {
    if (json.is_object() && json.size() == 1 && json.begin().key() == "\x01")
        return mlp::base::verbatim_yaml(json.begin().value().get_ref<const std::string&>());
    Json value = json;
    if (json.is_structured()) {
        for (auto& member : value) member = value_of(member);
    }
    return value;
}

std::string answer(const Json& request) {
    const auto& what = request.at("what").get_ref<const std::string&>();
    if (what == "yaml") return mlp::base::emit_yaml(value_of(request.at("value")));
    throw std::invalid_argument("unknown request: " + what);
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        Json reply;
        try {
            reply["answer"] = answer(Json::parse(line));
        } catch (const std::exception& error) {
            reply["error"] = error.what();
        }
        std::cout << reply.dump() << "\n" << std::flush;
    }
}
