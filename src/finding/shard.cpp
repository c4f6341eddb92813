#include "finding/shard.h"

#include <charconv>
#include <cstdint>
#include <string>

#include "base/text.h"

namespace stopgate::finding {

namespace {

constexpr std::size_t kShards = 1'000;

// FNV-1a: the same on every machine and in every build, which hash64 does not promise.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash ^ (hash >> 32U);
}

bool parse_number(std::string_view text, std::size_t& out) {
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stop == end;
}

}  // namespace

bool Shard::holds(const Subject& subject, std::string_view path) const {
  if (count <= 1) return true;
  auto name = subject.address.empty() ? to_string(subject) : without_instance_keys(subject.address);
  if (subject.address.empty() && subject.name.empty()) name.append("\n").append(path);
  return hash_of(name) % count == index - 1;
}

Result<Shard> parse_shard(std::string_view text) {
  Shard out;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || !parse_number(text.substr(0, slash), out.index) ||
      !parse_number(text.substr(slash + 1), out.count))
    return fail("--shard wants I/N, as 2/4 for the second of four, not " + quoted(text));
  if (out.count > kShards)
    return fail("--shard " + quoted(text) + " asks for more than " + std::to_string(kShards) +
                " shards");
  if (out.index < 1 || out.index > out.count)
    return fail("--shard " + quoted(text) + ": the first number is from 1 to the second");
  return out;
}

}  // namespace stopgate::finding
