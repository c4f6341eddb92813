# The measured cases are JSON, and the differential test has yaml-cpp as its second opinion.
target_link_libraries(test_yaml PRIVATE nlohmann_json::nlohmann_json PkgConfig::yaml_cpp)
