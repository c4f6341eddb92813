// rooms: plan yaml json value source base

// Reads any bytes as a plan, and whatever came out of it is printed, judged and redacted.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "plan/address.h"
#include "plan/facts.h"
#include "plan/reader.h"
#include "plan/redaction.h"

namespace {

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void check_change(const stopgate::plan::Plan& plan, const stopgate::plan::Change& change) {
  stopgate::Arena arena;
  const auto facts = stopgate::plan::change_facts(plan, change, arena);
  require(facts.get("lossClass").is_string());
  // A printed address reads back as itself.
  if (const auto address = stopgate::plan::parse_address(change.address))
    require(stopgate::plan::parse_address(stopgate::plan::to_string(*address)) == address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  stopgate::Limits limits;
  limits.depth = 64;
  (void)stopgate::plan::looks_like_plan(text);
  const auto plan = stopgate::plan::read_plan("fuzz.json", std::string(text), limits);
  for (const auto* changes : {&plan.changes, &plan.drift, &plan.deferred})
    for (const auto& change : *changes) check_change(plan, change);

  // No secret is left, whatever stands around it.
  const stopgate::plan::Redactor redactor(plan);
  for (const auto secret : plan.secrets)
    require(redactor.scrub("<" + std::string(secret) + ">").find(secret) == std::string::npos ||
            std::string_view("<(sensitive)>").find(secret) != std::string_view::npos);
  return 0;
}
