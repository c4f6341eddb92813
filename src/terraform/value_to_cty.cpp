#include "terraform/value_to_cty.h"

#include <string>
#include <vector>

namespace stopgate::terraform {

CtyValue cty_of(const value::Value& value) {
  switch (value.kind()) {
    case value::Kind::Null:
    case value::Kind::Unknown:
      return CtyValue::null();
    case value::Kind::Bool:
      return CtyValue::boolean(value.as_bool());
    case value::Kind::Int:
      return CtyValue::number(Number(value.as_int()));
    case value::Kind::Uint:
      return CtyValue::number(Number::parse(std::to_string(value.as_uint())).value_or(Number()));
    case value::Kind::Double:
      if (auto exact = Number::parse(value.lexeme())) return CtyValue::number(std::move(*exact));
      return CtyValue::number(Number::from_double(value.as_double()));
    case value::Kind::String:
      return CtyValue::string(std::string(value.as_string()));
    case value::Kind::List: {
      std::vector<CtyValue> elements;
      for (std::size_t i = 0; i < value.items().size(); ++i)
        elements.push_back(cty_of(value.items()[i]).with_place(value.as_list().place(i)));
      return CtyValue::tuple(std::move(elements));
    }
    case value::Kind::Map: {
      std::vector<CtyMember> members;
      const auto& map = value.as_map();
      for (std::size_t i = 0; i < map.size(); ++i) {
        members.push_back({.key = map.members()[i].key,
                           .value = cty_of(map.members()[i].value).with_place(map.place(i)),
                           .key_place = map.key_place(i)});
      }
      return CtyValue::object(std::move(members));
    }
  }
  return CtyValue::null();
}

}  // namespace stopgate::terraform
