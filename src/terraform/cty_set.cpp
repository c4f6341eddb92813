#include "terraform/cty_set.h"

#include <algorithm>

#include "terraform/cty_json.h"

namespace stopgate::terraform {

namespace {

void append_set_text(std::string& out, const CtyValue& value) {
  if (value.is_unknown()) {
    out += '?';
    return;
  }
  if (value.is_null()) {
    out += '~';
    return;
  }
  switch (value.kind()) {
    case TypeKind::Dynamic:
      return;
    case TypeKind::Bool:
      out += value.as_bool() ? 'T' : 'F';
      return;
    case TypeKind::Number:
      out += value.as_number().to_text();
      return;
    case TypeKind::String:
      append_json_string(out, value.as_string(), JsonStyle::Shown);
      return;
    case TypeKind::Map:
    case TypeKind::Object: {
      const bool is_map = value.kind() == TypeKind::Map;
      out += is_map ? '{' : '<';
      for (const auto& member : value.members()) {
        if (is_map) {
          append_json_string(out, member.key.text(), JsonStyle::Shown);
          out += ':';
        }
        append_set_text(out, member.value);
        out += ';';
      }
      out += is_map ? '}' : '>';
      return;
    }
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple: {
      const bool is_tuple = value.kind() == TypeKind::Tuple;
      out += is_tuple ? '<' : '[';
      for (const auto& element : value.elements()) {
        append_set_text(out, element);
        out += ';';
      }
      out += is_tuple ? '>' : ']';
      return;
    }
  }
}

int rank(const CtyValue& value) {
  return value.is_null() ? 2 : (value.is_unknown() ? 1 : 0);
}

bool primitive_less(const CtyValue& a, const CtyValue& b) {
  if (rank(a) != 0 || rank(b) != 0) return rank(a) < rank(b);
  if (a.kind() == TypeKind::Number) return a.as_number() < b.as_number();
  if (a.kind() == TypeKind::String) return a.as_string() < b.as_string();
  return !a.as_bool() && b.as_bool();
}

bool same_primitive(const CtyValue& a, const CtyValue& b) {
  return !a.is_unknown() && !b.is_unknown() && !primitive_less(a, b) && !primitive_less(b, a);
}

void order_by_text(std::vector<CtyValue>& elements) {
  struct Keyed {
    std::string text;
    CtyValue value;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(elements.size());
  for (auto& element : elements) keyed.push_back({set_text(element), std::move(element)});
  std::ranges::stable_sort(keyed, [](const Keyed& a, const Keyed& b) {
    return rank(a.value) != rank(b.value) ? rank(a.value) < rank(b.value) : a.text < b.text;
  });
  elements.clear();
  for (std::size_t at = 0; at < keyed.size(); ++at) {
    const bool is_again =
        at > 0 && keyed[at].text == keyed[at - 1].text && keyed[at].value.is_wholly_known();
    if (!is_again) elements.push_back(std::move(keyed[at].value));
  }
}

}  // namespace

std::string set_text(const CtyValue& value) {
  std::string text;
  append_set_text(text, value);
  return text;
}

void make_set_order(std::vector<CtyValue>& elements) {
  const auto is_simple = [](const CtyValue& value) { return value.type().is_primitive(); };
  if (!std::ranges::all_of(elements, is_simple)) {
    order_by_text(elements);
    return;
  }
  std::ranges::stable_sort(elements, primitive_less);
  const auto again = std::ranges::unique(elements, same_primitive);
  elements.erase(again.begin(), again.end());
}

}  // namespace stopgate::terraform
