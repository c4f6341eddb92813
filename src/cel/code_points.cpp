#include "cel/code_points.h"

#include <algorithm>
#include <array>

namespace stopgate::cel {

namespace {

bool starts_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

constexpr std::array<std::string_view, 25> kWhiteSpace = {" ",
                                                          "\t",
                                                          "\n",
                                                          "\v",
                                                          "\f",
                                                          "\r",
                                                          "\xC2\x85",
                                                          "\xC2\xA0",
                                                          "\xE1\x9A\x80",
                                                          "\xE2\x80\x80",
                                                          "\xE2\x80\x81",
                                                          "\xE2\x80\x82",
                                                          "\xE2\x80\x83",
                                                          "\xE2\x80\x84",
                                                          "\xE2\x80\x85",
                                                          "\xE2\x80\x86",
                                                          "\xE2\x80\x87",
                                                          "\xE2\x80\x88",
                                                          "\xE2\x80\x89",
                                                          "\xE2\x80\x8A",
                                                          "\xE2\x80\xA8",
                                                          "\xE2\x80\xA9",
                                                          "\xE2\x80\xAF",
                                                          "\xE2\x81\x9F",
                                                          "\xE3\x80\x80"};

}  // namespace

CodePoints::CodePoints(std::string_view text) : text_(text) {
  is_ascii_ = std::all_of(text.begin(), text.end(),
                          [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii_) return;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (starts_code_point(text[i])) starts_.push_back(i);
  starts_.push_back(text.size());
}

std::size_t CodePoints::index_of_byte(std::size_t byte) const {
  if (is_ascii_) return byte;
  return static_cast<std::size_t>(std::lower_bound(starts_.begin(), starts_.end(), byte) -
                                  starts_.begin());
}

std::string_view trim_white_space(std::string_view text) {
  const auto at_start = [&](std::string_view space) { return text.starts_with(space); };
  const auto at_end = [&](std::string_view space) { return text.ends_with(space); };
  for (auto found = std::find_if(kWhiteSpace.begin(), kWhiteSpace.end(), at_start);
       found != kWhiteSpace.end();
       found = std::find_if(kWhiteSpace.begin(), kWhiteSpace.end(), at_start))
    text.remove_prefix(found->size());
  for (auto found = std::find_if(kWhiteSpace.begin(), kWhiteSpace.end(), at_end);
       found != kWhiteSpace.end();
       found = std::find_if(kWhiteSpace.begin(), kWhiteSpace.end(), at_end))
    text.remove_suffix(found->size());
  return text;
}

}  // namespace stopgate::cel
