// Templates: the parts are flat as they are written, each directive finds its own end.

#include "terraform/evaluate_bound.h"

namespace stopgate::terraform {

namespace {

// From a directive to the one that ends it, or to the `else` before that.
std::size_t end_of(std::span<const hcl::TemplatePart> parts, std::size_t at, bool stops_at_else) {
  using enum hcl::TemplatePart::Kind;
  std::size_t depth = 0;
  for (std::size_t next = at + 1; next < parts.size(); ++next) {
    const auto kind = parts[next].kind;
    if (kind == If || kind == For) ++depth;
    if (depth == 0 && (kind == EndIf || kind == EndFor || (kind == Else && stops_at_else)))
      return next;
    if (kind == EndIf || kind == EndFor) --depth;
  }
  return parts.size();
}

}  // namespace

CtyValue Evaluator::eval_template(const hcl::Expression& expression) {
  const auto parts = expression.parts;
  // "${x}" is x itself, whatever its type; a heredoc of one interpolation has a line break as well.
  if (parts.size() == 1 && parts[0].kind == hcl::TemplatePart::Kind::Interpolation)
    return eval(*parts[0].expression);
  Rendering rendering;
  render(parts, rendering);
  if (!rendering.unknown)
    return CtyValue::string(std::move(rendering.text)).with_marks(rendering.marks);
  auto info = reason_of(*rendering.unknown);
  info.not_null = true;
  info.prefix = CtyValue::string(std::move(rendering.text)).as_string();
  return CtyValue::unknown(Type::string(), std::move(info)).with_marks(rendering.marks);
}

void Evaluator::render(std::span<const hcl::TemplatePart> parts, Rendering& out) {
  using enum hcl::TemplatePart::Kind;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (out.text.size() > options_.max_string_bytes) return;
    switch (parts[at].kind) {
      case Text:
        if (!out.unknown) out.text += parts[at].text;
        break;
      case Interpolation:
        render_value(parts[at], out);
        break;
      case If:
        at = render_if(parts, at, out);
        break;
      case For:
        at = render_for(parts, at, out);
        break;
      case Else:
      case EndIf:
      case EndFor:
        break;
    }
  }
}

void Evaluator::render_value(const hcl::TemplatePart& part, Rendering& out) {
  const auto value = operand(*part.expression, Type::string(), "the value in the template");
  out.marks = out.marks | value.marks;
  if (out.unknown) return;
  if (value.is_usable) {
    out.text += value.value.as_string();
    return;
  }
  out.unknown = value.value.unknown_info();
  out.text += out.unknown->prefix;
}

std::size_t Evaluator::render_if(std::span<const hcl::TemplatePart> parts, std::size_t at,
                                 Rendering& out) {
  const auto middle = end_of(parts, at, true);
  const bool has_else =
      middle < parts.size() && parts[middle].kind == hcl::TemplatePart::Kind::Else;
  const auto end = has_else ? end_of(parts, middle, false) : middle;
  const auto condition = operand(*parts[at].expression, Type::boolean(), "the condition of %{if}");
  out.marks = out.marks | condition.marks;
  if (!condition.is_usable) {
    if (!out.unknown) out.unknown = reason_of(condition.value.unknown_info());
  } else if (condition.value.as_bool()) {
    render(parts.subspan(at + 1, middle - at - 1), out);
  } else if (has_else) {
    render(parts.subspan(middle + 1, end - middle - 1), out);
  }
  return end;
}

std::size_t Evaluator::render_for(std::span<const hcl::TemplatePart> parts, std::size_t at,
                                  Rendering& out) {
  const auto end = end_of(parts, at, false);
  const auto collection = eval(*parts[at].expression);
  out.marks = out.marks | collection.marks();
  CtyValue undecided;
  const auto items = items_of(collection, place_of(*parts[at].expression), undecided);
  if (!items) {
    if (!out.unknown) out.unknown = reason_of(undecided.unknown_info());
    return end;
  }
  Bound bound(*this, parts[at].key_name.text, parts[at].value_name.text);
  for (const auto& item : *items) {
    if (budget_.is_reported || !spend({file_, parts[at].span})) break;
    bound.set(item);
    render(parts.subspan(at + 1, end - at - 1), out);
  }
  return end;
}

}  // namespace stopgate::terraform
