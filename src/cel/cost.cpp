#include "cel/cost.h"

#include <algorithm>

namespace stopgate::cel {

std::uint64_t cost_of_length(std::size_t length) {
  return (length + 9) / 10;
}

std::size_t length_of(const Datum& datum) {
  switch (datum.kind()) {
    case DatumKind::String: {
      const auto text = datum.as_string();
      return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      }));
    }
    case DatumKind::Bytes:
      return datum.as_string().size();
    case DatumKind::List:
    case DatumKind::Map:
      return datum.size();
    default:
      return 1;
  }
}

std::uint64_t cost_of_comparison(const Datum& a, const Datum& b) {
  return cost_of_length(std::min(length_of(a), length_of(b)));
}

std::uint64_t cost_of_arithmetic(NodeKind kind, const Datum& a, const Datum& b) {
  const bool is_text = a.is_string() || a.kind() == DatumKind::Bytes;
  return kind == NodeKind::Add && is_text && a.kind() == b.kind()
             ? cost_of_length(length_of(a) + length_of(b))
             : 1;
}

std::uint64_t cost_of_regex(std::string_view text, std::string_view pattern) {
  return cost_of_length(text.size() + 1) * ((pattern.size() + 3) / 4);
}

}  // namespace stopgate::cel
