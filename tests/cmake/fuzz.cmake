# Each tests/fuzz/<name>_fuzz.cpp defines LLVMFuzzerTestOneInput and names the rooms it needs on its
# first line: `// rooms: yaml value`. It becomes replay_<name>, which every test run feeds the seeds in
# tests/fuzz/seeds/<name>, and in the fuzz preset also fuzz_<name>, a libFuzzer program:
#   fuzz_yaml -max_total_time=600 CORPUS tests/fuzz/seeds/yaml

file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*_fuzz.cpp)
foreach(fuzzer IN LISTS fuzzers)
  get_filename_component(name ${fuzzer} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" name ${name})
  file(STRINGS ${fuzzer} first_line LIMIT_COUNT 1)
  if(NOT first_line MATCHES "^// rooms: ([a-z ]+)$")
    message(FATAL_ERROR "${fuzzer}: the first line must be '// rooms: <room> …'")
  endif()
  string(REPLACE " " ";" rooms "${CMAKE_MATCH_1}")
  list(TRANSFORM rooms PREPEND stopgate_)
  set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds/${name})

  add_executable(replay_${name} ${fuzzer} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/replay_main.cpp)
  target_link_libraries(replay_${name} PRIVATE ${rooms} stopgate_options)
  add_test(NAME fuzz.${name} COMMAND replay_${name} ${seeds})
  set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 120)

  if(STOPGATE_FUZZ)
    add_executable(fuzz_${name} ${fuzzer})
    target_link_libraries(fuzz_${name} PRIVATE ${rooms} stopgate_options)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endif()
endforeach()
