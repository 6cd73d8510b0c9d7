#include "cli/pipeline/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/pipeline/parameter_values.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

namespace {

struct Edit {
    std::string file = "params.yaml";
    std::string key;
    std::string value;
};

Edit parse(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw Error(Kind::usage, fmt::format("'{}' sets nothing: KEY=VALUE was expected", base::printable(text)))
            .at("flag --set")
            .hint("for example --set train.lr=0.1, or --set other.yaml:train.lr=0.1");
    }
    Edit edit;
    edit.key = text.substr(0, equals);
    edit.value = text.substr(equals + 1);
    if (const std::size_t colon = edit.key.find(':'); colon != std::string::npos) {
        edit.file = edit.key.substr(0, colon);
        edit.key.erase(0, colon + 1);
    }
    if (split_values(edit.value).size() > 1) {
        throw Error(Kind::usage, fmt::format("'{}' names several values, one run takes one", base::printable(text)))
            .at("flag --set")
            .hint(fmt::format("for a list as the value write --set '{}=[{}]'", edit.key, edit.value));
    }
    return edit;
}

}  // namespace

void ParameterEdits::apply(const std::vector<std::string>& edits) {
    try {
        for (const std::string& text : edits) edit(text);
    } catch (...) {
        undo();
        throw;
    }
}

void ParameterEdits::edit(const std::string& text) {
    const Edit edit = parse(text);
    const auto file = base::normal_relative(edit.file);
    if (!file) {
        throw Error(Kind::usage, fmt::format("'{}' is not a file inside the project", base::printable(edit.file)))
            .at("flag --set");
    }
    const std::filesystem::path path = root_ / *file;
    auto content = base::read_file_if_exists(path);
    if (!content) {
        throw Error(Kind::missing, fmt::format("the parameter file {} does not exist", *file))
            .at("flag --set")
            .hint("create it with the keys that your stages read");
    }
    const auto known = std::find_if(before_.begin(), before_.end(), [&](const Before& b) { return b.path == path; });
    if (known == before_.end()) before_.push_back({path, *std::move(content)});
    config::set_param(path, edit.key, edit.value);
}

void ParameterEdits::undo() noexcept {
    for (const Before& before : before_) {
        try {
            base::replace_file(before.path, before.content);
        } catch (const std::exception&) {
            // The error that led here is told; a disk that takes no more cannot be helped by a second one.
        }
    }
    before_.clear();
}

}  // namespace mlp::cli
