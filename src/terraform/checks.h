#pragma once

// What `terraform validate` rejects in a module's text before anything of it is evaluated. One
// function a subject, each in a file of its own; block_schema.h and schema_check.h have the
// arguments and nested blocks.

#include "source/diagnostic.h"
#include "source/source_file.h"
#include "terraform/module_syntax.h"

namespace stopgate::terraform {

// All of the below.
void check_module(const ModuleSyntax& module, const source::SourceMap& sources,
                  source::Diagnostics& diagnostics);

// terraform blocks: required_version, required_providers, one backend; versions of module calls.
void check_settings(const ModuleSyntax& module, source::Diagnostics& diagnostics);

// Conditions of validations, pre- and postconditions and checks: complete, and about something.
void check_conditions(const ModuleSyntax& module, source::Diagnostics& diagnostics);

// Names of declarations in what is not evaluated: depends_on, replace_triggered_by, provider,
// conditions, provisioners.
void check_names(const ModuleSyntax& module, source::Diagnostics& diagnostics);

// Names of providers, and what their blocks may not have.
void check_providers(const ModuleSyntax& module, source::Diagnostics& diagnostics);

// moved, removed and import blocks.
void check_statements(const ModuleSyntax& module, const source::SourceMap& sources,
                      source::Diagnostics& diagnostics);

}  // namespace stopgate::terraform
