#include "kubernetes/type_check.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/glob.h"
#include "base/text.h"
#include "kubernetes/int_or_string.h"
#include "kubernetes/names.h"
#include "value/quantity.h"

namespace stopgate::kubernetes {

namespace {

// Types refer to themselves only through free-form values: this is deeper than any of them.
constexpr std::size_t kMaxDepth = 64;

const Symbol kStatus = intern("status");
const Symbol kSops = intern("sops");

bool is_whole(const value::Value& value) {
  return value.is_int() ||
         (value.kind() == value::Kind::Double && !std::isnan(value.as_double()) &&
          std::floor(value.as_double()) == value.as_double() && std::abs(value.as_double()) < 9e15);
}

std::int64_t whole(const value::Value& value) {
  return value.is_int() ? value.as_int() : static_cast<std::int64_t>(value.as_double());
}

bool is_base64(std::string_view text) {
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const bool is_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '+' || c == '/';
    if (!is_digit || padding > 0) return false;
    ++digits;
  }
  return padding <= 2 && (digits + padding) % 4 == 0;
}

std::string listed(const std::vector<std::string_view>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += i + 1 == values.size() ? " or " : ", ";
    text += values[i];
  }
  return text;
}

// The one that differs in case only, or by a slip.
std::string nearest(std::string_view written, const std::vector<std::string_view>& candidates) {
  for (const auto candidate : candidates)
    if (to_lower(candidate) == to_lower(written)) return std::string(candidate);
  return std::string(nearest_name(written, candidates).value_or(""));
}

class TypeCheck {
 public:
  TypeCheck(int minor, ProblemSink& sink)
      : table_(schema_table()), minor_(minor), bit_(table_.bit(minor)), sink_(sink) {}

  void check_object(const value::Node& node, std::uint32_t type_index, std::size_t depth) {
    const auto& type = table_.types[type_index];
    const auto& map = node.value.as_map();
    owners_.push_back({type_index, current_});
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto& member = map.members()[i];
      current_ = member.key;
      const auto* field = type.find(member.key, bit_);
      const auto mark = sink_.enter(member.key.text());
      if (field == nullptr) {
        if (depth > 0 || member.key != kSops) report_unknown(type, member.key, map.key_place(i));
      } else {
        const bool was_status = is_status_;
        is_status_ = is_status_ || (depth == 0 && member.key == kStatus);
        check_field(*field, {member.value, map.place(i)}, depth);
        is_status_ = was_status;
      }
      sink_.leave(mark);
    }
    owners_.pop_back();
    if (is_status_) return;
    report_missing(type, node);
    for (const auto& exclusion : type.exclusions) check_exclusion(exclusion, node);
  }

 private:
  // An object on the way down, and the member that holds it.
  struct Owner {
    std::uint32_t type = 0;
    Symbol member;
  };

  void report(ProblemKind kind, source::Place place, std::string message,
              std::string suggestion = {}) {
    sink_.report(kind, place, std::move(message), std::move(suggestion));
  }

  void report_unknown(const ObjectType& type, Symbol name, source::Place place) {
    std::vector<std::string_view> known;
    std::optional<int> first;
    for (const auto& field : type.fields) {
      if ((field.minors & bit_) != 0) known.push_back(field.name.text());
      if (field.name == name) first = minor_of(field.minors);
    }
    const auto shown = quoted(name.text());
    if (first)
      return report(
          ProblemKind::UnknownField, place,
          *first > minor_
              ? "field " + shown + " came with Kubernetes 1." + std::to_string(*first) +
                    ", and this is for 1." + std::to_string(minor_)
              : "field " + shown + " is gone from Kubernetes 1." + std::to_string(minor_));
    auto suggestion = nearest(name.text(), known);
    if (suggestion.empty()) suggestion = find_below(type, name);
    if (suggestion.empty()) suggestion = find_above(name);
    report(ProblemKind::UnknownField, place, "field " + shown + " is unknown here", suggestion);
  }

  // A field that was written one level too high: "template.spec.containers".
  [[nodiscard]] std::string find_below(const ObjectType& type, Symbol name) const {
    for (const auto& field : type.fields) {
      const auto& shape = table_.shapes[field.shape];
      const bool is_list = shape.kind == ShapeKind::List;
      const auto& inner = is_list ? table_.shapes[shape.of] : shape;
      if (inner.kind != ShapeKind::Object || field.name == kStatus ||
          table_.types[inner.of].find(name, bit_) == nullptr)
        continue;
      return std::string(field.name.text()) + (is_list ? "[]." : ".") + std::string(name.text());
    }
    return {};
  }

  // A field that was written one level too deep: "livenessProbe.initialDelaySeconds".
  [[nodiscard]] std::string find_above(Symbol name) const {
    if (owners_.size() < 2) return {};
    const auto& above = owners_[owners_.size() - 2];
    if (table_.types[above.type].find(name, bit_) == nullptr) return {};
    return (above.member.empty() ? std::string() : std::string(above.member.text()) + '.') +
           std::string(name.text());
  }

  [[nodiscard]] int minor_of(Minors minors) const {
    auto minor = table_.oldest;
    while ((minors & table_.bit(minor)) == 0) ++minor;
    return minor;
  }

  void report_missing(const ObjectType& type, const value::Node& node) {
    for (const auto& field : type.fields) {
      if (!field.is_required || (field.minors & bit_) == 0 || node.value.has(field.name)) continue;
      report(ProblemKind::MissingField, node.place,
             std::string(field.name.text()) + " is required and not set");
    }
  }

  void check_exclusion(const Exclusion& exclusion, const value::Node& node) {
    std::vector<std::string_view> set;
    for (const auto name : exclusion.fields)
      if (const auto member = node.value.get(name);
          !member.is_null() && !(member.is_string() && member.as_string().empty()))
        set.push_back(name.text());
    if (set.size() > 1)
      report(ProblemKind::WrongValue, node.place,
             "only one of " + join({set.begin(), set.end()}) + " may be set");
    if (set.empty() && exclusion.is_one_needed) {
      std::vector<std::string_view> names;
      for (const auto name : exclusion.fields) names.push_back(name.text());
      report(ProblemKind::MissingField, node.place, "one of " + listed(names) + " is required");
    }
  }

  static std::string join(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
      text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::string(names[i]);
    return text;
  }

  void check_field(const Field& field, const value::Node& node, std::size_t depth) {
    check_shape(field, table_.shapes[field.shape], node, depth);
  }

  void check_shape(const Field& field, const FieldShape& shape, const value::Node& node,
                   std::size_t depth) {
    const auto& value = node.value;
    // A null that stands in a list, or a value that is put in later.
    if (value.is_null() || value.is_unknown() || depth > kMaxDepth) return;
    if (value.is_string() && is_substituted(value.as_string())) return;
    switch (shape.kind) {
      case ShapeKind::Any:
        return;
      case ShapeKind::Object:
        if (!value.is_map()) return wrong_type(node, "a map");
        return check_object(node, shape.of, depth + 1);
      case ShapeKind::List:
        return check_list(field, shape, node, depth);
      case ShapeKind::Map:
        return check_map(field, shape, node, depth);
      case ShapeKind::String:
        if (!value.is_string()) return wrong_type(node, "a text; put it in quotes");
        return check_text(field, node);
      case ShapeKind::Time:
        if (!value.is_string()) wrong_type(node, "a time such as 2030-01-31T12:00:00Z");
        return;
      case ShapeKind::Bytes:
        if (!value.is_string()) return wrong_type(node, "base64 text");
        if (!is_base64(value.as_string()))
          report(ProblemKind::WrongValue, node.place, "the value is no base64");
        return;
      case ShapeKind::Boolean:
        if (!value.is_bool()) wrong_type(node, "true or false, without quotes");
        return;
      case ShapeKind::Int32:
      case ShapeKind::Int64:
        return check_number(field, shape, node);
      case ShapeKind::Number:
        if (!value.is_number()) wrong_type(node, "a number");
        return;
      case ShapeKind::IntOrString:
        return check_int_or_string(field, node);
      case ShapeKind::Quantity:
        if (const auto quantity = value::to_quantity(value); !quantity)
          report(ProblemKind::WrongValue, node.place, quantity.error().message);
        return;
    }
  }

  void check_list(const Field& field, const FieldShape& shape, const value::Node& node,
                  std::size_t depth) {
    if (!node.value.is_list()) return wrong_type(node, "a list");
    const auto& list = node.value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto mark = sink_.enter(i);
      check_shape(field, table_.shapes[shape.of], {list[i], list.place(i)}, depth + 1);
      if (!is_status_ && !field.keys.empty()) check_repeated(field, list, i);
      sink_.leave(mark);
    }
  }

  // Elements before this one with the same keys. Lists of keyed elements are short; beyond the
  // bound, repeats are not looked for.
  void check_repeated(const Field& field, const value::List& list, std::size_t i) {
    constexpr std::size_t kMost = 1000;
    static const Symbol kProtocol = intern("protocol");
    if (i >= kMost || !list[i].is_map()) return;
    const auto key_of = [&](const value::Value& element, Symbol key) {
      const auto written = element.get(key);
      return key == kProtocol && written.is_null() ? value::Value::string("TCP") : written;
    };
    std::string shown;
    for (const auto key : field.keys) {
      const auto written = key_of(list[i], key);
      if (written.is_null()) return;
      if (!shown.empty()) shown += ", ";
      shown += std::string(key.text()) + ' ' +
               (written.is_string() ? quoted(written.as_string()) : value::to_text(written));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!list[j].is_map()) continue;
      if (std::ranges::all_of(field.keys, [&](Symbol key) {
            return key_of(list[j], key) == key_of(list[i], key);
          })) {
        const auto place = value::step({list[i], list.place(i)}, field.keys.front()).place;
        return report(ProblemKind::WrongValue, place.is_known() ? place : list.place(i),
                      "there is an element with the same " + shown + " before");
      }
    }
  }

  void check_map(const Field& field, const FieldShape& shape, const value::Node& node,
                 std::size_t depth) {
    if (!node.value.is_map()) return wrong_type(node, "a map");
    const auto& map = node.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto& member = map.members()[i];
      const auto mark = sink_.enter(member.key.text());
      if (!is_status_) check_key(field.form, member.key.text(), map.key_place(i));
      const value::Node inner{member.value, map.place(i)};
      check_shape(field, table_.shapes[shape.of], inner, depth + 1);
      if (field.form == Form::LabelMap && member.value.is_string())
        check_form(Form::LabelValue, member.value.as_string(), inner.place);
      sink_.leave(mark);
    }
  }

  void check_key(Form form, std::string_view key, source::Place place) {
    if (is_substituted(key)) return;
    const auto wanted = form == Form::LabelMap || form == Form::AnnotationMap ? Form::LabelKey
                        : form == Form::DataMap                               ? Form::DataKey
                                                                              : Form::Any;
    if (const auto wants = misfit(wanted, key, minor_); !wants.empty())
      report(ProblemKind::WrongValue, place,
             "the key " + quoted(key) + " is not " + std::string(wants));
  }

  void check_text(const Field& field, const value::Node& node) {
    const auto text = node.value.as_string();
    if (is_status_) return;
    if (!field.values.empty() && !text.empty() &&
        std::ranges::find(field.values, text) == field.values.end())
      report(ProblemKind::WrongValue, node.place, quoted(text) + " is not " + listed(field.values),
             nearest(text, field.values));
    check_form(field.form, text, node.place);
  }

  void check_form(Form form, std::string_view text, source::Place place) {
    if (is_substituted(text)) return;
    if (const auto wants = misfit(form, text, minor_); !wants.empty())
      report(ProblemKind::WrongValue, place,
             (text.empty() ? std::string("an empty text") : quoted(text)) + " is not " +
                 std::string(wants));
  }

  void check_number(const Field& field, const FieldShape& shape, const value::Node& node) {
    if (!is_whole(node.value))
      return wrong_type(
          node, node.value.is_string() ? "a whole number, without quotes" : "a whole number");
    const auto number = whole(node.value);
    if (shape.kind == ShapeKind::Int32 && (number < INT32_MIN || number > INT32_MAX))
      return report(ProblemKind::WrongValue, node.place,
                    std::to_string(number) + " does not fit 32 bits");
    check_range(field, number, node.place);
  }

  void check_range(const Field& field, std::int64_t number, source::Place place) {
    if (is_status_) return;
    const bool is_low = field.least && number < *field.least;
    if (!is_low && !(field.most && number > *field.most)) return;
    report(ProblemKind::WrongValue, place,
           std::to_string(number) + " is " +
               (is_low ? "below the least, " + std::to_string(*field.least)
                       : "above the most, " + std::to_string(*field.most)));
  }

  void check_int_or_string(const Field& field, const value::Node& node) {
    const auto value = to_int_or_string(node.value);
    if (!value) {
      if (is_whole(node.value) && !node.value.is_int()) return;
      return report(ProblemKind::WrongType, node.place, value.error().message);
    }
    if (const auto* number = std::get_if<std::int32_t>(&*value))
      return check_range(field, *number, node.place);
    if (!is_status_) check_form(field.form, std::get<std::string_view>(*value), node.place);
  }

  void wrong_type(const value::Node& node, std::string_view wanted) {
    report(ProblemKind::WrongType, node.place,
           "this is " + describe(node.value) + " and must be " + std::string(wanted));
  }

  const SchemaTable& table_;
  int minor_;
  Minors bit_;
  ProblemSink& sink_;
  std::vector<Owner> owners_;
  Symbol current_;          // the member that the walk is in
  bool is_status_ = false;  // servers write it, and judge nothing but its types
};

}  // namespace

void check_type(const value::Node& node, std::uint32_t type, int minor, ProblemSink& sink) {
  if (node.value.is_map()) TypeCheck(minor, sink).check_object(node, type, 0);
}

void check_name(const Object& object, int minor, ProblemSink& sink) {
  const auto metadata = value::step(object.root, names::kMetadata);
  const auto name = value::step(metadata, names::kName);
  const auto metadata_mark = sink.enter("metadata");
  if (name.value.is_null()) {
    if (!metadata.value.has(names::kGenerateName))
      sink.report(ProblemKind::MissingField,
                  metadata.value.is_null() ? object.kind_place : metadata.place,
                  "name is required and not set");
  } else if (name.value.is_string() && !is_substituted(name.value.as_string())) {
    auto form = Form::DnsSubdomain;
    for (const auto& rule : schema_table().name_rules)
      if (glob_match(rule.api_version, object.api_version, '\0') &&
          glob_match(rule.kind, object.kind, '\0'))
        form = rule.form;
    const auto mark = sink.enter("name");
    const auto text = name.value.as_string();
    if (const auto wants = misfit(form, text, minor); !wants.empty())
      sink.report(ProblemKind::WrongValue, name.place,
                  (text.empty() ? std::string("an empty text") : quoted(text)) + " is not " +
                      std::string(wants));
    sink.leave(mark);
  }
  sink.leave(metadata_mark);
}

}  // namespace stopgate::kubernetes
