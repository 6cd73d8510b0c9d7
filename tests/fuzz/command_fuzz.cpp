// Reads bytes as a shell command and as a Python script: words and imports come out, and nothing else happens.
#include <cstdint>
#include <cstdlib>

#include "core/config/python_imports.hpp"
#include "core/config/shell_words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mlp::config;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const ShellWord& word : shell_words(text)) {
        if (word.text.empty() && word.role != ShellWord::Role::program) std::abort();
        if (word.text.size() > text.size()) std::abort();
    }
    for (const PythonImport& import : python_imports(text)) {
        if (import.module.size() > text.size()) std::abort();
    }
    return 0;
}
