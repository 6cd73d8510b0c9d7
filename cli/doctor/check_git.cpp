#include "cli/doctor/checkup.hpp"
#include "cli/pipeline/merge_driver.hpp"

namespace mlp::cli {

using State = Symptom::State;

void check_git(Invocation& call, Symptoms& symptoms) {
    if (!call.find_root()) return;
    const git::MergeDriver driver = lock_merge_driver(call.env());
    std::optional<git::RegisteredDriver> found;
    try {
        found = git::registered(*call.find_root(), driver);
    } catch (const Error& error) {
        symptoms.push_back({State::warning, "merge driver", error.message(), error.hint_text()});
    }
    if (!found || (found->command.empty() && !found->attributed)) return;
    if (found->command == driver.command && found->attributed) {
        return symptoms.push_back({State::ok, "merge driver", "lock files are merged stage by stage"});
    }
    const char* const what = found->command.empty() ? "this clone merges lock files line by line"
                             : !found->attributed   ? "no .gitattributes says that lock files are merged by mlp"
                                                    : "lock files are merged by another mlp than this one";
    symptoms.push_back({State::warning, "merge driver", what, "mlp git install"});
}

}  // namespace mlp::cli
