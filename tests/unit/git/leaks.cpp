// For the sanitizer presets: libgit2 1.5 loses a few match states of PCRE when it looks into submodules.
#include <dlfcn.h>

// The report can tell the frames of PCRE only while it stays mapped, so libgit2 and what it needs are not unloaded in
// this binary.
static const void* const kept = dlopen("libgit2.so.1.5", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return kept != nullptr ? "leak:libpcre2\n" : ""; }
