#pragma once

// The body of one block against its schema, as it is written: names, numbers of blocks, what is
// missing.

#include <string>

#include "source/diagnostic.h"
#include "terraform/block_content.h"
#include "terraform/module_syntax.h"
#include "terraform/provider_schema.h"

namespace stopgate::terraform {

struct SchemaSubject {
  std::string name;  // "aws_s3_bucket"
  Authority authority = Authority::Partial;
  std::string origin;         // see SchemaAnswer
  bool may_be_newer = false;  // of Partial: a newer version than the one known may be in use
};

// `header`: of the block whose body it is. Arguments and blocks of `meta` are Terraform's own.
void check_body(const SchemaSubject& subject, const SchemaBlock& schema, const Content& content,
                source::Place header, const MetaNames& meta, source::Diagnostics& diagnostics);

// The names in lifecycle.ignore_changes of a resource.
void check_ignored(const SchemaSubject& subject, const SchemaBlock& schema, const Content& content,
                   source::Diagnostics& diagnostics);

}  // namespace stopgate::terraform
