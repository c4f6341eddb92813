# docs/policies is generated: it must be what the policies say now.
add_test(NAME docs.fresh COMMAND ${CMAKE_COMMAND} -DSTOPGATE=$<TARGET_FILE:stopgate> -DSOURCE=${CMAKE_SOURCE_DIR}
         -DWORK=${CMAKE_BINARY_DIR}/docs -P ${CMAKE_SOURCE_DIR}/tests/program/docs_fresh.cmake)

# The commands of a document do what it says.
add_test(NAME docs.writing-policies COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/program/document.py
         $<TARGET_FILE:stopgate> ${CMAKE_SOURCE_DIR}/docs/writing-policies.md)
