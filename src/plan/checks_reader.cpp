#include <string_view>
#include <utility>

#include "plan/reading.h"

namespace stopgate::plan {

namespace {

void read_problems(Reading& reading, CheckResult& check) {
  reading.stream.elements([&] {
    reading.stream.members([&](std::string_view key) {
      if (key == "message") check.problems.push_back(reading.stream.string(reading.arena));
    });
  });
}

CheckResult read_check(Reading& reading) {
  auto& stream = reading.stream;
  CheckResult check;
  stream.members([&](std::string_view key) {
    if (key == "address") {
      stream.members([&](std::string_view part) {
        if (part == "to_display") check.address = stream.string(reading.arena);
      });
    } else if (key == "status") {
      check.status = stream.string(reading.arena);
    } else if (key == "instances") {
      stream.elements([&] {
        stream.members([&](std::string_view part) {
          if (part == "problems") read_problems(reading, check);
        });
      });
    }
  });
  return check;
}

}  // namespace

void read_checks(Reading& reading) {
  reading.stream.elements([&] {
    auto check = read_check(reading);
    if (!reading.stream.error()) reading.plan.checks.push_back(std::move(check));
  });
}

}  // namespace stopgate::plan
