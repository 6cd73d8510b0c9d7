#include "cli/complete.hpp"

#include <doctest/doctest.h>

#include <map>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp;
using namespace mlp::cli;

namespace {

/// A project in a temporary folder, and surroundings that stand in it.
struct Place {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path()};
    base::Env env = base::Env::of_process();
    std::map<std::string, std::string, std::less<>> variables;

    Place() {
        env.working_directory = folder.path();
        env.variable = [this](std::string_view name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        write(
            "version: 1\nproject: demo\nstages:\n  prepare:\n    cmd: echo\n  train:\n    cmd: echo\n    desc: Fits "
            "it\n"
            "environments:\n  staging: {target: folder, path: out}\n");
    }
    void write(std::string_view text) const { base::replace_file(folder.path() / "mlp.yaml", text); }

    std::string values(const std::vector<std::string>& words) const { return joined(complete(words, env).candidates); }
    std::string live(Live kind) const { return joined(live_values(kind, "", env)); }

    static std::string joined(const std::vector<Candidate>& candidates) {
        std::string result;
        for (const Candidate& candidate : candidates) result += (result.empty() ? "" : " ") + candidate.value;
        return result;
    }
};

}  // namespace

TEST_CASE("words become commands, flags and choices") {
    const Place place;
    CHECK(place.values({"vers"}) == "version");
    CHECK(place.values({"--json", "vers"}) == "version");
    CHECK(place.values({"-C", ".", "vers"}) == "version");
    CHECK(place.values({"nonsense", ""}).empty());
    CHECK(place.values({"completion", ""}) == "bash zsh fish");
    CHECK(place.values({"completion", "bash", ""}).empty());
    CHECK(place.values({"version", "--ver"}) == "--verbose --version");
    CHECK(place.values({"docs", "man", "--output", "x", "--ou"}).empty());
    CHECK(place.values({"help", "comp"}) == "completion");
    // Hidden commands serve programs, not people.
    CHECK(place.values({"doc"}).find("docs") == std::string::npos);
    CHECK(complete({}, place.env).candidates.empty());
}

TEST_CASE("files and folders are left to the shell") {
    const Place place;
    CHECK(complete({"docs", "man", "--output", ""}, place.env).folders);
    CHECK(complete({"docs", "man", "--output=a/"}, place.env).folders);
    CHECK(complete({"-C", ""}, place.env).folders);
    CHECK_FALSE(complete({"version", ""}, place.env).files);
}

TEST_CASE("live values come from the project") {
    Place place;
    CHECK(place.live(Live::stages) == "prepare train");
    CHECK(live_values(Live::stages, "", place.env)[1].description == "Fits it");
    CHECK(place.live(Live::environments) == "staging");
    CHECK(place.live(Live::none).empty());

    const auto below = place.folder.path() / "deep" / "down";
    base::make_folders(below);
    place.env.working_directory = below;
    CHECK(place.live(Live::stages) == "prepare train");
    place.env.working_directory = "/";
    CHECK(place.live(Live::stages).empty());
    place.variables["MLP_PROJECT"] = place.folder.path().string();
    CHECK(place.live(Live::stages) == "prepare train");
}

TEST_CASE("large files give the same names") {
    const Place place;
    std::string text = "version: 1\nproject: demo\nstages:\n";
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
        text += "  s" + std::to_string(i) + ":\n    cmd: echo\n";
        expected += (i == 0 ? "s" : " s") + std::to_string(i);
    }
    place.write(text);
    CHECK(text.size() > 32 << 10);
    CHECK(place.live(Live::stages) == expected);
    place.write(text + "  last: {cmd: echo}\n");
    CHECK(place.live(Live::stages) == expected + " last");
}

TEST_CASE("a project with mistakes offers what could be read") {
    const Place place;
    place.write("version: 1\nproject: demo\nstages:\n  prepare:\n    cmd: echo\n  train:\n    cmt: echo\n");
    CHECK(place.live(Live::stages).starts_with("prepare"));
    place.write("version: [\n");
    CHECK(complete({"completion", ""}, place.env).candidates.size() == 3);
}

TEST_CASE("asking makes nothing") {
    const Place place;
    for (const Live kind : {Live::stages, Live::runs, Live::experiments, Live::models, Live::versions, Live::aliases,
                            Live::environments, Live::templates, Live::datasets}) {
        try {
            live_values(kind, "", place.env);
        } catch (const Error&) {
            // No store yet: complete() makes silence of it.
        }
    }
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(place.folder.path())) ++entries;
    CHECK(entries == 1);
}
