#pragma once

// The clock of this machine.

#include <chrono>
#include <thread>

#include "forge/http.h"

namespace stopgate::forge {

class SystemClock final : public Clock {
 public:
  void sleep(std::int64_t milliseconds) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }
  [[nodiscard]] std::int64_t unix_seconds() const override {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

}  // namespace stopgate::forge
