#pragma once

// The options that check, plan and review share.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "cli/gate.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

// Options as text; turned into GateOptions once all are read.
struct GateArguments {
  GateOptions options;
  std::string as, fail_on, provider_schema, shard;
  std::vector<std::string> policies, profiles, parameters, variables, environments, most;
  bool with_disabled = false;
  bool without_configuration = false;
};

void add_gate_options(CLI::App& command, GateArguments& to);

[[nodiscard]] Result<GateOptions> gate_options(GateArguments&& from, const World& world);

}  // namespace stopgate::cli
