#pragma once

// What several tests of plans need.

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "plan/reader.h"
#include "source/file_system.h"

namespace stopgate::plan {

inline Plan read_plan_file(const std::string& path) {
  auto text = source::DiskFileSystem().read(path, Limits{}.plan_bytes);
  REQUIRE(text);
  return read_plan(path, std::move(*text));
}

inline Plan read_fixture(const std::string& name) {
  std::string path = STOPGATE_SOURCE_DIR;
  path.append("/fixtures/plan/").append(name);
  return read_plan_file(path);
}

}  // namespace stopgate::plan
