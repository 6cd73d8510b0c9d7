#include <fmt/format.h>

#include "cli/doctor/checkup.hpp"
#include "cli/libraries.hpp"
#include "core/base/io.hpp"
#include "core/base/process.hpp"
#include "core/base/temporary.hpp"

namespace mlp::cli {

namespace {

using State = Symptom::State;

struct Program {
    std::string_view name;
    std::string_view purpose;
    std::string_view repair;
};
constexpr Program programs[] = {
    {"git", "code of runs, history of data", "apt-get install git, or the like"},
    {"python3", "Python environments of stages", "apt-get install python3 python3-venv, or set python.interpreter"},
};

struct Package {
    std::string_view library;
    std::string_view repair;
};
constexpr Package packages[] = {
    {"libcrypto", "apt-get install libssl3"},
    {"libgit2", "apt-get install libgit2-1.5"},
    {"libcurl", "apt-get install libcurl4"},
    {"libduckdb", "put libduckdb.so beside mlp in ../lib/mlp; where mlp is built, scripts/fetch-duckdb fetches it"},
};

std::string repair_of(const std::string& library) {
    for (const Package& package : packages) {
        if (package.library == library) return std::string(package.repair);
    }
    return "install it";
}

void check_clock(Invocation& call, Symptoms& symptoms) {
    constexpr base::Millis first_release = 1'735'689'600'000;  // 2025: no honest clock shows less
    constexpr std::int64_t tolerated_ns = 2'000'000'000;
    const base::Millis now = call.env().now();
    if (now < first_release) {
        symptoms.push_back({State::fault, "clock", fmt::format("it shows {}", base::iso_time(now)),
                            "set it: date --set, or turn NTP on"});
        return;
    }
    const base::TemporaryFolder folder(base::system_temporaries(), "mlp-doctor");
    base::replace_file(folder.path() / "now", "x");
    const auto written = base::signature_of(folder.path() / "now");
    const std::int64_t apart = written ? written->mtime_ns - call.env().now() * 1'000'000 : 0;
    if (apart > tolerated_ns || apart < -tolerated_ns) {
        symptoms.push_back({State::warning, "clock",
                            "the file system's clock is another one: changes may be overlooked",
                            "let the file server and this machine use the same time server"});
        return;
    }
    symptoms.push_back({State::ok, "clock", base::iso_time(now)});
}

}  // namespace

void check_machine(Invocation& call, Symptoms& symptoms) {
    const std::string path = call.env().variable("PATH").value_or("");
    for (const auto& [name, purpose, repair] : programs) {
        const auto found = base::find_program(name, path);
        symptoms.push_back(found ? Symptom{State::ok, std::string(name), found->string()}
                                 : Symptom{State::warning, std::string(name),
                                           fmt::format("not on PATH; needed for: {}", purpose), std::string(repair)});
    }
    for (const FoundLibrary& library : find_libraries()) {
        if (library.linked) continue;
        symptoms.push_back(library.version ? Symptom{State::ok, library.name, *library.version}
                                           : Symptom{State::warning, library.name,
                                                     fmt::format("not found; needed for: {}", library.purpose),
                                                     repair_of(library.name)});
    }
    try {
        check_clock(call, symptoms);
    } catch (const Error& error) {
        symptoms.push_back({State::fault, "temporary folder", error.message(), "make room there, or set TMPDIR"});
    }
}

}  // namespace mlp::cli
