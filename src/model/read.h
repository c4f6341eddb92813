#pragma once

// Reads inputs into a Model: files in parallel, then what ties them together.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/model.h"
#include "model/walk.h"
#include "source/file_system.h"
#include "terraform/load.h"
#include "terraform/provider_schema.h"

namespace stopgate::model {

struct ReadOptions {
  std::optional<InputKind> as;                     // instead of detection
  std::vector<std::string> roots;                  // folders of configuration to join plans with
  std::map<std::string, std::string> variables;    // Terraform's --var
  std::vector<std::string> variable_files;         // and --var-file
  std::map<std::string, std::string> environment;  // TF_VAR_*
  std::string workspace;
  std::shared_ptr<const terraform::ProviderSchemas> provider_schemas;  // --provider-schema
  bool checks_arguments = true;                                        // see terraform::LoadOptions
  std::string release_namespace;                                       // of objects that name none
  std::vector<std::string> closed_kinds;  // kinds of which the manifests hold every object
  std::size_t jobs = 0;
  Limits limits;
};

// How the root module in this folder is loaded.
[[nodiscard]] terraform::LoadOptions load_options(const source::FileSystem& files,
                                                  const std::string& folder,
                                                  const ReadOptions& options);

// An Error when a path does not exist; all else that is wrong with the inputs is in the Model.
[[nodiscard]] Result<Model> read_model(const source::FileSystem& files,
                                       const std::vector<std::string>& paths,
                                       const ReadOptions& options);

}  // namespace stopgate::model
