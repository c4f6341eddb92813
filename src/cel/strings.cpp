// The strings extension: positions are code points, as everywhere in CEL.

#include <algorithm>

#include "base/text.h"
#include "cel/code_points.h"
#include "cel/cost.h"
#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

Datum out_of_range(EvalContext& ctx, std::int64_t index) {
  return fail(ctx, "index out of range: " + std::to_string(index));
}

bool outside(std::int64_t index, std::size_t size) {
  return index < 0 || static_cast<std::uint64_t>(index) > size;
}

Datum char_at(EvalContext& ctx, Args args) {
  const CodePoints text(args[0].as_string());
  const auto index = args[1].as_int();
  if (outside(index, text.size())) return out_of_range(ctx, index);
  const auto at = static_cast<std::size_t>(index);
  return Datum::string(at == text.size() ? std::string_view{} : text.slice(at, at + 1));
}

Datum index_of(EvalContext& ctx, Args args) {
  const CodePoints text(args[0].as_string());
  const auto from = args.size() == 3 ? args[2].as_int() : 0;
  if (outside(from, text.size())) return out_of_range(ctx, from);
  const auto at =
      args[0].as_string().find(args[1].as_string(), text.byte_of(static_cast<std::size_t>(from)));
  return Datum::integer(
      at == std::string_view::npos ? -1 : static_cast<std::int64_t>(text.index_of_byte(at)));
}

Datum last_index_of(EvalContext& ctx, Args args) {
  const CodePoints text(args[0].as_string());
  const auto from = args.size() == 3 ? args[2].as_int() : static_cast<std::int64_t>(text.size());
  if (outside(from, text.size())) return out_of_range(ctx, from);
  const auto at =
      args[0].as_string().rfind(args[1].as_string(), text.byte_of(static_cast<std::size_t>(from)));
  return Datum::integer(
      at == std::string_view::npos ? -1 : static_cast<std::int64_t>(text.index_of_byte(at)));
}

Datum substring(EvalContext& ctx, Args args) {
  const CodePoints text(args[0].as_string());
  const auto begin = args[1].as_int();
  const auto end = args.size() == 3 ? args[2].as_int() : static_cast<std::int64_t>(text.size());
  if (outside(begin, text.size())) return out_of_range(ctx, begin);
  if (outside(end, text.size())) return out_of_range(ctx, end);
  if (begin > end)
    return fail(ctx, "invalid substring range. start: " + std::to_string(begin) +
                         ", end: " + std::to_string(end));
  return Datum::string(text.slice(static_cast<std::size_t>(begin), static_cast<std::size_t>(end)));
}

Datum with_case(EvalContext& ctx, Args args, char first, char last) {
  std::string text(args[0].as_string());
  for (auto& c : text)
    if (c >= first && c <= last) c = static_cast<char>(c ^ 0x20);
  return Datum::string(ctx.arena(), text);
}

// Where a needle, or with an empty one each gap between code points, is to be replaced.
std::vector<std::size_t> places_of(std::string_view text, std::string_view needle,
                                   std::int64_t limit) {
  std::vector<std::size_t> places;
  const auto wanted = limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
  if (needle.empty()) {
    const CodePoints points(text);
    for (std::size_t i = 0; i <= points.size() && places.size() < wanted; ++i)
      places.push_back(points.byte_of(i));
    return places;
  }
  for (auto at = text.find(needle); at != text.npos && places.size() < wanted;
       at = text.find(needle, at + needle.size()))
    places.push_back(at);
  return places;
}

Datum replace(EvalContext& ctx, Args args) {
  const auto text = args[0].as_string();
  const auto needle = args[1].as_string();
  const auto with = args[2].as_string();
  const auto places = places_of(text, needle, args.size() == 4 ? args[3].as_int() : -1);
  // The usual cost is for a result about as long as the text.
  const auto added = places.size() * with.size();
  if (added > 2 * text.size() && !ctx.charge(cost_of_length(added)))
    return fail(ctx, "text is too long");
  std::string out;
  std::size_t done = 0;
  for (const auto at : places) {
    out.append(text.substr(done, at - done)).append(with);
    done = at + needle.size();
  }
  return Datum::string(ctx.arena(), out.append(text.substr(done)));
}

Datum split_text(EvalContext& ctx, Args args) {
  const auto text = args[0].as_string();
  const auto separator = args[1].as_string();
  const auto limit = args.size() == 3 ? args[2].as_int() : -1;
  std::vector<Datum> pieces;
  if (limit == 0) return Datum::list(ctx.arena(), pieces);
  const auto most = limit < 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
  if (separator.empty()) {
    const CodePoints points(text);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const bool is_last = pieces.size() + 1 == most;
      pieces.push_back(Datum::string(points.slice(i, is_last ? points.size() : i + 1)));
      if (is_last) break;
    }
    return Datum::list(ctx.arena(), pieces);
  }
  std::size_t begin = 0;
  for (auto at = text.find(separator); at != text.npos && pieces.size() + 1 < most;
       at = text.find(separator, begin)) {
    pieces.push_back(Datum::string(text.substr(begin, at - begin)));
    begin = at + separator.size();
  }
  pieces.push_back(Datum::string(text.substr(begin)));
  return Datum::list(ctx.arena(), pieces);
}

Datum join_texts(EvalContext& ctx, Args args) {
  const auto separator = args.size() == 2 ? args[1].as_string() : std::string_view{};
  std::size_t length = 0;
  for (std::size_t i = 0; i < args[0].size(); ++i) {
    const auto item = args[0].item(i);
    if (!item.is_string())
      return fail(ctx,
                  "join: invalid input: an element is of type " + std::string(item.type_name()));
    length += item.as_string().size() + (i > 0 ? separator.size() : 0);
  }
  if (!ctx.charge(cost_of_length(2 * length))) return fail(ctx, "text is too long");
  std::string out;
  out.reserve(length);
  for (std::size_t i = 0; i < args[0].size(); ++i) {
    if (i > 0) out += separator;
    out += args[0].item(i).as_string();
  }
  return Datum::string(ctx.arena(), out);
}

Datum quote(EvalContext& ctx, Args args) {
  static constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
  static constexpr std::string_view kLetters = "abfnrtv\\\"";
  std::string out = "\"";
  for (const char c : args[0].as_string()) {
    const auto special = kPlain.find(c);
    if (special != kPlain.npos) out += '\\';
    out += special == kPlain.npos ? c : kLetters[special];
  }
  return Datum::string(ctx.arena(), out + "\"");
}

Datum reverse(EvalContext& ctx, Args args) {
  const CodePoints points(args[0].as_string());
  std::string out;
  for (auto i = points.size(); i-- > 0;) out += points.slice(i, i + 1);
  return Datum::string(ctx.arena(), out);
}

std::uint64_t cost_of_search(Args args) {
  return std::max<std::uint64_t>(1, length_of(args[0]) / 10);
}
std::uint64_t cost_of_pass(Args args) {
  return cost_of_length(length_of(args[0]));
}
std::uint64_t cost_of_two_passes(Args args) {
  return cost_of_length(2 * length_of(args[0]));
}

}  // namespace

void add_strings(Environment& environment) {
  add_function(environment, "string.charAt(int) -> string", char_at);
  add_function(environment, "string.indexOf(string) -> int", index_of, cost_of_search);
  add_function(environment, "string.indexOf(string, int) -> int", index_of, cost_of_search);
  add_function(environment, "string.lastIndexOf(string) -> int", last_index_of, cost_of_search);
  add_function(environment, "string.lastIndexOf(string, int) -> int", last_index_of,
               cost_of_search);
  add_function(environment, "string.substring(int) -> string", substring, cost_of_pass);
  add_function(environment, "string.substring(int, int) -> string", substring, cost_of_pass);
  add_function(
      environment, "string.lowerAscii() -> string",
      [](EvalContext& ctx, Args args) { return with_case(ctx, args, 'A', 'Z'); }, cost_of_pass);
  add_function(
      environment, "string.upperAscii() -> string",
      [](EvalContext& ctx, Args args) { return with_case(ctx, args, 'a', 'z'); }, cost_of_pass);
  add_function(
      environment, "string.trim() -> string",
      [](EvalContext&, Args args) { return Datum::string(trim_white_space(args[0].as_string())); },
      cost_of_pass);
  add_function(environment, "string.replace(string, string) -> string", replace,
               cost_of_two_passes);
  add_function(environment, "string.replace(string, string, int) -> string", replace,
               cost_of_two_passes);
  add_function(environment, "string.split(string) -> list(string)", split_text, cost_of_two_passes);
  add_function(environment, "string.split(string, int) -> list(string)", split_text,
               cost_of_two_passes);
  add_function(environment, "list(string).join() -> string", join_texts, [](Args) { return 0; });
  add_function(environment, "list(string).join(string) -> string", join_texts,
               [](Args) { return 0; });
}

void add_string_reverse(Environment& environment) {
  add_function(environment, "string.reverse() -> string", reverse, cost_of_pass);
}

void add_string_quote(Environment& environment) {
  add_function(environment, "strings.quote(string) -> string", quote, cost_of_pass);
}

}  // namespace stopgate::cel
