// Runs a fuzz target over a kept corpus, the same way every time: each file as it is, cut at every length, and with
// a fixed sequence of small damages. A crash or abort names its input. The targets also fit libFuzzer:
//   clang++ -std=c++20 -fsanitize=fuzzer,address -I . tests/fuzz/yaml_fuzz.cpp core/base/{yaml*,json,text,error}.cpp
//   -lyaml-cpp -lfmt
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

/// One byte replaced, removed, doubled or moved to another place.
std::string damaged(std::string input, std::minstd_rand& random) {
    static constexpr std::string_view interesting = "\n\t\r :-?,[]{}#&*!|>'\"%@`\\0~<=\x04\x80\xff";
    const auto at = random() % input.size();
    const auto to = random() % input.size();
    switch (random() % 4) {
        case 0:
            input[at] = interesting[random() % interesting.size()];
            break;
        case 1:
            input.erase(at, 1);
            break;
        case 2:
            input.insert(to, 1, input[at]);
            break;
        default:
            std::swap(input[at], input[to]);
            break;
    }
    return input;
}

void run_variants(const std::string& input) {
    run(input);
    for (std::size_t length = 0; length < std::min<std::size_t>(input.size(), 2000); ++length)
        run(input.substr(0, length));
    std::minstd_rand random(7);  // NOLINT(cert-msc51-cpp): the same every time, on purpose
    auto changed = input;
    for (int i = 0; i < 300 && !changed.empty(); ++i) {
        // Damages pile up a little, then start over.
        if (i % 6 == 0) changed = input;
        if (!changed.empty()) changed = damaged(changed, random);
        run(changed);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::fprintf(stderr, "%s\n", file.filename().c_str());
        std::ifstream stream(file, std::ios::binary);
        run_variants(std::string(std::istreambuf_iterator<char>(stream), {}));
    }
    // A corpus that is not found must not look like one that passes.
    return files.empty() ? 1 : 0;
}
