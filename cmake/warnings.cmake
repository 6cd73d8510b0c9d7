# One set of warnings for the whole project, as errors in every preset.
add_library(mlp_warnings INTERFACE)
target_compile_options(mlp_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wformat=2 -Werror
    # With optimisation g++ 12 finds these inside its own standard library, where nothing is wrong: told, not failed on.
    $<$<CONFIG:Release>:-Wno-null-dereference -Wno-error=restrict -Wno-error=maybe-uninitialized
        -Wno-error=stringop-overflow -Wno-error=array-bounds>)
