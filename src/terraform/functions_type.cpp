// Conversions, and what marks a value carries.

#include "terraform/cty_convert.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

Outcome convert_to(const Invocation& call, const Type& type) {
  auto result = convert(call[0], type);
  if (!result.error.empty()) return Outcome::wrong_argument(0, result.error);
  return std::move(result.value);
}

Outcome is_sensitive(const Invocation& call) {
  if (call[0].is_sensitive()) return CtyValue::boolean(true);
  // What it will be may be sensitive.
  if (call[0].is_unknown()) return unknown_result(call, Type::boolean());
  return CtyValue::boolean(false);
}

Outcome nonsensitive(const Invocation& call) {
  const Marks kept{.sensitive = false, .ephemeral = call[0].marks().ephemeral};
  return call[0].without_marks().with_marks(kept);
}

// Ephemeral parts become null, everything else stays.
CtyValue without_ephemeral(const CtyValue& value) {
  if (value.marks().ephemeral) return CtyValue::null(value.type()).with_place(value.place());
  if (!value.deep_marks().ephemeral) return value;
  if (value.type().is_mapping()) {
    std::vector<CtyMember> members(value.members().begin(), value.members().end());
    for (auto& member : members) member.value = without_ephemeral(member.value);
    const auto made = value.kind() == TypeKind::Map
                          ? CtyValue::map(value.type().element(), std::move(members))
                          : CtyValue::object(std::move(members));
    return made.with_marks(value.marks()).with_place(value.place());
  }
  std::vector<CtyValue> elements(value.elements().begin(), value.elements().end());
  for (auto& element : elements) element = without_ephemeral(element);
  return CtyValue::sequence(value.type(), std::move(elements))
      .with_marks(value.marks())
      .with_place(value.place());
}

}  // namespace

std::vector<Function> type_functions() {
  const auto dynamic = Type::dynamic();
  const Parameter convertible{"v", dynamic, kTakesNull | kTakesUnknown | kTakesMarks};
  const Parameter marked{"value", dynamic, kTakesNull | kTakesUnknown | kTakesMarks};
  return {
      {"ephemeralasnull",
       {marked},
       {},
       dynamic,
       [](const Invocation& c) -> Outcome { return without_ephemeral(c[0]); }},
      {"issensitive", {marked}, {}, Type::boolean(), is_sensitive},
      {"nonsensitive", {marked}, {}, dynamic, nonsensitive},
      {"sensitive",
       {marked},
       {},
       dynamic,
       [](const Invocation& c) -> Outcome {
         return c[0].with_marks({.sensitive = true, .ephemeral = false});
       }},
      {"tobool",
       {convertible},
       {},
       Type::boolean(),
       [](const Invocation& c) { return convert_to(c, Type::boolean()); }},
      {"tolist",
       {convertible},
       {},
       dynamic,
       [](const Invocation& c) { return convert_to(c, Type::list(Type::dynamic())); }},
      {"tomap",
       {convertible},
       {},
       dynamic,
       [](const Invocation& c) { return convert_to(c, Type::map(Type::dynamic())); }},
      {"tonumber",
       {convertible},
       {},
       Type::number(),
       [](const Invocation& c) { return convert_to(c, Type::number()); }},
      {"toset",
       {convertible},
       {},
       dynamic,
       [](const Invocation& c) { return convert_to(c, Type::set(Type::dynamic())); }},
      {"tostring",
       {convertible},
       {},
       Type::string(),
       [](const Invocation& c) { return convert_to(c, Type::string()); }},
  };
}

}  // namespace stopgate::terraform
