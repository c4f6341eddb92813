#pragma once

// The Model: everything that was read in one run, ready for policies to look at.

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kubernetes/render.h"
#include "model/stack.h"
#include "plan/plan.h"
#include "source/diagnostic.h"
#include "source/source_file.h"
#include "terraform/module.h"
#include "workflow/workflow.h"

namespace stopgate::model {

struct Model {
  std::unique_ptr<source::SourceMap> sources = std::make_unique<source::SourceMap>();
  std::vector<kubernetes::Render> renders;
  std::vector<terraform::Root> roots;
  std::vector<plan::Plan> plans;
  std::vector<workflow::Workflow> workflows;
  // One a plan, and one a root that no plan covers: a plan knows better what will be.
  std::vector<Stack> stacks;

  std::vector<std::string>
      named_files;  // Terraform files given one by one: findings elsewhere are not asked for
  std::vector<std::string> neighbours;  // manifests read for the sake of those given one by one
  source::Diagnostics diagnostics;
  std::size_t files = 0;                                     // seen
  std::size_t parsed = 0;                                    // understood, wholly or in part
  std::vector<std::string> unreadable;                       // not understood at all
  std::vector<std::pair<std::string, std::string>> skipped;  // path and why: no input of ours

  // The same repository before the change, read the same way; null where nothing is compared.
  std::shared_ptr<const Model> base;
};

}  // namespace stopgate::model
