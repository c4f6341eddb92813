#include "model/condition.h"

#include <algorithm>
#include <charconv>

#include "base/glob.h"
#include "base/text.h"

namespace stopgate::model {

namespace {

// "eu" of aws_s3_bucket.b["eu"], "0" of aws_s3_bucket.b[0].
std::string_view instance_key(std::string_view address) {
  if (!address.ends_with(']')) return {};
  const auto begin = address.rfind('[');
  auto key = address.substr(begin + 1, address.size() - begin - 2);
  if (key.size() >= 2 && key.starts_with('"')) key = key.substr(1, key.size() - 2);
  return key;
}

// Null for what is not there.
value::Value follow(value::Value value, std::string_view path) {
  for (const auto step : split(path, '.')) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (value.is_unknown()) return value;
    if (value.is_list() && error == std::errc() && end == step.data() + step.size())
      value = index < value.items().size() ? value.items()[index] : value::Value();
    else
      value = value.get(step);
  }
  return value;
}

const Resource* resource_of(const Model& model, const finding::Subject& subject) {
  if (subject.address.empty()) return nullptr;
  for (const auto& stack : model.stacks)
    for (const auto& resource : stack.resources)
      if (resource.address == subject.address) return &resource;
  return nullptr;
}

const kubernetes::Object* object_of(const Model& model, const finding::Subject& subject) {
  if (!subject.address.empty()) return nullptr;
  for (const auto& render : model.renders)
    for (const auto& object : render.objects)
      if (object.kind == subject.kind && object.name == subject.name &&
          (object.name_space == subject.name_space ||
           render.namespace_of(object) == subject.name_space))
        return &object;
  return nullptr;
}

value::Value attributes_of(const Model& model, const finding::Subject& subject) {
  if (const auto* resource = resource_of(model, subject)) return resource->attributes.value;
  const auto* object = object_of(model, subject);
  return object == nullptr ? value::Value() : object->root.value;
}

std::optional<bool> meets_one(const Model& model, const finding::Finding& finding,
                              std::string_view name, std::string_view glob) {
  if (name == "key" && !finding.subject.address.empty())
    return glob_match(glob, instance_key(finding.subject.address), '\0');
  const auto value = follow(attributes_of(model, finding.subject), name);
  if (value.is_unknown() || value.is_sensitive()) return std::nullopt;
  if (value.is_null()) return false;
  const auto text = value.is_string() ? std::string(value.as_string()) : value::to_text(value);
  return glob_match(glob, text, '\0');
}

}  // namespace

std::optional<bool> meets_condition(const Model& model, const finding::Finding& finding,
                                    std::string_view condition, std::string_view workspace) {
  std::optional<bool> out = true;
  for (auto part : split(condition, ' ')) {
    std::optional<bool> met;
    if (part.starts_with("ws:")) {
      if (!workspace.empty()) met = glob_match(part.substr(3), workspace, '\0');
    } else {
      if (part.starts_with('[')) part.remove_prefix(1);
      if (part.ends_with(']')) part.remove_suffix(1);
      const auto equals = part.find('=');
      if (equals == std::string_view::npos) return std::nullopt;
      met = meets_one(model, finding, part.substr(0, equals), part.substr(equals + 1));
    }
    if (met == false) return false;
    if (!met) out.reset();
  }
  return out;
}

std::string tag_of(const Model& model, const finding::Finding& finding, std::string_view key) {
  value::Value tags;
  if (const auto* resource = resource_of(model, finding.subject))
    tags = resource->effective_tags;
  else if (const auto* object = object_of(model, finding.subject))
    tags = object->labels();
  return std::string(tags.get(key).string_if().value_or(""));
}

}  // namespace stopgate::model
