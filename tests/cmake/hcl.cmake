# The grammar's own tests.

target_link_libraries(test_hcl PRIVATE nlohmann_json::nlohmann_json)
