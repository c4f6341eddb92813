#include "policy/dated_facts.h"

#include <algorithm>

#include "policy/data_table.h"

namespace stopgate::policy {

namespace {

std::string text_of(const value::Value& value) {
  return std::string(value.string_if().value_or(""));
}

std::string key_of(std::string_view product, std::string_view version) {
  return std::string(product) + ' ' + std::string(version);
}

DatedFacts read_facts() {
  const DataTable table("end-of-life.yaml", data::kEndOfLife);
  DatedFacts out{.as_of = text_of(table.root().get("as_of")), .by_version = {}};
  for (const auto& product : table.root().get("products").items()) {
    const auto name = text_of(product.get("name"));
    for (const auto& version : product.get("versions").members())
      out.by_version.emplace(key_of(name, version.key.text()),
                             EndOfLife{.ends = text_of(version.value.get("ends")),
                                       .replacement = text_of(version.value.get("replacement")),
                                       .source = text_of(product.get("source"))});
  }
  return out;
}

}  // namespace

const DatedFacts& dated_facts() {
  static const auto* const read = new DatedFacts(read_facts());
  return *read;
}

const EndOfLife* end_of_life(std::string_view product, std::string_view version) {
  const auto& facts = dated_facts().by_version;
  const auto at = facts.find(key_of(product, version));
  return at == facts.end() ? nullptr : &at->second;
}

bool is_day(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() != kShape.size()) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!std::ranges::equal(text, kShape, [&](char c, char shape) {
        return shape == '0' ? is_digit(c) : c == shape;
      }))
    return false;
  const auto month = text.substr(5, 2), day = text.substr(8, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

}  // namespace stopgate::policy
