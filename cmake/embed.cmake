# mlp_embed(TARGET NAMESPACE ns HEADER path ROOT dir FILES file…): files become read-only data in the binary.
# Generates HEADER (included as "embedded/<HEADER>") with `std::span<const mlp::base::EmbeddedFile> ns::files()`;
# each has a name relative to ROOT, its bytes and whether it is executable.
set(MLP_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake")
function(mlp_embed target)
    cmake_parse_arguments(EMBED "" "NAMESPACE;HEADER;ROOT" "FILES" ${ARGN})
    set(out_dir "${PROJECT_BINARY_DIR}/embedded")
    string(REGEX REPLACE "\\.hpp$" ".cpp" source "${EMBED_HEADER}")
    string(REPLACE ";" "\n" list_text "${EMBED_FILES}")
    set(list_file "${out_dir}/${EMBED_HEADER}.list")
    file(CONFIGURE OUTPUT "${list_file}" CONTENT "${list_text}\n" @ONLY)
    add_custom_command(
        OUTPUT "${out_dir}/${EMBED_HEADER}" "${out_dir}/${source}" "${out_dir}/${source}.S"
        COMMAND ${CMAKE_COMMAND} "-DROOT=${EMBED_ROOT}" "-DLIST=${list_file}" "-DNAMESPACE=${EMBED_NAMESPACE}"
                "-DHEADER=${EMBED_HEADER}" "-DOUT=${out_dir}/${EMBED_HEADER}" "-DSOURCE=${out_dir}/${source}"
                -P "${MLP_EMBED_SCRIPT}"
        DEPENDS ${EMBED_FILES} "${list_file}" "${MLP_EMBED_SCRIPT}"
        COMMENT "Embedding ${EMBED_HEADER}" VERBATIM)
    target_sources(${target} PRIVATE "${out_dir}/${source}" "${out_dir}/${source}.S")
    target_include_directories(${target} PRIVATE "${PROJECT_BINARY_DIR}")
endfunction()
