# The examples of each policy file are a test of their own: policy.<id>.

foreach(room policy cli)
  if(TARGET test_${room})
    target_link_libraries(test_${room} PRIVATE stopgate_builtins)
  endif()
endforeach()

file(GLOB_RECURSE policy_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/policies/*.yaml)
list(FILTER policy_files EXCLUDE REGEX "/data/")
foreach(policy_file IN LISTS policy_files)
  file(STRINGS ${policy_file} ids REGEX "^id: *[a-z0-9.-]+")
  foreach(line IN LISTS ids)
    string(REGEX REPLACE "^id: *([a-z0-9.-]+).*" "\\1" id "${line}")
    add_test(NAME policy.${id} COMMAND stopgate policy test ${id} --policies ${policy_file})
    set_tests_properties(policy.${id} PROPERTIES TIMEOUT 60)
  endforeach()
endforeach()

# A few odd inputs of every example, where no expression may fail; `make fuzz-policies` makes many.
add_test(NAME policies.fuzz COMMAND stopgate policy test --fuzz-inputs 3 --policies ${CMAKE_SOURCE_DIR}/policies)
set_tests_properties(policies.fuzz PROPERTIES TIMEOUT 300 LABELS slow)
