// Kubernetes' find() and findAll().

#include "base/text.h"
#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/machine.h"

namespace stopgate::cel {

namespace {

// All matches from the left; an empty one that touches the match before it does not count.
std::vector<Datum> find_matches(const RE2& regex, std::string_view text, std::int64_t limit) {
  std::vector<Datum> found;
  const re2::StringPiece subject(text.data(), text.size());
  std::size_t at = 0;
  std::size_t last_end = SIZE_MAX;
  while (at <= text.size() && (limit < 0 || found.size() < static_cast<std::size_t>(limit))) {
    re2::StringPiece match;
    if (!regex.Match(subject, at, text.size(), RE2::UNANCHORED, &match, 1)) break;
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    const auto end = begin + match.size();
    if (!match.empty() || begin != last_end)
      found.push_back(Datum::string(text.substr(begin, match.size())));
    last_end = end;
    at = end;
    if (!match.empty()) continue;
    ++at;  // to the next code point
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return found;
}

Datum bad_pattern(EvalContext& ctx, const RE2& regex) {
  return fail(ctx, "illegal regex: " + printable(regex.error()));
}

Datum find(EvalContext& ctx, Args args) {
  const auto& regex = static_cast<Machine&>(ctx).regex(args[1].as_string());
  if (!regex.ok()) return bad_pattern(ctx, regex);
  const auto found = find_matches(regex, args[0].as_string(), 1);
  return found.empty() ? Datum::string("") : found.front();
}

Datum find_all(EvalContext& ctx, Args args) {
  const auto& regex = static_cast<Machine&>(ctx).regex(args[1].as_string());
  if (!regex.ok()) return bad_pattern(ctx, regex);
  return Datum::list(ctx.arena(), find_matches(regex, args[0].as_string(),
                                               args.size() == 3 ? args[2].as_int() : -1));
}

std::uint64_t cost_of_find(Args args) {
  return cost_of_regex(args[0].as_string(), args[1].as_string());
}

}  // namespace

void add_regexes(Environment& environment) {
  add_function(environment, "string.find(string) -> string", find, cost_of_find);
  add_function(environment, "string.findAll(string) -> list(string)", find_all, cost_of_find);
  add_function(environment, "string.findAll(string, int) -> list(string)", find_all, cost_of_find);
}

}  // namespace stopgate::cel
