# The forges of tests/forge/forges.py, on loopback.
add_test(NAME forge.story COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/forge/story.py $<TARGET_FILE:stopgate>)
set_tests_properties(forge.story PROPERTIES TIMEOUT 120)
