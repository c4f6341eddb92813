# Data files become part of the binary: stopgate never looks for a folder of its own at run time.
#
#   stopgate_embed(ROOM kubernetes NAMESPACE stopgate::kubernetes::data
#                  FILES kRelations=policies/kubernetes/data/relations.yaml …)
#
# Each file becomes the definition of `extern const std::string_view <name>;`, which a header of the
# room declares. It is written anew when the file changes.

function(stopgate_embed)
  cmake_parse_arguments(EMBED "" "ROOM;NAMESPACE" "FILES" ${ARGN})
  foreach(entry IN LISTS EMBED_FILES)
    string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
    set(name ${CMAKE_MATCH_1})
    set(input ${CMAKE_SOURCE_DIR}/${CMAKE_MATCH_2})
    set(output ${CMAKE_BINARY_DIR}/embedded/${EMBED_ROOM}/${name}.cpp)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DNAMESPACE=${EMBED_NAMESPACE} -DNAME=${name}
              -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
      DEPENDS ${input} ${CMAKE_SOURCE_DIR}/cmake/EmbedFile.cmake
      VERBATIM)
    target_sources(stopgate_${EMBED_ROOM} PRIVATE ${output})
  endforeach()
endfunction()
