// semver() and its methods.

#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/opaque.h"
#include "cel/semver.h"

namespace stopgate::cel {

namespace {

constexpr std::string_view kSemver = "kubernetes.Semver";

Result<Semver> read(Args args) {
  const bool is_loose = args.size() == 2 && args[1].is_true();
  return is_loose ? parse_loose_semver(args[0].as_string()) : parse_semver(args[0].as_string());
}

Datum make(EvalContext& ctx, Args args) {
  auto version = read(args);
  return version ? box(ctx, kSemver, std::move(*version)) : fail(ctx, version.error().message);
}

Datum is_semver(EvalContext&, Args args) {
  return Datum::boolean(read(args).has_value());
}

int compare(Args args) {
  return unbox<Semver>(args[0]).compare(unbox<Semver>(args[1]));
}

void add_part(Environment& environment, const std::string& name, std::uint64_t Semver::*part) {
  add_function(environment, "kubernetes.Semver." + name + "() -> int",
               [part](EvalContext&, Args args) {
                 return Datum::integer(static_cast<std::int64_t>(unbox<Semver>(args[0]).*part));
               });
}

std::uint64_t cost_of_text(Args args) {
  return cost_of_length(length_of(args[0]));
}

}  // namespace

void add_semver(Environment& environment) {
  for (const std::string parameters : {"(string)", "(string, bool)"}) {
    add_function(environment, "semver" + parameters + " -> kubernetes.Semver", make, cost_of_text);
    add_function(environment, "isSemver" + parameters + " -> bool", is_semver, cost_of_text);
  }
  add_part(environment, "major", &Semver::major);
  add_part(environment, "minor", &Semver::minor);
  add_part(environment, "patch", &Semver::patch);
  add_function(environment, "kubernetes.Semver.compareTo(kubernetes.Semver) -> int",
               [](EvalContext&, Args args) { return Datum::integer(compare(args)); });
  add_function(environment, "kubernetes.Semver.isGreaterThan(kubernetes.Semver) -> bool",
               [](EvalContext&, Args args) { return Datum::boolean(compare(args) > 0); });
  add_function(environment, "kubernetes.Semver.isLessThan(kubernetes.Semver) -> bool",
               [](EvalContext&, Args args) { return Datum::boolean(compare(args) < 0); });
}

}  // namespace stopgate::cel
