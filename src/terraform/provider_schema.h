#pragma once

// What the body of a resource or data source may hold: its provider's schema, be it given by the
// user (`terraform providers schema -json`) or known to us in part (provider_facts.h).

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "source/file_system.h"
#include "terraform/cty_type.h"
#include "terraform/module.h"
#include "value/document.h"

namespace stopgate::terraform {

struct SchemaAttribute {
  bool is_required = false;
  bool is_computed_only = false;  // the provider decides it
  bool is_deprecated = false;
  Type type;  // dynamic when it is not known
};

struct SchemaBlock;

struct NestedSchema {
  std::shared_ptr<const SchemaBlock> block;
  std::size_t min = 0;
  std::size_t max = 0;  // 0: any number
};

struct SchemaBlock {
  std::map<std::string, SchemaAttribute, std::less<>> attributes;
  std::map<std::string, NestedSchema, std::less<>> blocks;
  bool is_deprecated = false;
  // Arguments of this body that exclude each other.
  std::vector<std::pair<std::string, std::string>> conflicts;
};

// How far a schema can be trusted to be that of the provider in use.
enum class Authority : std::uint8_t {
  Exact,    // it is the schema of the provider in use
  Partial,  // of one version of it: another may have more
};

struct SchemaAnswer {
  std::shared_ptr<const SchemaBlock> block;  // null: the type is not known
  Authority authority = Authority::Partial;
  std::string origin;                  // "hashicorp/aws 5.32"
  std::optional<std::string> nearest;  // of an unknown type: a known one of almost that name
  bool is_known_provider = false;
};

// The schemas of a file that `terraform providers schema -json` wrote. Immutable, so that roots
// share it; a type is read when it is first asked for.
class ProviderSchemas {
 public:
  [[nodiscard]] SchemaAnswer find(Mode mode, std::string_view type,
                                  std::string_view provider_source) const;
  // The same, whichever provider has the type: for who does not know where it comes from.
  [[nodiscard]] SchemaAnswer find_anywhere(Mode mode, std::string_view type) const;

 private:
  friend Result<std::shared_ptr<const ProviderSchemas>> load_provider_schemas(
      const source::FileSystem& files, const std::string& path, const Limits& limits);

  value::Document document_;
  std::map<std::string, value::Value, std::less<>> providers_;  // "hashicorp/aws", in lower case
};

// An Error when the file cannot be read, or is no such file.
[[nodiscard]] Result<std::shared_ptr<const ProviderSchemas>> load_provider_schemas(
    const source::FileSystem& files, const std::string& path, const Limits& limits);

// "registry.terraform.io/hashicorp/aws" and "hashicorp/aws" name one provider: "hashicorp/aws".
[[nodiscard]] std::string provider_name(std::string_view source);

}  // namespace stopgate::terraform
