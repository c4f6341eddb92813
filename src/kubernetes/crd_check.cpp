#include "kubernetes/crd_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "kubernetes/crd_registry.h"
#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

using value::Value;

constexpr std::array<std::string_view, 6> kTypes = {"object",  "array",  "string",
                                                    "integer", "number", "boolean"};

// The words of a schema.
struct Words {
  Symbol type = intern("type"), properties = intern("properties"),
         additional = intern("additionalProperties"), items = intern("items"),
         required = intern("required"), values = intern("enum"), pattern = intern("pattern"),
         minimum = intern("minimum"), maximum = intern("maximum"),
         exclusive_minimum = intern("exclusiveMinimum"),
         exclusive_maximum = intern("exclusiveMaximum"), min_length = intern("minLength"),
         max_length = intern("maxLength"), min_items = intern("minItems"),
         max_items = intern("maxItems"), one_of = intern("oneOf"), any_of = intern("anyOf"),
         all_of = intern("allOf"), inverse = intern("not"), reference = intern("$ref"),
         open = intern("x-kubernetes-preserve-unknown-fields"),
         embedded = intern("x-kubernetes-embedded-resource"),
         int_or_string = intern("x-kubernetes-int-or-string"),
         list_keys = intern("x-kubernetes-list-map-keys");
};

const Words& words() {
  static const Words kWords;
  return kWords;
}

bool is_set(const Value& schema, Symbol word) {
  return schema.get(word).bool_if().value_or(false);
}

bool is_int_or_string(const Value& schema) {
  return is_set(schema, words().int_or_string);
}

bool has_type(const Value& value, std::string_view type) {
  if (type == "object") return value.is_map();
  if (type == "array") return value.is_list();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "number") return value.is_number();
  if (type == "integer")
    return value.is_int() || value.kind() == value::Kind::Uint ||
           (value.kind() == value::Kind::Double &&
            std::floor(value.as_double()) == value.as_double());
  return true;
}

std::string_view wanted(std::string_view type) {
  if (type == "object") return "a map";
  if (type == "array") return "a list";
  if (type == "string") return "a text; put it in quotes";
  if (type == "boolean") return "true or false, without quotes";
  return type == "integer" ? "a whole number, without quotes" : "a number, without quotes";
}

std::string shown(const Value& value) {
  return value.is_string() ? quoted(value.as_string()) : value::to_text(value);
}

class CustomCheck {
 public:
  explicit CustomCheck(ProblemSink& sink) : sink_(sink) {}

  void check_root(const value::Node& object, const Value& schema) {
    const auto& map = object.value.as_map();
    const auto& properties = schema.get(words().properties);
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto& member = map.members()[i];
      // Servers write the status.
      if (member.key == names::kApiVersion || member.key == names::kKind ||
          member.key == names::kMetadata || member.key.text() == "status" ||
          member.key.text() == "sops")
        continue;
      check_member(member.key, map.key_place(i), {member.value, map.place(i)}, schema, properties,
                   1);
    }
    check_required(object, schema);
  }

 private:
  void report(ProblemKind kind, source::Place place, std::string message,
              std::string suggestion = {}) {
    sink_.report(kind, place, std::move(message), std::move(suggestion));
  }

  void check(const value::Node& node, const Value& schema, std::size_t depth) {
    const auto& value = node.value;
    if (!schema.is_map() || value.is_null() || value.is_unknown() || depth > Limits{}.depth) return;
    if (value.is_string() && is_substituted(value.as_string())) return;
    if (is_int_or_string(schema)) {
      if (!value.is_string() && !value.is_int())
        report(ProblemKind::WrongType, node.place,
               "this is " + describe(value) + " and must be a whole number or a text");
      return check_values(node, schema);
    }
    const auto type = schema.get(words().type).string_if().value_or("");
    if (!has_type(value, type)) {
      report(ProblemKind::WrongType, node.place,
             "this is " + describe(value) + " and must be " + std::string(wanted(type)));
      return;
    }
    check_values(node, schema);
    if (value.is_map()) check_map(node, schema, depth);
    if (value.is_list()) check_list(node, schema, depth);
    check_alternatives(node, schema, depth);
  }

  void check_map(const value::Node& node, const Value& schema, std::size_t depth) {
    const auto properties = schema.get(words().properties);
    const auto& map = node.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i)
      check_member(map.members()[i].key, map.key_place(i), {map.members()[i].value, map.place(i)},
                   schema, properties, depth);
    check_required(node, schema);
  }

  void check_member(Symbol key, source::Place key_place, const value::Node& node,
                    const Value& schema, const Value& properties, std::size_t depth) {
    const auto mark = sink_.enter(key.text());
    const auto additional = schema.get(words().additional);
    if (properties.has(key)) {
      check(node, properties.get(key), depth + 1);
    } else if (additional.is_map()) {
      check(node, additional, depth + 1);
    } else if (is_closed(schema, properties, additional)) {
      const bool is_identity =
          is_set(schema, words().embedded) &&
          (key == names::kApiVersion || key == names::kKind || key == names::kMetadata);
      if (!is_identity) report_unknown(key, key_place, properties);
    }
    sink_.leave(mark);
  }

  // A schema that names no member and closes nothing lets the API server drop what is there; where
  // it names some, another one is a mistake.
  static bool is_closed(const Value& schema, const Value& properties, const Value& additional) {
    return !is_set(schema, words().open) && !additional.bool_if().value_or(false) &&
           !properties.members().empty();
  }

  void report_unknown(Symbol key, source::Place place, const Value& properties) {
    std::vector<std::string_view> known;
    std::string suggestion;
    for (const auto& property : properties.members()) {
      known.push_back(property.key.text());
      if (to_lower(property.key.text()) == to_lower(key.text())) suggestion = property.key.text();
    }
    if (suggestion.empty()) suggestion = nearest_name(key.text(), known).value_or("");
    report(ProblemKind::UnknownField, place,
           "field " + quoted(key.text()) + " is not in the schema of its definition", suggestion);
  }

  void check_required(const value::Node& node, const Value& schema) {
    const auto properties = schema.get(words().properties);
    for (const auto& name : schema.get(words().required).items()) {
      const auto text = name.string_if().value_or("");
      static const Symbol kDefault = intern("default");
      if (text.empty() || node.value.has(intern(text)) || text == "status" ||
          properties.get(intern(text)).has(kDefault))
        continue;
      report(ProblemKind::MissingField, node.place, std::string(text) + " is required and not set");
    }
  }

  void check_list(const value::Node& node, const Value& schema, std::size_t depth) {
    const auto items = schema.get(words().items);
    const auto& list = node.value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto mark = sink_.enter(i);
      check({list[i], list.place(i)}, items, depth + 1);
      sink_.leave(mark);
    }
    check_count(list.size(), schema, words().min_items, words().max_items, "elements", node.place);
  }

  void check_count(std::size_t count, const Value& schema, Symbol least, Symbol most,
                   std::string_view what, source::Place place) {
    const auto min = schema.get(least).int_if();
    const auto max = schema.get(most).int_if();
    const auto number = static_cast<std::int64_t>(count);
    if (min && number < *min)
      report(ProblemKind::WrongValue, place,
             std::to_string(number) + ' ' + std::string(what) + ", and the least is " +
                 std::to_string(*min));
    if (max && number > *max)
      report(ProblemKind::WrongValue, place,
             std::to_string(number) + ' ' + std::string(what) + ", and the most is " +
                 std::to_string(*max));
  }

  void check_values(const value::Node& node, const Value& schema) {
    const auto& value = node.value;
    if (const auto values = schema.get(words().values); !values.items().empty())
      check_enumeration(node, values);
    if (value.is_string()) {
      check_pattern(node, schema.get(words().pattern).string_if().value_or(""));
      std::size_t characters = 0;
      for (const char c : value.as_string())
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++characters;
      check_count(characters, schema, words().min_length, words().max_length, "characters",
                  node.place);
    }
    if (value.is_number()) check_range(node, schema);
  }

  void check_enumeration(const value::Node& node, const Value& values) {
    std::vector<std::string_view> texts;
    std::string list;
    for (const auto& candidate : values.items()) {
      if (candidate == node.value) return;
      if (const auto text = candidate.string_if()) texts.push_back(*text);
      list +=
          (list.empty() ? "" : ", ") +
          (candidate.is_string() ? std::string(candidate.as_string()) : value::to_text(candidate));
    }
    std::string suggestion;
    if (const auto text = node.value.string_if())
      suggestion = nearest_name(*text, texts).value_or("");
    report(ProblemKind::WrongValue, node.place, shown(node.value) + " is none of " + list,
           suggestion);
  }

  void check_pattern(const value::Node& node, std::string_view pattern) {
    if (pattern.empty()) return;
    auto& compiled = patterns_[pattern];
    if (compiled == nullptr) {
      RE2::Options options;
      options.set_log_errors(false);
      compiled = std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    }
    const auto text = node.value.as_string();
    if (!compiled->ok() || RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled))
      return;
    report(ProblemKind::WrongValue, node.place,
           quoted(text) + " does not match the pattern " + quoted(pattern));
  }

  void check_range(const value::Node& node, const Value& schema) {
    const auto number = node.value.as_double();
    const auto least = schema.get(words().minimum);
    const auto most = schema.get(words().maximum);
    const bool is_low = least.is_number() &&
                        (number < least.as_double() || (is_set(schema, words().exclusive_minimum) &&
                                                        number == least.as_double()));
    const bool is_high = most.is_number() &&
                         (number > most.as_double() || (is_set(schema, words().exclusive_maximum) &&
                                                        number == most.as_double()));
    if (is_low)
      report(ProblemKind::WrongValue, node.place,
             shown(node.value) + " is below the least, " + value::to_text(least));
    if (is_high)
      report(ProblemKind::WrongValue, node.place,
             shown(node.value) + " is above the most, " + value::to_text(most));
  }

  // allOf holds as it stands. Of oneOf, anyOf and not only `required` is judged: that is what they
  // are written for, and what can be told in one sentence.
  void check_alternatives(const value::Node& node, const Value& schema, std::size_t depth) {
    for (const auto& part : schema.get(words().all_of).items()) {
      check_required(node, part);
      if (node.value.is_string() || node.value.is_number()) check(node, part, depth + 1);
    }
    for (const auto word : {words().one_of, words().any_of}) {
      const auto alternatives = schema.get(word).items();
      if (alternatives.empty() || !node.value.is_map() ||
          !std::ranges::all_of(alternatives, [](const Value& one) {
            return one.members().size() == 1 && !one.get(words().required).items().empty();
          }))
        continue;
      std::size_t met = 0;
      std::string names;
      for (const auto& one : alternatives) {
        std::string together;
        bool is_met = true;
        for (const auto& name : one.get(words().required).items()) {
          const auto text = name.string_if().value_or("");
          together += (together.empty() ? "" : " with ") + std::string(text);
          is_met = is_met && node.value.has(intern(text));
        }
        names += (names.empty() ? "" : ", ") + together;
        met += is_met ? 1 : 0;
      }
      if (met == 0)
        report(ProblemKind::MissingField, node.place, "one of " + names + " is required");
      if (met > 1 && word == words().one_of)
        report(ProblemKind::WrongValue, node.place, "only one of " + names + " may be set");
    }
  }

  ProblemSink& sink_;
  std::map<std::string_view, std::unique_ptr<RE2>> patterns_;
};

// Walks a schema itself.
class DefinitionCheck {
 public:
  explicit DefinitionCheck(ProblemSink& sink) : sink_(sink) {}

  void check(const value::Node& schema, std::size_t depth) {
    if (depth > Limits{}.depth) return broken(schema.place, "the schema is nested too deep");
    if (!schema.value.is_map())
      return broken(schema.place, "this is " + describe(schema.value) + " and must be a schema");
    if (const auto reference = value::step(schema, words().reference); !reference.value.is_null())
      broken(reference.place, "$ref is not allowed in the schema of a custom resource");
    const auto type = value::step(schema, words().type);
    if (const auto text = type.value.string_if();
        text && std::ranges::find(kTypes, *text) == kTypes.end())
      broken(type.place,
             quoted(*text) + " is no type: object, array, string, integer, number or boolean");
    const auto pattern = value::step(schema, words().pattern);
    if (const auto text = pattern.value.string_if()) {
      RE2::Options options;
      options.set_log_errors(false);
      if (!RE2(re2::StringPiece(text->data(), text->size()), options).ok())
        broken(pattern.place, "the pattern " + quoted(*text) + " does not compile");
    }
    const auto properties = value::step(schema, words().properties);
    if (!properties.value.is_null() && !properties.value.is_map())
      broken(properties.place,
             "properties are " + describe(properties.value) + " and must be a map");
    for (std::size_t i = 0; i < properties.value.members().size(); ++i) {
      const auto& map = properties.value.as_map();
      step_into("properties", map.members()[i].key.text(), {map.members()[i].value, map.place(i)},
                depth);
    }
    if (const auto items = value::step(schema, words().items); !items.value.is_null())
      step_into("items", {}, items, depth);
    else if (type.value.string_if() == "array" && !is_set(schema.value, words().open))
      broken(type.place, "an array needs items");
    if (const auto additional = value::step(schema, words().additional);
        !additional.value.is_null() && !additional.value.is_bool())
      step_into("additionalProperties", {}, additional, depth);
  }

 private:
  void step_into(std::string_view word, std::string_view name, const value::Node& node,
                 std::size_t depth) {
    const auto mark = sink_.enter(word);
    if (!name.empty()) static_cast<void>(sink_.enter(name));
    check(node, depth + 1);
    sink_.leave(mark);
  }

  void broken(source::Place place, std::string message) {
    sink_.report(ProblemKind::BrokenSchema, place, std::move(message));
  }

  ProblemSink& sink_;
};

}  // namespace

void check_definition(const Object& definition, ProblemSink& sink) {
  for_each_schema(definition, [&](const std::string& path, const value::Node& schema) {
    const auto mark = sink.enter(path);
    DefinitionCheck(sink).check(schema, 0);
    sink.leave(mark);
  });
}

void check_custom(const value::Node& object, const Value& schema, ProblemSink& sink) {
  if (schema.is_map()) CustomCheck(sink).check_root(object, schema);
}

}  // namespace stopgate::kubernetes
