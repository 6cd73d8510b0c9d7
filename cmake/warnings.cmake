# One set of warnings for the whole project, as errors in every preset.
add_library(mlp_warnings INTERFACE)
target_compile_options(mlp_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-align -Woverloaded-virtual -Wnull-dereference -Wformat=2 -Werror
    # With optimisation g++ 12 finds these inside its own std::string and std::optional, where nothing is wrong (GCC bugs
    # 105329, 80635); the first thing that somebody sees of this project is not pages of them.
    $<$<CONFIG:Release>:-Wno-null-dereference -Wno-restrict -Wno-stringop-overflow -Wno-maybe-uninitialized
        -Wno-array-bounds>
    # Where several files are read as one (see the presets), what these say of the others' names means nothing.
    $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-shadow -Wno-subobject-linkage>)
