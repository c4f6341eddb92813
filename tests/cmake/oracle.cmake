# CEL cases, our own and the shared ones when they are there, through `stopgate policy eval --json`.
add_test(NAME oracle.cel
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/oracle/cel.py $<TARGET_FILE:stopgate>
          ${CMAKE_CURRENT_SOURCE_DIR}/oracle/cel ${STOPGATE_SHARED}/oracles/cel)
set_tests_properties(oracle.cel PROPERTIES TIMEOUT 300)
