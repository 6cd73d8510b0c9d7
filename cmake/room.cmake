# mlp_room(NAME LINKS room… PRIVATE_LINKS library… SOURCES file…): one folder of core/ as a static library `mlp_NAME`.
# A room sees the headers of the rooms it links and no others' symbols; tests/lint/layers checks the includes.
function(mlp_room name)
    cmake_parse_arguments(ROOM "" "" "LINKS;PRIVATE_LINKS;SOURCES" ${ARGN})
    add_library(mlp_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(mlp_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(mlp_${name} PRIVATE mlp_warnings ${ROOM_PRIVATE_LINKS})
    target_link_libraries(mlp_${name} PUBLIC mlp_sanitizers)
    foreach(room IN LISTS ROOM_LINKS)
        target_link_libraries(mlp_${name} PUBLIC mlp_${room})
    endforeach()
endfunction()

# mlp_unit_tests(ROOM SOURCES file…): the doctest binary `mlp_test_ROOM`, one ctest entry `unit.ROOM`.
function(mlp_unit_tests room)
    cmake_parse_arguments(UNIT "" "" "LINKS;SOURCES" ${ARGN})
    add_executable(mlp_test_${room} ${UNIT_SOURCES})
    target_link_libraries(mlp_test_${room} PRIVATE mlp_warnings mlp_test_main mlp_${room} ${UNIT_LINKS})
    add_test(NAME unit.${room} COMMAND mlp_test_${room})
    set_tests_properties(unit.${room} PROPERTIES LABELS unit)
endfunction()
