# mlp_link_statically(): release binaries carry what every start needs (libstdc++, fmt, yaml-cpp, SQLite), so that the loader
# has only the C library to find. Measured: 0.9 ms per start instead of 1.6 (docs/decisions/0004-commands-as-data.md).
# A library without a static archive stays shared.
function(mlp_link_statically target)
    foreach(pair "yaml-cpp libyaml-cpp.a" "SQLite::SQLite3 libsqlite3.a")
        separate_arguments(pair)
        list(GET pair 0 library)
        list(GET pair 1 archive)
        find_library(MLP_STATIC_${archive} ${archive})
        if(MLP_STATIC_${archive})
            set_target_properties(${library} PROPERTIES
                IMPORTED_LOCATION "${MLP_STATIC_${archive}}" IMPORTED_LOCATION_NONE "${MLP_STATIC_${archive}}")
        endif()
    endforeach()
    target_sources(${target} PRIVATE fmt_static.cpp)
    # SQLite's own needs, which a shared one brings along.
    set_property(TARGET SQLite::SQLite3 APPEND PROPERTY INTERFACE_LINK_LIBRARIES m)
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--as-needed)
endfunction()
