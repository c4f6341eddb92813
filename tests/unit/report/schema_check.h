#pragma once

// As much of JSON Schema as docs/schema/ uses: enough to say that a report has the shape it
// promises.

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace stopgate::report::test {

class SchemaCheck {
 public:
  using Json = nlohmann::json;

  explicit SchemaCheck(Json schema) : schema_(std::move(schema)) {}

  // "at: what is wrong", one for each member that breaks the schema.
  [[nodiscard]] std::vector<std::string> mistakes(const Json& value) const {
    std::vector<std::string> out;
    check(schema_, value, "$", out);
    return out;
  }

 private:
  using Mistakes = std::vector<std::string>;

  void check(const Json& schema, const Json& value, const std::string& at, Mistakes& out) const {
    if (schema.contains("$ref"))
      check(schema_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), value, at,
            out);
    if (schema.contains("const") && value != schema["const"])
      out.push_back(at + ": is not " + schema["const"].dump());
    if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end())
      out.push_back(at + ": is " + value.dump());
    if (schema.contains("type") && !has_type(schema["type"], value))
      out.push_back(at + ": is no " + schema["type"].dump());
    if (schema.contains("oneOf")) check_one_of(schema["oneOf"], value, at, out);
    if (value.is_number() && schema.contains("minimum") && value < schema["minimum"])
      out.push_back(at + ": is too small");
    if (value.is_string()) check_string(schema, value.get<std::string>(), at, out);
    if (value.is_object()) check_object(schema, value, at, out);
    if (value.is_array() && schema.contains("items"))
      for (std::size_t i = 0; i < value.size(); ++i)
        check(schema["items"], value[i], at + "[" + std::to_string(i) + "]", out);
  }

  static bool has_type(const Json& type, const Json& value) {
    if (type.is_array())
      return std::ranges::any_of(type, [&](const Json& one) { return has_type(one, value); });
    if (type == "integer") return value.is_number_integer();
    return type == value.type_name();
  }

  void check_one_of(const Json& schemas, const Json& value, const std::string& at,
                    Mistakes& out) const {
    const auto fits = [&](const Json& schema) {
      Mistakes mistakes;
      check(schema, value, at, mistakes);
      return mistakes.empty();
    };
    if (std::ranges::count_if(schemas, fits) != 1)
      out.push_back(at + ": fits not exactly one of its forms");
  }

  static void check_string(const Json& schema, const std::string& value, const std::string& at,
                           Mistakes& out) {
    if (schema.contains("minLength") && value.size() < schema["minLength"])
      out.push_back(at + ": is too short");
    if (schema.contains("pattern") &&
        !std::regex_search(value, std::regex(schema["pattern"].get<std::string>())))
      out.push_back(at + ": is '" + value + "'");
  }

  void check_object(const Json& schema, const Json& value, const std::string& at,
                    Mistakes& out) const {
    for (const auto& name : schema.value("required", Json::array()))
      if (!value.contains(name)) out.push_back(at + ": has no " + name.dump());
    const auto properties = schema.value("properties", Json::object());
    // Every member is described, so that the schema is as new as the report.
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name))
        check(properties[name], member, at + "." + name, out);
      else if (!properties.empty())
        out.push_back(at + ": has the member '" + name + "', which the schema does not describe");
    }
  }

  Json schema_;
};

}  // namespace stopgate::report::test
