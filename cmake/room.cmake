# mlp_precompile(TARGET): a release is mostly built on machines without a compiler cache; there the headers that nearly every
# file includes are read once. Elsewhere ccache does better without.
function(mlp_precompile target)
    if(CMAKE_BUILD_TYPE STREQUAL "Release")
        target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp")
    endif()
endfunction()

# mlp_room(NAME LINKS room… PRIVATE_LINKS library… SOURCES file…): one folder of core/ as a static library `mlp_NAME`.
# A room sees the headers of the rooms it links and no others' symbols; tests/lint/layers checks the includes.
function(mlp_room name)
    cmake_parse_arguments(ROOM "" "" "LINKS;PRIVATE_LINKS;SOURCES" ${ARGN})
    add_library(mlp_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(mlp_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(mlp_${name} PRIVATE mlp_warnings ${ROOM_PRIVATE_LINKS})
    target_link_libraries(mlp_${name} PUBLIC mlp_sanitizers)
    mlp_precompile(mlp_${name})
    foreach(room IN LISTS ROOM_LINKS)
        target_link_libraries(mlp_${name} PUBLIC mlp_${room})
    endforeach()
endfunction()

# Rooms that start threads: their tests run under the thread sanitizer too.
set(MLP_THREADED_ROOMS base data lineage pipeline)

# mlp_unit_tests(ROOM SOURCES file…): the doctest binary `mlp_test_ROOM`, one ctest entry `unit.ROOM`.
function(mlp_unit_tests room)
    cmake_parse_arguments(UNIT "" "" "LINKS;SOURCES" ${ARGN})
    add_executable(mlp_test_${room} ${UNIT_SOURCES})
    target_link_libraries(mlp_test_${room} PRIVATE mlp_warnings mlp_test_main mlp_${room} ${UNIT_LINKS})
    # Beside the binary, so that libraries of our own are found as it finds them (../lib/mlp).
    # Suites may give their own helpers equal names: each file is compiled alone in every preset.
    set_target_properties(mlp_test_${room} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}" UNITY_BUILD OFF)
    add_test(NAME unit.${room} COMMAND mlp_test_${room})
    set_property(GLOBAL APPEND PROPERTY MLP_SANITIZED_TESTS mlp_test_${room})
    set(labels unit)
    if(room IN_LIST MLP_THREADED_ROOMS)
        list(APPEND labels threads)
        set_property(GLOBAL APPEND PROPERTY MLP_THREADED_TESTS mlp_test_${room})
    endif()
    set_tests_properties(unit.${room} PROPERTIES LABELS "${labels}")
endfunction()
