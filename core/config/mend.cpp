#include "core/config/mend.hpp"

#include <algorithm>
#include <map>

#include "core/base/io.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

namespace {

struct Exchange {
    std::size_t from;
    std::size_t to;
    std::string text;
};

/// The fixes in order of the file, none that begins before another one ended.
std::vector<Exchange> exchanges_of(const Source& source, const std::vector<const Edit*>& edits) {
    std::vector<Exchange> all;
    for (const Edit* edit : edits) all.push_back({source.offset_of(edit->begin), source.offset_of(edit->end), edit->text});
    std::stable_sort(all.begin(), all.end(), [](const Exchange& a, const Exchange& b) { return a.from < b.from; });
    std::vector<Exchange> apart;
    for (Exchange& one : all) {
        if (one.to < one.from || (!apart.empty() && one.from < apart.back().to)) continue;
        apart.push_back(std::move(one));
    }
    return apart;
}

}  // namespace

std::size_t mend(const std::filesystem::path& folder, const std::vector<Finding>& problems) {
    std::map<std::string, std::vector<const Edit*>> files;
    for (const Finding& problem : problems) {
        if (problem.fix) files[problem.fix->begin.file].push_back(&*problem.fix);
    }
    std::size_t made = 0;
    for (const auto& [name, edits] : files) {
        const std::string written = base::read_file(folder / name);
        const Source source(name, written);
        std::string text;
        std::size_t at = 0;
        for (const Exchange& one : exchanges_of(source, edits)) {
            text.append(written, at, one.from - at);
            text += one.text;
            at = one.to;
            ++made;
        }
        text.append(written, at, std::string::npos);
        base::replace_file(folder / name, text);
    }
    return made;
}

}  // namespace mlp::config
