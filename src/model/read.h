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

// What is so in some roots only.
struct RootSettings {
  std::vector<std::string> paths;  // globs, from the top of the repository
  std::vector<std::string> variable_files;
  std::string workspace;

  // Whether a file or folder lies below what a glob names.
  [[nodiscard]] bool holds(std::string_view path) const;
};

// One set of values under which every root is evaluated.
struct Environment {
  std::string name;
  std::vector<std::string> variable_files;  // after those that hold everywhere
};

struct ReadOptions {
  std::optional<InputKind> as;                     // instead of detection
  std::vector<std::string> roots;                  // folders of configuration to join plans with
  std::map<std::string, std::string> variables;    // Terraform's --var
  std::vector<std::string> variable_files;         // and --var-file
  std::map<std::string, std::string> environment;  // TF_VAR_*
  std::vector<Environment> environments;           // none: the roots as they are
  std::string workspace;
  std::vector<RootSettings> root_settings;
  // With manifests given one by one, also read those beside them in the repository: a Service is
  // wrong or right with the pods that it selects.
  bool reads_neighbours = false;
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

// What is wrong with the inputs is in the Model.
[[nodiscard]] Model read_inputs(const source::FileSystem& files, Inputs inputs,
                                const ReadOptions& options);

// An Error when a path does not exist; all else that is wrong with the inputs is in the Model.
[[nodiscard]] Result<Model> read_model(const source::FileSystem& files,
                                       const std::vector<std::string>& paths,
                                       const ReadOptions& options);

}  // namespace stopgate::model
