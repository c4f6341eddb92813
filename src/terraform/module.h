#pragma once

// What a Terraform configuration declares, evaluated as Terraform evaluates it: resources with
// their arguments as Values, and the other blocks. Unknown stays unknown, with its reason.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/symbol.h"
#include "source/diagnostic.h"
#include "value/value.h"

namespace stopgate::terraform {

enum class Mode : std::uint8_t { Managed, Data, Ephemeral };

// A reference in an argument's expression: `bucket = aws_s3_bucket.b.id`.
struct Reference {
  std::string argument;   // "bucket", "ingress.cidr_blocks": the path from the resource, no indexes
  std::string target;     // absolute address without instance keys: "module.a.aws_s3_bucket.b"
  std::string attribute;  // ".id" without the dot; empty for the whole resource
  source::Place place;
};

struct Lifecycle {
  std::optional<bool> prevent_destroy;
  std::optional<bool> create_before_destroy;
  bool ignores_all_changes = false;
  std::vector<std::string> ignore_changes;
  std::vector<std::string> replace_triggered_by;  // addresses
};

// One instance of a resource, data or ephemeral block.
struct Resource {
  Mode mode = Mode::Managed;
  std::string address;         // module.a["x"].aws_s3_bucket.b[0]
  std::string module_address;  // module.a["x"]; empty in the root
  std::string base_address;    // without any instance key: module.a.aws_s3_bucket.b
  Symbol type;                 // aws_s3_bucket
  std::string name;            // b
  // A lenient map: arguments as evaluated (strings of JSON stay strings), nested blocks as lists of
  // lenient maps, dynamic blocks expanded. No meta-arguments.
  value::Node attributes;
  source::Place header;  // `resource "aws_s3_bucket" "b" {`
  source::Place block;
  std::vector<source::Place> calls;  // module blocks from the root down to this module
  std::string provider;              // "aws" or "aws.eu", as configured in the root
  bool is_symbolic = false;          // count or for_each is unknown: this stands for 0..n instances
  // Tags as the cloud would see them: default_tags of the provider in use, then the resource's own.
  // A strict map; unknown where it cannot be told; null for types that have no tags argument.
  value::Value effective_tags;
  Lifecycle lifecycle;
  std::vector<Reference> references;
  std::size_t mentions = 0;  // how often its module names it
  // The structure behind arguments that are strings of JSON: by path ("policy",
  // "inline_policy[0].policy"), what jsonencode() was given or aws_iam_policy_document says, with
  // places. Known where the string is not.
  std::vector<std::pair<std::string, value::Node>> decoded;
};

// Any other block: provider, terraform, variable, output, locals, module, moved, removed, import,
// check; and, without attributes, what may be declared and not used: each "local" value, each
// "data" source, each "required_provider".
struct Block {
  std::string type;
  std::vector<std::string> labels;
  std::string module_address;
  value::Node attributes;  // as Resource::attributes
  source::Place header;
  source::Place block;
  std::vector<source::Place> calls;
  // Names of the module that refer to this variable, local, output or data; for unused
  // declarations.
  std::size_t references = 0;
};

// A root module: a directory that is planned and applied as one.
struct Root {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::string path;         // its folder, as given
  std::string environment;  // of several sets of values, the one it was evaluated with
  std::vector<Resource> resources;
  std::vector<Block> blocks;
  std::size_t symbolic = 0;  // resources whose repetition is unknown
  source::Diagnostics diagnostics;
};

}  // namespace stopgate::terraform
