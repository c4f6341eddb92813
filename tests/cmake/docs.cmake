# docs/policies is generated: it must be what the policies say now.
add_test(NAME docs.fresh COMMAND ${CMAKE_COMMAND} -DSTOPGATE=$<TARGET_FILE:stopgate> -DSOURCE=${CMAKE_SOURCE_DIR}
         -DWORK=${CMAKE_BINARY_DIR}/docs -P ${CMAKE_SOURCE_DIR}/tests/program/docs_fresh.cmake)
