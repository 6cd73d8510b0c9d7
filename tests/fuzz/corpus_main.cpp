// Runs a fuzz target over a kept corpus: `mlp_fuzz_NAME FOLDER [SECONDS [SEED]]`.
// First the same way every time: each file as it is, cut at every length, and with a fixed sequence of small damages. Then
// for SECONDS (none by default) with damages and joins from a seed that is printed, so that a run can be repeated. The input
// that crashes, aborts or takes longer than ten seconds is written into ./crash-NAME; mended, it belongs into the corpus.
// The targets also fit libFuzzer:
//   clang++ -std=c++20 -fsanitize=fuzzer,address -I . tests/fuzz/yaml_fuzz.cpp core/base/{yaml*,json,text,error}.cpp
//   -lyaml-cpp -lfmt
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// Of the sanitizers' runtime, where there is one: what it finds ends the process without a signal.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

constexpr unsigned longest_seconds = 10;

/// What a signal handler can reach: the input at work, and where it goes.
struct AtWork {
    const char* data = nullptr;
    std::size_t size = 0;
    std::string file;
};

AtWork& at_work() {
    static AtWork input;
    return input;
}

void keep_input() {
    const AtWork& input = at_work();
    const int fd = ::open(input.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return;
    static_cast<void>(!::write(fd, input.data, input.size));
    ::close(fd);
    constexpr std::string_view told = "the input is kept in ./crash-*\n";
    static_cast<void>(!::write(STDERR_FILENO, told.data(), told.size()));
}

void keep_and_die(int signal) {
    keep_input();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void watch(const std::string& program) {
    at_work().file = "crash-" + std::filesystem::path(program).filename().string();
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM}) std::signal(signal, keep_and_die);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_input);
}

void run(const std::string& input) {
    at_work().data = input.data();
    at_work().size = input.size();
    ::alarm(longest_seconds);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ::alarm(0);
}

/// One byte replaced, removed, doubled or moved to another place.
template <class Random>
std::string damaged(std::string input, Random& random) {
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

/// The beginning of one input, the end of another, and a few damages.
std::string offspring(const std::vector<std::string>& inputs, std::mt19937_64& random) {
    const std::string& first = inputs[random() % inputs.size()];
    const std::string& second = inputs[random() % inputs.size()];
    std::string made = first;
    if (random() % 2 == 0) made = first.substr(0, random() % (first.size() + 1)) + second.substr(random() % (second.size() + 1));
    for (auto damages = random() % 8; damages > 0 && !made.empty(); --damages) made = damaged(std::move(made), random);
    return made;
}

void run_random(const std::vector<std::string>& inputs, std::chrono::seconds time, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto end = std::chrono::steady_clock::now() + time;
    std::size_t count = 0;
    for (; std::chrono::steady_clock::now() < end; ++count) run(offspring(inputs, random));
    std::fprintf(stderr, "%zu random inputs from seed %llu\n", count, static_cast<unsigned long long>(seed));
}

std::vector<std::string> corpus(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> inputs;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return inputs;
}

std::uint64_t seed_of(const std::string& word) {
    return word == "random" ? std::random_device{}() : std::strtoull(word.c_str(), nullptr, 10);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    watch(argv[0]);
    const auto inputs = corpus(argv[1]);
    for (const auto& input : inputs) run_variants(input);
    const std::chrono::seconds time(argc > 2 ? std::atoi(argv[2]) : 0);
    const std::uint64_t seed = seed_of(argc > 3 ? argv[3] : "1");
    if (time.count() > 0 && !inputs.empty()) {
        std::fprintf(stderr, "seed %llu\n", static_cast<unsigned long long>(seed));
        run_random(inputs, time, seed);
    }
    // A corpus that is not found must not look like one that passes.
    return inputs.empty() ? 1 : 0;
}
