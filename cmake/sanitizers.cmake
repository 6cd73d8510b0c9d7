# MLP_SANITIZE is a list for -fsanitize: "address;undefined" or "thread" (see CMakePresets.json).
set(MLP_SANITIZE "" CACHE STRING "Sanitizers to build with")
add_library(mlp_sanitizers INTERFACE)
if(MLP_SANITIZE)
    list(JOIN MLP_SANITIZE "," sanitize_list)
    target_compile_options(mlp_sanitizers INTERFACE
        -fsanitize=${sanitize_list} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(mlp_sanitizers INTERFACE -fsanitize=${sanitize_list})
endif()
