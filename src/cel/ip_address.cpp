#include "cel/ip_address.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace stopgate::cel {

namespace {

Result<std::uint8_t> parse_octet(std::string_view text) {
  if (text.size() > 1 && text[0] == '0') return fail("IPv4 field has octet with leading zero");
  unsigned value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 3 || result.ptr != text.data() + text.size() || value > 255)
    return fail("IPv4 field has value >255 or is not a number");
  return static_cast<std::uint8_t>(value);
}

Result<IpAddress> parse_v4(std::string_view text) {
  const auto fields = split(text, '.');
  if (fields.size() != 4) return fail("IPv4 address needs four fields");
  IpAddress address;
  address.is_v4 = true;
  for (std::size_t i = 0; i < 4; ++i) {
    STOPGATE_TRY(address.bytes[i], parse_octet(fields[i]));
  }
  return address;
}

// The 16-bit fields of one side of "::"; the last may be a dotted IPv4 address.
Result<std::vector<std::uint8_t>> parse_fields(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  if (text.empty()) return bytes;
  const auto fields = split(text, ':');
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto field = fields[i];
    if (i + 1 == fields.size() && field.find('.') != field.npos) {
      STOPGATE_TRY(const auto v4, parse_v4(field));
      bytes.insert(bytes.end(), v4.bytes.begin(), v4.bytes.begin() + 4);
      break;
    }
    unsigned value = 0;
    const auto result = std::from_chars(field.data(), field.data() + field.size(), value, 16);
    if (field.empty()) return fail("each colon-separated field must have at least one digit");
    if (field.size() > 4 || result.ptr != field.data() + field.size())
      return fail("unexpected character or field longer than four digits");
    bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
  }
  return bytes;
}

Result<IpAddress> parse_v6(std::string_view text) {
  IpAddress address;
  const auto gap = text.find("::");
  STOPGATE_TRY(const auto head, parse_fields(text.substr(0, gap)));
  if (gap == text.npos) {
    if (head.size() != 16) return fail("address string too short or too long");
    std::copy(head.begin(), head.end(), address.bytes.begin());
    return address;
  }
  if (text.substr(gap + 2).find("::") != text.npos) return fail("multiple :: in address");
  STOPGATE_TRY(const auto tail, parse_fields(text.substr(gap + 2)));
  if (head.size() + tail.size() > 14)
    return fail("the :: must expand to at least one field of zeros");
  std::copy(head.begin(), head.end(), address.bytes.begin());
  std::copy(tail.begin(), tail.end(),
            address.bytes.end() - static_cast<std::ptrdiff_t>(tail.size()));
  return address;
}

std::string hex(unsigned value) {
  std::array<char, 4> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, 16);
  return {buffer.data(), result.ptr};
}

std::string v6_text(const IpAddress& address) {
  std::array<unsigned, 8> fields{};
  for (std::size_t i = 0; i < 8; ++i)
    fields[i] = address.bytes[2 * i] * 256U + address.bytes[2 * i + 1];
  std::size_t best = 8, best_length = 1;  // the first longest run of two zeros or more
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && fields[end] == 0) ++end;
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      text += "::";
      i += best_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    text += hex(fields[i]);
  }
  return text;
}

}  // namespace

bool IpAddress::is_v4_mapped() const {
  return !is_v4 &&
         std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
         bytes[10] == 0xFF && bytes[11] == 0xFF;
}

IpAddress IpAddress::unmapped() const {
  if (!is_v4_mapped()) return *this;
  IpAddress address;
  address.is_v4 = true;
  std::copy(bytes.begin() + 12, bytes.end(), address.bytes.begin());
  return address;
}

bool IpAddress::is_unspecified() const {
  return std::all_of(bytes.begin(), bytes.end(), [](auto byte) { return byte == 0; });
}

bool IpAddress::is_loopback() const {
  if (is_v4) return bytes[0] == 127;
  return std::all_of(bytes.begin(), bytes.end() - 1, [](auto byte) { return byte == 0; }) &&
         bytes[15] == 1;
}

bool IpAddress::is_link_local_multicast() const {
  if (is_v4) return bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0;
  return bytes[0] == 0xFF && (bytes[1] & 0x0FU) == 0x02;
}

bool IpAddress::is_link_local_unicast() const {
  if (is_v4) return bytes[0] == 169 && bytes[1] == 254;
  return bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80;
}

bool IpAddress::is_global_unicast() const {
  const bool is_multicast = is_v4 ? (bytes[0] & 0xF0U) == 0xE0 : bytes[0] == 0xFF;
  const bool is_broadcast =
      is_v4 && std::all_of(bytes.begin(), bytes.begin() + 4, [](auto byte) { return byte == 255; });
  return !is_unspecified() && !is_loopback() && !is_multicast && !is_link_local_unicast() &&
         !is_broadcast;
}

IpAddress IpAddress::masked(unsigned prefix) const {
  auto address = *this;
  for (unsigned i = 0; i < 16; ++i) {
    if (i * 8 >= prefix)
      address.bytes[i] = 0;
    else if (i * 8 + 8 > prefix)
      address.bytes[i] =
          static_cast<std::uint8_t>(address.bytes[i] & (0xFFU << (i * 8 + 8 - prefix)));
  }
  return address;
}

Result<IpAddress> parse_ip(std::string_view text) {
  if (text.find('%') != text.npos) return fail("zone value is not allowed");
  if (text.find(':') != text.npos) return parse_v6(text);
  if (text.find('.') != text.npos) return parse_v4(text);
  return fail("unable to parse IP");
}

std::string to_text(const IpAddress& address) {
  if (!address.is_v4) return v6_text(address);
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) text += (i > 0 ? "." : "") + std::to_string(address.bytes[i]);
  return text;
}

Result<IpPrefix> parse_prefix(std::string_view text) {
  const auto slash = text.rfind('/');
  if (slash == text.npos) return fail("no '/'");
  STOPGATE_TRY(const auto address, parse_ip(text.substr(0, slash)));
  const auto digits = text.substr(slash + 1);
  unsigned length = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (digits.empty() || digits.size() > 3 || result.ptr != digits.data() + digits.size() ||
      (digits.size() > 1 && digits[0] == '0'))
    return fail("bad bits after slash: " + quoted(digits));
  if (length > address.bits()) return fail("prefix length out of range");
  return IpPrefix{.address = address, .length = length};
}

std::string to_text(const IpPrefix& prefix) {
  return to_text(prefix.address) + "/" + std::to_string(prefix.length);
}

}  // namespace stopgate::cel
