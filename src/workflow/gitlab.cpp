// GitLab CI: every mapping at the top that is no keyword is a job; `extends` and `default` fill in.

#include <algorithm>
#include <array>
#include <set>

#include "workflow/readers.h"

namespace stopgate::workflow {

namespace {

using value::Node;

constexpr std::array<std::string_view, 12> kKeywords = {
    "default",  "include",       "stages",       "variables", "workflow", "image",
    "services", "before_script", "after_script", "cache",     "spec",     "stage"};
constexpr std::array<std::string_view, 3> kSections = {"before_script", "script", "after_script"};
constexpr std::size_t kMostTemplates = 11;  // as GitLab: levels of `extends`

class Reader {
 public:
  Reader(const source::SourceMap& sources, const Limits& limits, Workflow& out)
      : sources_(sources), limits_(limits), out_(out) {}

  void read() {
    find_triggers();
    out_.variables = variables_of(child(out_.root, "variables"));
    const auto& map = out_.root.value.as_map();
    std::set<std::string_view> templates;
    for (const auto& member : map.members())
      for (const auto& name : texts_of({member.value.get("extends"), {}}))
        templates.insert(text_of(name));
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto name = map.members()[i].key.text();
      if (!map.members()[i].value.is_map() || is_keyword(name)) continue;
      // A template that this file uses is seen in the jobs that it makes.
      if (name.starts_with('.') && templates.contains(name)) continue;
      read_job(name, {map.members()[i].value, map.place(i)}, map.key_place(i));
    }
  }

 private:
  static bool is_keyword(std::string_view name) {
    return std::ranges::find(kKeywords, name) != kKeywords.end();
  }

  void find_triggers() {
    const auto rules = child(child(out_.root, "workflow"), "rules");
    for (const auto& rule : rules.value.items())
      if (rule.get("if").string_if().value_or("").find("merge_request_event") !=
          std::string_view::npos)
        out_.triggers.push_back("merge_request_event");
  }

  // The attribute of a job: its own, else that of the nearest template, else the default.
  [[nodiscard]] Node attribute(const Node& job, std::string_view key) const {
    if (const auto own = inherited(job, key, 0); !own.value.is_null()) return own;
    if (const auto set = child(child(out_.root, "default"), key); !set.value.is_null()) return set;
    const bool is_global = key == "image" || key == "before_script" || key == "after_script";
    return is_global ? child(out_.root, key) : Node{};
  }

  [[nodiscard]] Node inherited(const Node& job, std::string_view key, std::size_t level) const {
    if (auto own = child(job, key); !own.value.is_null()) return own;
    if (level == kMostTemplates) return {};
    // The last template wins; only it is followed further, so that the work stays bounded.
    const auto names = texts_of(child(job, "extends"));
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      const auto from = child(out_.root, text_of(*name));
      if (auto found = child(from, key); !found.value.is_null()) return found;
    }
    if (names.empty()) return {};
    return inherited(child(out_.root, text_of(names.back())), key, level + 1);
  }

  void read_job(std::string_view id, const Node& node, source::Place place) {
    Job job;
    job.id = id;
    job.node = node;
    job.place = place;
    const auto image = attribute(node, "image");
    const auto image_name = image.value.is_map() ? child(image, "name") : image;
    if (!text_of(image_name).empty()) job.images.push_back({text_of(image_name), image_name.place});
    const auto services = attribute(node, "services");
    for (std::size_t i = 0; i < services.value.items().size(); ++i) {
      const auto service = value::step(services, i);
      const auto name = service.value.is_map() ? child(service, "name") : service;
      if (!text_of(name).empty()) job.images.push_back({text_of(name), name.place});
    }
    const auto environment = attribute(node, "environment");
    job.environment =
        environment.value.is_map() ? text_of(child(environment, "name")) : text_of(environment);
    for (const auto& need : texts_of(attribute(node, "needs"))) job.needs.push_back(text_of(need));
    job.variables = variables_of(child(node, "variables"));
    job.approval = approval_of(node);
    if (id.starts_with('.') && job.approval == Approval::None) job.approval = Approval::Unknown;
    for (const auto section : kSections) read_section(section, attribute(node, section), job);
    out_.jobs.push_back(std::move(job));
  }

  // By hand: `when: manual`, of the job or of every rule that runs it.
  [[nodiscard]] Approval approval_of(const Node& node) const {
    if (text_of(attribute(node, "when")) == "manual") return Approval::Given;
    const auto rules = attribute(node, "rules").value.items();
    std::size_t runs = 0;
    std::size_t manual = 0;
    bool is_known = true;
    for (const auto& rule : rules) {
      const auto when = rule.get("when").string_if().value_or("");
      if (!rule.is_map()) is_known = false;  // !reference
      if (when != "never") ++runs;
      if (when == "manual") ++manual;
    }
    if (manual > 0 && manual == runs) return Approval::Given;
    return is_known ? Approval::None : Approval::Unknown;
  }

  void read_section(std::string_view section, const Node& lines, Job& job) {
    if (lines.value.is_null()) return;
    Step step;
    step.name = section;
    step.section = section;
    step.approval = job.approval;
    step.node = job.node;
    add_lines(lines, 0, step);
    if (step.commands.empty()) return;
    step.place = step.commands.front().place;
    job.steps.push_back(std::move(step));
  }

  // Lists of scripts may hold lists, by anchors: GitLab allows ten levels.
  void add_lines(const Node& lines, std::size_t depth, Step& step) {
    if (lines.value.is_string()) {
      add_script(PlacedText::of_scalar(sources_, lines), step, out_);
    } else if (lines.value.is_list() && depth < limits_.depth) {
      for (std::size_t i = 0; i < lines.value.as_list().size(); ++i)
        add_lines(value::step(lines, i), depth + 1, step);
    }
  }

  const source::SourceMap& sources_;
  const Limits& limits_;
  Workflow& out_;
};

}  // namespace

void read_gitlab(const source::SourceMap& sources, const Limits& limits, Workflow& out) {
  Reader(sources, limits, out).read();
}

}  // namespace stopgate::workflow
