// What Terraform, or a careful reader, would say of code: one subject a problem. What Terraform
// refuses are the diagnostics of the run, so that a team may gate on them, suppress them and see
// them in every report.

#include <algorithm>
#include <map>
#include <set>

#include "hcl/parser.h"
#include "policy/subjects.h"
#include "terraform/format.h"
#include "terraform/idioms.h"

namespace stopgate::policy {

namespace {

bool is_code(std::string_view path) {
  return terraform::is_formatted_file(path) || path.ends_with(".tf.json") ||
         path.ends_with(".tofu.json") || path.ends_with(".hcl");
}

bool is_module_file(std::string_view path) {
  // What `terraform init` fetched is not written here.
  return (path.ends_with(".tf") || path.ends_with(".tofu")) && !path.starts_with(".terraform/") &&
         path.find("/.terraform/") == std::string_view::npos;
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

struct Item {
  std::string_view kind;
  std::string message, suggestion;
  source::Place place;
};

class Collector {
 public:
  explicit Collector(const model::Model& model) : model_(model), sources_(*model.sources) {}

  std::vector<Item> collect() && {
    for (const auto& diagnostic : model_.diagnostics) add(diagnostic);
    std::map<std::string_view, source::FileId> files;
    for (source::FileId id = 0; id < sources_.size(); ++id)
      if (is_module_file(sources_.file(id).path())) files.try_emplace(sources_.file(id).path(), id);
    for (const auto& [path, id] : files)
      if (terraform::has_remote_backend(parsed(id))) remote_.insert(folder_of(path));
    for (const auto& [path, id] : files) add_idioms(id, path);
    return std::move(items_);
  }

 private:
  void add(const source::Diagnostic& diagnostic) {
    if (diagnostic.severity != source::Severity::Error || !diagnostic.place.is_known()) return;
    const auto id = diagnostic.place.file;
    const auto& path = sources_.file(id).path();
    if (!is_code(path)) return;
    const bool is_syntax =
        !path.ends_with(".json") &&
        std::ranges::find(parsed(id).diagnostics, diagnostic) != parsed(id).diagnostics.end();
    items_.push_back({is_syntax ? "syntax" : "configuration", diagnostic.message, diagnostic.help,
                      diagnostic.place});
  }

  void add_idioms(source::FileId id, std::string_view path) {
    for (auto& idiom : terraform::idioms_of(parsed(id), sources_.file(id).text())) {
      if (idiom.kind == terraform::IdiomKind::Workspace && !remote_.contains(folder_of(path)))
        continue;
      items_.push_back({terraform::name_of(idiom.kind),
                        std::move(idiom.message),
                        std::move(idiom.help),
                        {id, idiom.span}});
    }
  }

  const hcl::File& parsed(source::FileId id) {
    const auto [file, is_new] = parsed_.try_emplace(id);
    if (is_new) file->second = hcl::parse(sources_, id);
    return file->second;
  }

  const model::Model& model_;
  const source::SourceMap& sources_;
  std::map<source::FileId, hcl::File> parsed_;
  std::set<std::string_view> remote_;  // folders whose state is in backend "remote"
  std::vector<Item> items_;
};

class ConfigurationProblemSubjects final : public Subjects {
 public:
  explicit ConfigurationProblemSubjects(const model::Model& model)
      : items_(Collector(model).collect()) {}

  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override { return std::string(items_[i].kind); }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.problems, items_[i].kind);
  }
  void bind(std::size_t i, Binder& binder) const override {
    Facts facts(binder.arena());
    facts.add("kind", items_[i].kind)
        .add("message", std::string_view(items_[i].message))
        .add("suggestion", std::string_view(items_[i].suggestion));
    binder.bind("problem", facts.build(), items_[i].place);
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    out.place = items_[i].place;
    return out;
  }

 private:
  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_configuration_problem_subjects(const model::Model& model) {
  return std::make_unique<ConfigurationProblemSubjects>(model);
}

}  // namespace stopgate::policy
