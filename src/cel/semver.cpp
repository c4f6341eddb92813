#include "cel/semver.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace stopgate::cel {

namespace {

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

Result<std::uint64_t> parse_part(std::string_view text, std::string_view name) {
  if (!is_number(text))
    return fail("invalid character(s) found in " + std::string(name) + " number " +
                quoted(text, 40));
  if (text.size() > 1 && text[0] == '0')
    return fail(std::string(name) + " number must not contain leading zeroes " + quoted(text, 40));
  std::uint64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    return fail(std::string(name) + " number is too large: " + quoted(text, 40));
  return value;
}

Result<std::string> parse_identifiers(std::string_view text, bool numbers_are_strict) {
  for (const auto piece : split(text, '.')) {
    if (!is_identifier(piece))
      return fail("invalid character(s) found in prerelease or build meta data " +
                  quoted(text, 60));
    if (numbers_are_strict && is_number(piece) && piece.size() > 1 && piece[0] == '0')
      return fail("numeric prerelease must not contain leading zeroes " + quoted(piece, 40));
  }
  return std::string(text);
}

int order(std::uint64_t a, std::uint64_t b) {
  return a == b ? 0 : a < b ? -1 : 1;
}

int compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_number = is_number(a);
  const bool b_number = is_number(b);
  if (a_number != b_number) return a_number ? -1 : 1;
  if (a_number && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  const int text = a.compare(b);
  return text == 0 ? 0 : text < 0 ? -1 : 1;
}

int compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return order(a.empty() ? 1 : 0, b.empty() ? 1 : 0);
  const auto x = split(a, '.');
  const auto y = split(b, '.');
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
    if (const int result = compare_identifiers(x[i], y[i]); result != 0) return result;
  return order(x.size(), y.size());
}

std::string without_zeros(std::string_view number) {
  const auto first = number.find_first_not_of('0');
  return first == number.npos ? "0" : std::string(number.substr(first));
}

}  // namespace

int Semver::compare(const Semver& other) const {
  if (const int result = order(major, other.major); result != 0) return result;
  if (const int result = order(minor, other.minor); result != 0) return result;
  if (const int result = order(patch, other.patch); result != 0) return result;
  return compare_prereleases(prerelease, other.prerelease);
}

Result<Semver> parse_semver(std::string_view text) {
  const auto core_end = std::min(text.find_first_of("-+"), text.size());
  const auto parts = split(text.substr(0, core_end), '.');
  if (parts.size() != 3) return fail("no Major.Minor.Patch elements found in " + quoted(text, 60));
  Semver version;
  STOPGATE_TRY(version.major, parse_part(parts[0], "major"));
  STOPGATE_TRY(version.minor, parse_part(parts[1], "minor"));
  STOPGATE_TRY(version.patch, parse_part(parts[2], "patch"));
  auto rest = text.substr(core_end);
  const auto plus = rest.find('+');
  if (plus != rest.npos) {
    STOPGATE_TRY(version.build, parse_identifiers(rest.substr(plus + 1), false));
    rest = rest.substr(0, plus);
  }
  if (!rest.empty()) {
    STOPGATE_TRY(version.prerelease, parse_identifiers(rest.substr(1), true));
  }
  return version;
}

Result<Semver> parse_loose_semver(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  const auto core_end = std::min(text.find_first_of("-+"), text.size());
  auto parts = split(text.substr(0, core_end), '.');
  if (parts.size() < 3 && core_end < text.size())
    return fail("short version cannot contain PreRelease/Build meta data: " + quoted(text, 60));
  if (parts.size() > 3) return parse_semver(text);
  std::string normal;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto part = i < parts.size() ? parts[i] : "0";
    normal += (i > 0 ? "." : "") + (is_number(part) ? without_zeros(part) : std::string(part));
  }
  return parse_semver(normal + std::string(text.substr(core_end)));
}

std::string to_text(const Semver& version) {
  auto text = std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
              std::to_string(version.patch);
  if (!version.prerelease.empty()) text += "-" + version.prerelease;
  if (!version.build.empty()) text += "+" + version.build;
  return text;
}

}  // namespace stopgate::cel
