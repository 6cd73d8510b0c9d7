#include "cli/output/explanation.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/output/text.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/config/code_examples.hpp"
#include "core/config/codes.hpp"

namespace mlp::cli {

namespace {

std::string_view weight_text(config::Weight weight) {
    switch (weight) {
        case config::Weight::firm:
            return "error, cannot be lowered";
        case config::Weight::error:
            return "error";
        case config::Weight::warning:
            return "warning";
        case config::Weight::off:
            return "off until the project asks for it";
    }
    return "";
}

const config::CodeRow& row_of_code(std::string_view asked) {
    const std::string code = base::upper(asked);
    if (const config::CodeRow* row = config::find_code(code)) return *row;
    std::vector<std::string> names;
    for (const config::CodeRow& row : config::code_table()) names.emplace_back(row.code);
    throw Error(Kind::usage, fmt::format("there is no code '{}'{}", asked, base::did_you_mean(code, names)))
        .hint("codes stand in brackets behind each finding of `mlp validate`: MLP035");
}

void add_files(std::string_view heading, const std::vector<config::ExampleFile>& files, Text& text) {
    text.line().line(Label::heading, heading);
    for (const config::ExampleFile& file : files) {
        if (file.content.empty()) continue;  // only there to be found
        text.line().line(Label::path, "  " + file.name);
        std::string_view rest = file.content;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            text.add("    ").line(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
}

base::Json files_json(const std::vector<config::ExampleFile>& files) {
    base::Json list = base::Json::array();
    for (const config::ExampleFile& file : files) list.push_back({{"name", file.name}, {"content", file.content}});
    return list;
}

}  // namespace

Report explain_code(std::string_view code) {
    const config::CodeRow& row = row_of_code(code);
    const auto example = config::example_of(row.code);
    base::Json json = document("mlp.validate.explain/1");
    json["code"] = row.code;
    json["title"] = row.title;
    json["text"] = row.text;
    json["severity"] = weight_text(row.weight);
    json["wrong"] = files_json(example.wrong);
    json["right"] = files_json(example.right);
    const auto show = [row, example](Text& text) {
        text.add(Label::id, row.code).add(" · ").line(Label::strong, row.title);
        text.line().wrapped(row.text);
        text.line().add("Severity: ").line(weight_text(row.weight));
        if (!example.wrong.empty()) add_files("Wrong", example.wrong, text);
        if (!example.right.empty()) add_files("Right", example.right, text);
    };
    return {.document = std::move(json), .text = show};
}

}  // namespace mlp::cli
