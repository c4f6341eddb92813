# The commands for Terraform code, as a user runs them.

add_test(NAME program.fmt_corpus COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/fmt_corpus.py $<TARGET_FILE:stopgate>
  ${CMAKE_SOURCE_DIR}/tests/corpus/fmt/table.txt ${CMAKE_SOURCE_DIR}/fixtures ${STOPGATE_SHARED})
set_tests_properties(program.fmt_corpus PROPERTIES TIMEOUT 300)

add_test(NAME program.console_oracle COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/console_oracle.py $<TARGET_FILE:stopgate>
  ${STOPGATE_SHARED}/oracles)
set_tests_properties(program.console_oracle PROPERTIES TIMEOUT 120)

# The same configuration in HCL and in JSON is the same model.
add_executable(hcl_to_json ${CMAKE_CURRENT_SOURCE_DIR}/support/hcl_to_json_main.cpp)
target_link_libraries(hcl_to_json PRIVATE stopgate_hcl stopgate_options nlohmann_json::nlohmann_json)
add_test(NAME program.json_syntax COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/json_syntax.py $<TARGET_FILE:stopgate>
  $<TARGET_FILE:hcl_to_json> ${CMAKE_SOURCE_DIR}/fixtures ${STOPGATE_SHARED}/plans ${STOPGATE_SHARED}/oracles)
set_tests_properties(program.json_syntax PROPERTIES TIMEOUT 300)

# Beside `terraform validate`, where it is on PATH.
add_test(NAME program.validate_terraform COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/validate_terraform.py $<TARGET_FILE:stopgate>
  ${CMAKE_SOURCE_DIR}/tests/corpus/validate/roots.txt ${CMAKE_SOURCE_DIR}/fixtures)
set_tests_properties(program.validate_terraform PROPERTIES TIMEOUT 600 LABELS slow)

add_test(NAME program.terraform_roots COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/terraform_roots.py $<TARGET_FILE:stopgate>)
set_tests_properties(program.terraform_roots PROPERTIES TIMEOUT 120)
