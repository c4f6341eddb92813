// Tuple and object constructors, and `for` expressions.

#include <map>

#include "base/text.h"
#include "terraform/evaluator.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kKeyHelp = "an object's keys are strings; make sure that this one is set";

}  // namespace

class Evaluator::Bound {
 public:
  // A key without a name is not bound.
  Bound(Evaluator& evaluator, const hcl::Expression& expression) : Bound(evaluator, expression.key_name.text, expression.value_name.text) {}
  Bound(Evaluator& evaluator, Symbol key, Symbol value) : names_(evaluator.names_), size_(names_.size()) {
    has_key_ = !key.empty();
    if (has_key_) names_.push_back({key, {}});
    names_.push_back({value, {}});
  }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;
  ~Bound() { names_.resize(size_); }

  void set(const ForItem& item) {
    if (has_key_) names_[size_].value = item.key;
    names_[size_ + (has_key_ ? 1 : 0)].value = item.value;
  }

 private:
  std::vector<LocalName>& names_;
  std::size_t size_;
  bool has_key_ = false;
};

CtyValue Evaluator::eval_tuple(const hcl::Expression& expression) {
  std::vector<CtyValue> elements;
  elements.reserve(expression.elements.size());
  for (const auto* element : expression.elements) elements.push_back(eval(*element));
  return CtyValue::tuple(std::move(elements));
}

CtyValue Evaluator::eval_object(const hcl::Expression& expression) {
  std::vector<CtyMember> members;
  members.reserve(expression.items.size());
  Marks marks;
  std::optional<CtyValue> unknown;
  for (const auto& item : expression.items) {
    auto value = eval(*item.value);
    CtyValue undecided;
    const auto key = object_key(eval(*item.key), place_of(*item.key), marks, undecided);
    if (!key) {
      unknown = undecided;
    } else {
      members.push_back({.key = intern(*key), .value = std::move(value), .key_place = place_of(*item.key)});
    }
  }
  return (unknown ? *unknown : CtyValue::object(std::move(members))).with_marks(marks);
}

std::optional<std::string> Evaluator::object_key(const CtyValue& key, source::Place place, Marks& marks, CtyValue& undecided) {
  marks = marks | key.marks();
  if (key.is_null()) {
    undecided = fail(place, "an object's key is null", std::string(kKeyHelp));
    return std::nullopt;
  }
  const auto text = convert(key, Type::string());
  if (!text.error.empty()) {
    undecided = fail(place, "an object's key does not fit: " + text.error, std::string(kKeyHelp));
    return std::nullopt;
  }
  if (text.value.is_unknown()) {
    undecided = unknown_because(text.value);
    return std::nullopt;
  }
  return text.value.as_string();
}

std::optional<std::vector<Evaluator::ForItem>> Evaluator::items_of(const CtyValue& collection, source::Place place, CtyValue& undecided) {
  if (collection.is_null()) {
    undecided = fail(place, "'for' goes over null", "make sure that the collection is set, or use coalesce()");
    return std::nullopt;
  }
  if (collection.type().is_primitive()) {
    undecided = fail(place, "'for' goes over a " + name_of(collection.type()), "a list, set, map, tuple or object is required");
    return std::nullopt;
  }
  if (collection.is_unknown()) {
    undecided = unknown_because(collection);
    return std::nullopt;
  }
  std::vector<ForItem> items;
  items.reserve(collection.size());
  if (collection.type().is_mapping()) {
    for (const auto& member : collection.members()) {
      items.push_back({CtyValue::string(std::string(member.key.text())).with_place(member.key_place), member.value});
    }
    return items;
  }
  const bool is_set = collection.kind() == TypeKind::Set;
  for (const auto& element : collection.elements()) {
    items.push_back({is_set ? element : CtyValue::number(static_cast<std::int64_t>(items.size())), element});
  }
  return items;
}

CtyValue Evaluator::eval_for(const hcl::Expression& expression) {
  const auto collection = eval(*expression.operand);
  CtyValue undecided;
  const auto items = items_of(collection, place_of(*expression.operand), undecided);
  if (!items) return undecided.with_marks(collection.marks());
  if (expression.kind == hcl::ExpressionKind::ForTuple) return for_tuple(expression, *items, collection.marks());
  return for_object(expression, *items, collection.marks());
}

Evaluator::Keep Evaluator::keeps(const hcl::Expression& expression, Marks& marks, CtyValue& undecided) {
  if (expression.condition == nullptr) return Keep::Yes;
  const auto condition = operand(*expression.condition, Type::boolean(), "the condition of 'if'");
  marks = marks | condition.marks;
  if (condition.is_usable) return condition.value.as_bool() ? Keep::Yes : Keep::No;
  undecided = unknown_because(condition.value);
  return Keep::Undecided;
}

CtyValue Evaluator::for_tuple(const hcl::Expression& expression, const std::vector<ForItem>& items, Marks marks) {
  Bound bound(*this, expression);
  std::vector<CtyValue> elements;
  std::optional<CtyValue> unknown;
  for (const auto& item : items) {
    if (budget_.is_reported) break;
    bound.set(item);
    CtyValue undecided;
    const auto keep = keeps(expression, marks, undecided);
    if (keep == Keep::Undecided) unknown = undecided;
    if (keep == Keep::Yes) elements.push_back(eval(*expression.right));
  }
  // How many elements there are is not known when one condition is not.
  return (unknown ? *unknown : CtyValue::tuple(std::move(elements))).with_marks(marks);
}

CtyValue Evaluator::for_object(const hcl::Expression& expression, const std::vector<ForItem>& items, Marks marks) {
  Bound bound(*this, expression);
  struct Group {
    std::vector<CtyValue> values;
    source::Place place;
  };
  std::map<std::string, Group> groups;
  std::optional<CtyValue> unknown;
  for (const auto& item : items) {
    if (budget_.is_reported) break;
    bound.set(item);
    CtyValue undecided;
    const auto keep = keeps(expression, marks, undecided);
    if (keep == Keep::Undecided) unknown = undecided;
    if (keep != Keep::Yes) continue;
    const auto key_value = eval(*expression.left);
    const auto key = object_key(key_value, place_of(*expression.left), marks, undecided);
    if (!key) {
      unknown = undecided;
      continue;
    }
    auto& group = groups[*key];
    if (!group.values.empty() && !expression.flag) {
      unknown = fail(place_of(*expression.left), "two elements give the key \"" + printable(*key, 80) + "\"", "make the keys unique, or write ... after the value to group the values of one key");
      continue;
    }
    group.place = key_value.place();
    group.values.push_back(eval(*expression.right));
  }
  if (unknown) return unknown->with_marks(marks);
  std::vector<CtyMember> members;
  members.reserve(groups.size());
  for (auto& [key, group] : groups) {
    const auto place = group.values.front().place();
    auto value = expression.flag ? CtyValue::tuple(std::move(group.values)).with_place(place) : std::move(group.values.front());
    members.push_back({.key = intern(key), .value = std::move(value), .key_place = group.place});
  }
  return CtyValue::object(std::move(members)).with_marks(marks);
}

// Templates: the parts are flat, each directive finds its own end.

CtyValue Evaluator::eval_template(const hcl::Expression& expression) {
  const auto parts = expression.parts;
  // "${x}" is x itself, whatever its type; a heredoc of one interpolation has a line break as well.
  if (parts.size() == 1 && parts[0].kind == hcl::TemplatePart::Kind::Interpolation) return eval(*parts[0].expression);
  Rendering rendering;
  render(parts, rendering);
  if (!rendering.unknown) return CtyValue::string(std::move(rendering.text)).with_marks(rendering.marks);
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
      case Interpolation: render_value(parts[at], out); break;
      case If: at = render_if(parts, at, out); break;
      case For: at = render_for(parts, at, out); break;
      case Else:
      case EndIf:
      case EndFor: break;
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

namespace {

// From a directive to the one that ends it, or to the `else` before that.
std::size_t end_of(std::span<const hcl::TemplatePart> parts, std::size_t at, bool stops_at_else) {
  using enum hcl::TemplatePart::Kind;
  std::size_t depth = 0;
  for (std::size_t next = at + 1; next < parts.size(); ++next) {
    const auto kind = parts[next].kind;
    if (kind == If || kind == For) ++depth;
    if (depth == 0 && (kind == EndIf || kind == EndFor || (kind == Else && stops_at_else))) return next;
    if (kind == EndIf || kind == EndFor) --depth;
  }
  return parts.size();
}

}  // namespace

std::size_t Evaluator::render_if(std::span<const hcl::TemplatePart> parts, std::size_t at, Rendering& out) {
  const auto middle = end_of(parts, at, true);
  const bool has_else = middle < parts.size() && parts[middle].kind == hcl::TemplatePart::Kind::Else;
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

std::size_t Evaluator::render_for(std::span<const hcl::TemplatePart> parts, std::size_t at, Rendering& out) {
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
