#include "policy/fix.h"

namespace stopgate::policy {

namespace {

// Where the elements of a bound list stand.
std::vector<source::Place> places_of(const cel::Datum& list) {
  std::vector<source::Place> out;
  const auto tree = list.tree();
  if (!tree || !tree->is_list()) return out;
  for (std::size_t i = 0; i < tree->as_list().size(); ++i) out.push_back(tree->as_list().place(i));
  return out;
}

}  // namespace

std::optional<finding::Fix> make_fix(const std::string& title, const cel::Datum& text,
                                     const cel::Datum& replaces, source::Place place) {
  using enum cel::DatumKind;
  finding::Fix out{.title = title, .edits = {}};
  if (text.is_string()) {
    if (replaces.kind() == Null || replaces.is_unknown() || replaces.is_error()) return {};
    out.edits.push_back({.place = place, .text = std::string(text.as_string())});
  } else if (text.kind() == List) {
    const auto places = places_of(replaces);
    if (places.size() != text.size()) return {};
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto item = text.item(i);
      if (!item.is_string()) return {};
      out.edits.push_back({.place = places[i], .text = std::string(item.as_string())});
    }
  }
  for (const auto& edit : out.edits)
    if (!edit.place.is_known()) return {};
  if (out.edits.empty()) return {};
  return out;
}

}  // namespace stopgate::policy
