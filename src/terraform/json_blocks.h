#pragma once

// Which members of an object in Terraform's JSON syntax are blocks, and what their bodies may hold.
//
// JSON does not tell blocks from arguments. Terraform's own blocks are known; of what a provider
// defines the facts about its arguments tell, as far as we have them. Else lists of objects are
// read as blocks: evaluated, both are lists of maps. A single object is read as a block unless its
// name is one that providers use for maps (`tags`, `labels`, …).

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hcl/syntax.h"
#include "terraform/provider_schema.h"
#include "value/value.h"

namespace stopgate::terraform {

// What the strings of an argument are.
enum class JsonStrings : std::uint8_t {
  Templates,
  Text,   // defaults and descriptions of variables, sources of modules
  Names,  // expressions that name objects, and types
};

struct JsonBody {
  std::string_view kind;                // "resource", "lifecycle"; empty: of a provider's block
  const SchemaBlock* schema = nullptr;  // null: not known
  Authority authority = Authority::Partial;
};

class JsonBlocks {
 public:
  // The number of labels when the member is a block.
  [[nodiscard]] static std::optional<std::size_t> labels_of(const JsonBody& body,
                                                            std::string_view name,
                                                            const value::Value& value);
  // At the top level: every member is a block.
  [[nodiscard]] static std::size_t top_labels_of(std::string_view type);

  [[nodiscard]] static JsonStrings strings_of(const JsonBody& body, std::string_view name);

  // The body of a block that stands in `outer`, or at the top level where that is null.
  [[nodiscard]] JsonBody inside(const JsonBody* outer, std::string_view type,
                                std::span<const hcl::Label> labels);

 private:
  [[nodiscard]] const SchemaAnswer& facts_of(std::string_view block, std::string_view type);

  std::map<std::string, SchemaAnswer, std::less<>> facts_;
};

}  // namespace stopgate::terraform
