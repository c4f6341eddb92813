#include "terraform/text_unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Calls take(code point, offset, bytes) for each; -1 stands for a byte that is not UTF-8.
template <typename Take>
void each_point(std::string_view text, Take&& take) {
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = 0;
    const auto got = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                      static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    const auto bytes = got <= 0 ? std::size_t{1} : static_cast<std::size_t>(got);
    take(got <= 0 ? -1 : point, at, bytes);
    at += bytes;
  }
}

template <typename Change>
std::string changed(std::string_view text, Change&& change) {
  std::string out;
  out.reserve(text.size());
  each_point(text, [&](utf8proc_int32_t point, std::size_t at, std::size_t bytes) {
    if (point < 0) {
      out += text.substr(at, bytes);
    } else {
      append_utf8(out, static_cast<char32_t>(change(point)));
    }
  });
  return out;
}

// What Go's strings.Title takes for the inside of a word.
bool is_separator(utf8proc_int32_t point) {
  if (point < 0x80) {
    const auto c = static_cast<char>(point);
    return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             c == '_');
  }
  return is_space(static_cast<char32_t>(point));
}

}  // namespace

std::string normalized(std::string text) {
  if (is_ascii(text) || find_invalid_utf8(text)) return text;
  utf8proc_uint8_t* made = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &made,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return text;
  std::string result(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
  std::free(made);
  return result;
}

std::vector<std::string_view> graphemes(std::string_view text) {
  std::vector<std::string_view> clusters;
  utf8proc_int32_t state = 0;
  utf8proc_int32_t before = 0;
  std::size_t start = 0;
  each_point(text, [&](utf8proc_int32_t point, std::size_t at, std::size_t) {
    const auto shown = point < 0 ? 0xFFFD : point;
    if (at > 0 && utf8proc_grapheme_break_stateful(before, shown, &state)) {
      clusters.push_back(text.substr(start, at - start));
      start = at;
    }
    before = shown;
  });
  if (start < text.size()) clusters.push_back(text.substr(start));
  return clusters;
}

std::size_t grapheme_count(std::string_view text) {
  if (is_ascii(text) && text.find('\r') == std::string_view::npos) return text.size();
  return graphemes(text).size();
}

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  each_point(text, [&](utf8proc_int32_t point, std::size_t, std::size_t) {
    points.push_back(point < 0 ? U'\uFFFD' : static_cast<char32_t>(point));
  });
  return points;
}

std::string to_utf8(const std::vector<char32_t>& points) {
  std::string out;
  for (const auto point : points) append_utf8(out, point);
  return out;
}

std::string uppercase(std::string_view text) {
  // Go has no capital for it; utf8proc has.
  constexpr utf8proc_int32_t kSharpS = 0xDF;
  return changed(text, [](utf8proc_int32_t point) {
    return point == kSharpS ? point : utf8proc_toupper(point);
  });
}
std::string lowercase(std::string_view text) {
  return changed(text, utf8proc_tolower);
}

std::string title_case(std::string_view text) {
  utf8proc_int32_t before = ' ';
  return changed(text, [&](utf8proc_int32_t point) {
    const auto made = is_separator(before) ? utf8proc_totitle(point) : point;
    before = point;
    return made;
  });
}

bool is_space(char32_t point) {
  switch (point) {
    case U'\t':
    case U'\n':
    case U'\v':
    case U'\f':
    case U'\r':
    case U' ':
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return point >= 0x2000 && point <= 0x200A;
  }
}

}  // namespace stopgate::terraform
