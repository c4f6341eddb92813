#include "base/base64.h"

#include <cstdint>

namespace stopgate {

std::string base64_encode(std::string_view octets) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const auto piece = octets.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t byte = 0; byte < 3; ++byte)
      bits = bits << 8U | (byte < piece.size() ? static_cast<unsigned char>(piece[byte]) : 0U);
    for (std::size_t digit = 0; digit < 4; ++digit)
      out += digit <= piece.size() ? kAlphabet[bits >> (18 - 6 * digit) & 63U] : '=';
  }
  return out;
}

}  // namespace stopgate
