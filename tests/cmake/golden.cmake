# The program as a user runs it: each folder of tests/golden is a case; tests/program holds what is made up on the fly.
file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/golden/*/cmd)
foreach(case IN LISTS cases)
  get_filename_component(folder ${case} DIRECTORY)
  get_filename_component(name ${folder} NAME)
  add_test(NAME golden.${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/golden/golden.py $<TARGET_FILE:stopgate> ${folder} ${STOPGATE_SHARED})
endforeach()

add_test(NAME program.bad_input COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/bad_input.py $<TARGET_FILE:stopgate>)
set_tests_properties(program.bad_input PROPERTIES TIMEOUT 600 LABELS slow)

foreach(name IN ITEMS shards templates precommit report_formats)
  add_test(NAME program.${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/${name}.py $<TARGET_FILE:stopgate>)
  set_tests_properties(program.${name} PROPERTIES TIMEOUT 600)
endforeach()

add_test(NAME program.review COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/review.py $<TARGET_FILE:stopgate>)
set_tests_properties(program.review PROPERTIES TIMEOUT 600)
add_test(NAME program.configuration COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/configuration.py $<TARGET_FILE:stopgate>)
set_tests_properties(program.configuration PROPERTIES TIMEOUT 600)
add_test(NAME program.secrets COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/secrets.py $<TARGET_FILE:stopgate>)
set_tests_properties(program.secrets PROPERTIES TIMEOUT 300)
add_test(NAME program.plan_verdicts COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/program/plan_verdicts.py $<TARGET_FILE:stopgate> ${STOPGATE_SHARED})
set_tests_properties(program.plan_verdicts PROPERTIES TIMEOUT 300)
