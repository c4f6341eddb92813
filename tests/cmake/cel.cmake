# The cel tests read typed values from JSON.
if(TARGET test_cel)
  target_sources(test_cel PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit/cel/typed_json.cpp)
  target_link_libraries(test_cel PRIVATE nlohmann_json::nlohmann_json)
endif()
