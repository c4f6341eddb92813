# The commands for Terraform code, as a user runs them.

add_test(NAME program.fmt_corpus COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/fmt_corpus.py $<TARGET_FILE:stopgate>
  ${CMAKE_SOURCE_DIR}/tests/corpus/fmt/table.txt ${CMAKE_SOURCE_DIR}/fixtures ${STOPGATE_SHARED})
set_tests_properties(program.fmt_corpus PROPERTIES TIMEOUT 300)

add_test(NAME program.console_oracle COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/console_oracle.py $<TARGET_FILE:stopgate>
  ${STOPGATE_SHARED}/oracles)
set_tests_properties(program.console_oracle PROPERTIES TIMEOUT 120)
