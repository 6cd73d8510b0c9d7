// Reads one JSON document (or, with --lines, JSON lines) on standard input, takes its "schema" ("mlp.track.list/1") and
// validates it against FOLDER/mlp.track.list.1.schema.json. Exit 1 with all reasons on standard error.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

Json load_schema(const std::string& folder, std::string id) {
    std::replace(id.begin(), id.end(), '/', '.');
    const std::string path = folder + "/" + id + ".schema.json";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("no schema " + path);
    return Json::parse(file);
}

/// The reasons why the document is wrong; empty when it is right.
std::string reasons(const std::string& folder, const Json& document) {
    if (!document.is_object() || !document.contains("schema") || !document["schema"].is_string()) {
        return "the document has no \"schema\"\n";
    }
    const Json schema_json = load_schema(folder, document["schema"].get<std::string>());
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(Adapter(schema_json), schema);
    valijson::ValidationResults results;
    if (valijson::Validator().validate(schema, Adapter(document), &results)) return "";
    std::ostringstream text;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        for (const std::string& step : error.context) text << step;
        text << ": " << error.description << "\n";
    }
    return text.str();
}

}  // namespace

int main(int argc, char** argv) {
    const bool lines = argc == 3 && std::string(argv[1]) == "--lines";
    if (argc != 2 && !lines) {
        std::cerr << "usage: schema_check [--lines] FOLDER <DOCUMENT\n";
        return 2;
    }
    try {
        const std::string folder = argv[argc - 1];
        std::string bad;
        if (lines) {
            for (std::string line; std::getline(std::cin, line);) bad += reasons(folder, Json::parse(line));
        } else {
            // Exactly one document: anything after it is a syntax error here.
            const std::string text(std::istreambuf_iterator<char>(std::cin), {});
            bad = reasons(folder, Json::parse(text));
        }
        std::cerr << bad;
        return bad.empty() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
