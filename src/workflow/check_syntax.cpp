// Keys and values of the workflow syntax.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include "base/text.h"
#include "workflow/problem.h"
#include "workflow/readers.h"

namespace stopgate::workflow {

namespace {

using value::Node;

// What GitHub reads of a mapping. Paths have '*' for any key or element.
struct Mapping {
  std::string_view path;
  std::string_view keys;           // all there are
  std::string_view required = {};  // of these
};

constexpr std::string_view kStepKeys =
    "id if name uses run working-directory shell with env continue-on-error timeout-minutes";
constexpr std::string_view kContainerKeys = "image credentials env ports volumes options";

constexpr auto kMappings = std::to_array<Mapping>({
    {"", "name run-name permissions on env defaults concurrency jobs", "on jobs"},
    {"defaults", "run"},
    {"defaults.run", "shell working-directory"},
    {"concurrency", "group cancel-in-progress"},
    {"on.push", "branches branches-ignore tags tags-ignore paths paths-ignore"},
    {"on.pull_request", "types branches branches-ignore paths paths-ignore"},
    {"on.pull_request_target", "types branches branches-ignore paths paths-ignore"},
    {"on.workflow_run", "workflows types branches branches-ignore"},
    {"on.schedule.*", "cron timezone", "cron"},
    {"on.repository_dispatch", "types"},
    {"on.workflow_dispatch", "inputs"},
    {"on.workflow_dispatch.inputs.*",
     "description deprecationMessage required default type options"},
    {"on.workflow_call", "inputs outputs secrets"},
    {"on.workflow_call.inputs.*", "description deprecationMessage required default type"},
    {"on.workflow_call.outputs.*", "description value", "value"},
    {"on.workflow_call.secrets.*", "description required"},
    {"jobs.*",
     "name permissions needs if runs-on environment concurrency outputs env defaults steps "
     "timeout-minutes strategy continue-on-error container services uses with secrets snapshot"},
    {"jobs.*.environment", "name url deployment", "name"},
    {"jobs.*.concurrency", "group cancel-in-progress"},
    {"jobs.*.defaults", "run"},
    {"jobs.*.defaults.run", "shell working-directory"},
    {"jobs.*.runs-on", "group labels"},
    {"jobs.*.strategy", "matrix fail-fast max-parallel"},
    {"jobs.*.container", kContainerKeys},
    {"jobs.*.container.credentials", "username password"},
    {"jobs.*.services.*", "image credentials env ports volumes options entrypoint command"},
    {"jobs.*.services.*.credentials", "username password"},
    {"jobs.*.snapshot", "image-name version if", "image-name"},
    {"jobs.*.steps.*", kStepKeys},
});

// Where nothing at all is written behind the key, and GitHub wants something.
constexpr auto kNotEmpty = std::to_array<std::string_view>(
    {"jobs", "permissions", "jobs.*", "jobs.*.permissions", "jobs.*.steps", "jobs.*.runs-on",
     "jobs.*.uses", "jobs.*.needs", "jobs.*.strategy", "jobs.*.steps.*", "jobs.*.steps.*.run",
     "jobs.*.steps.*.uses", "jobs.*.steps.*.id", "on.workflow_call.outputs.*",
     "on.workflow_call.outputs.*.value"});
constexpr auto kFilters = std::to_array<std::string_view>(
    {"branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "types"});

constexpr std::string_view kCallKeys =
    "name uses with secrets needs if permissions concurrency strategy";
constexpr auto kOfUses = std::to_array<std::string_view>({"with"});
constexpr auto kOfRun = std::to_array<std::string_view>({"shell", "working-directory"});

std::string with_article(std::string_view path) {
  if (path.empty()) return "a workflow";
  if (path == "jobs.*") return "a job";
  if (path == "jobs.*.steps.*") return "a step";
  const auto end = path.ends_with(".*") ? path.substr(0, path.size() - 2) : path;
  const auto name = end.substr(end.find_last_of('.') + 1);
  return path.ends_with(".*") ? "an entry of '" + std::string(name) + "'"
                              : "'" + std::string(name) + "'";
}

bool is_identifier(std::string_view text) {
  const auto is_letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
  });
}

bool has_expression(const Node& node) {
  return node.value.is_string() && node.value.as_string().find("${{") != std::string_view::npos;
}

// Whether something must be written there: keys of the table, and each filter of an event.
bool is_never_empty(std::string_view path) {
  if (std::ranges::find(kNotEmpty, path) != kNotEmpty.end()) return true;
  const auto steps = split(path, '.');
  return steps.size() == 4 && steps[0] == "on" && steps[3] == "*" &&
         std::ranges::find(kFilters, steps[2]) != kFilters.end();
}

class SyntaxCheck {
 public:
  SyntaxCheck(const Workflow& workflow, std::vector<Problem>& out)
      : workflow_(workflow), out_(out) {
    for (const auto& mapping : kMappings) mappings_.emplace(mapping.path, &mapping);
  }

  void check() {
    for (const auto& diagnostic : workflow_.reading) report(diagnostic.place, diagnostic.message);
    if (!workflow_.root.value.is_map()) return;
    visit(workflow_.root, {}, workflow_.root.place, Limits{}.depth);
    if (const auto jobs = child(workflow_.root, "jobs"); jobs.value.is_map()) {
      if (jobs.value.members().empty()) report(jobs.place, "the workflow has no job");
      each(jobs, [&](std::string_view id, const Node& job, source::Place key) {
        check_job(id, job, key);
      });
    } else if (!jobs.value.is_null()) {
      report(jobs.place, "'jobs' is a mapping of ids to jobs");
    }
  }

 private:
  void report(source::Place place, std::string message, std::string suggestion = {}) {
    out_.push_back({ProblemKind::Syntax, std::move(message), std::move(suggestion), place});
  }

  template <typename Function>
  static void each(const Node& map, const Function& function) {
    if (!map.value.is_map()) return;
    const auto& members = map.value.as_map();
    for (std::size_t i = 0; i < members.size(); ++i)
      function(members.members()[i].key.text(), Node{members.members()[i].value, members.place(i)},
               members.key_place(i));
  }

  // `key`: what to point at when nothing is written.
  void visit(const Node& node, const std::string& path, source::Place key, std::size_t depth) {
    if (depth == 0) return;
    if (node.value.is_null() && is_never_empty(path)) {
      report(key, with_article(path) + " is empty");
      return;
    }
    if (node.value.is_list()) {
      const auto& list = node.value.as_list();
      for (std::size_t i = 0; i < list.size(); ++i)
        visit({list[i], list.place(i)}, path + ".*", list.place(i).is_known() ? list.place(i) : key,
              depth - 1);
    }
    if (!node.value.is_map()) return;
    const auto found = mappings_.find(path);
    if (found != mappings_.end()) check_keys(node, *found->second, key);
    check_case(node);
    each(node, [&](std::string_view name, const Node& value, source::Place place) {
      visit(value, below(path, name), place, depth - 1);
    });
  }

  // The path of a member, with '*' where the table has names that users choose.
  static std::string below(const std::string& path, std::string_view name) {
    const bool is_free = path == "jobs" || path == "jobs.*.services" || path.ends_with(".inputs") ||
                         path.ends_with(".outputs") || path.ends_with(".secrets");
    const auto step = is_free ? std::string("*") : std::string(name);
    return path.empty() ? step : path + "." + step;
  }

  void check_keys(const Node& node, const Mapping& mapping, source::Place key) {
    const auto known = split(mapping.keys, ' ');
    each(node, [&](std::string_view name, const Node&, source::Place place) {
      if (std::ranges::find(known, name) != known.end() ||
          name.find("${{") != std::string_view::npos)
        return;
      const auto near = nearest_name(name, known);
      report(place, with_article(mapping.path) + " has no '" + printable(name, 60) + "'",
             std::string(near.value_or("")));
    });
    if (mapping.required.empty()) return;
    for (const auto name : split(mapping.required, ' '))
      if (!node.value.has(intern(name)))
        report(key, with_article(mapping.path) + " needs '" + std::string(name) + "'");
  }

  // GitHub does not tell FOO from foo.
  void check_case(const Node& node) {
    std::map<std::string, std::string_view> seen;
    each(node, [&](std::string_view name, const Node&, source::Place place) {
      const auto [earlier, is_new] = seen.emplace(to_lower(name), name);
      if (!is_new)
        report(place, "key " + quoted(name, 60) + " is the same as " + quoted(earlier->second, 60) +
                          ": GitHub does not tell their case apart");
    });
  }

  void check_job(std::string_view id, const Node& job, source::Place key) {
    if (!is_identifier(id)) report_identifier(key, "job", id);
    if (!job.value.is_map()) {
      if (!job.value.is_null()) report(job.place, "job " + quoted(id, 60) + " is no mapping");
      return;
    }
    const bool is_call = job.value.has(intern("uses"));
    if (!is_call && !job.value.has(intern("runs-on")))
      report(key, "job " + quoted(id, 60) + " has neither runs-on nor uses");
    if (!is_call && !job.value.has(intern("steps")))
      report(key, "job " + quoted(id, 60) + " has no steps");
    if (is_call) {
      const auto known = split(kCallKeys, ' ');
      each(job, [&](std::string_view name, const Node&, source::Place place) {
        if (std::ranges::find(known, name) == known.end())
          report(place, "job " + quoted(id, 60) + " calls a workflow, and may not have '" +
                            printable(name, 60) + "' beside it");
      });
    }
    check_timeout(job);
    check_credentials(child(job, "container"));
    each(child(job, "services"),
         [&](std::string_view, const Node& service, source::Place) { check_credentials(service); });
    check_steps(child(job, "steps"));
  }

  void report_identifier(source::Place place, std::string_view what, std::string_view id) {
    report(place,
           std::string(what) + " id " + quoted(id, 60) +
               " must start with a letter or '_', and go on with letters, digits, '_' and '-'");
  }

  void check_credentials(const Node& container) {
    const auto credentials = child(container, "credentials");
    if (credentials.value.is_null() || credentials.value.is_map() || has_expression(credentials))
      return;
    report(credentials.place, "credentials are a mapping of username and password");
  }

  void check_timeout(const Node& node) {
    const auto timeout = child(node, "timeout-minutes");
    if (timeout.value.is_null() || has_expression(timeout)) return;
    if (timeout.value.is_number() && timeout.value.as_double() > 0) return;
    const auto written = timeout.value.is_string() ? quoted(timeout.value.as_string(), 60)
                         : timeout.value.is_number()
                             ? std::to_string(timeout.value.as_double())
                             : std::string(value::name_of(timeout.value.kind()));
    report(timeout.place, "timeout-minutes is a number above 0, not " + written);
  }

  void check_steps(const Node& steps) {
    if (!steps.value.is_list()) return;
    const auto& list = steps.value.as_list();
    std::set<std::string> ids;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (list[i].is_map()) check_step({list[i], list.place(i)}, ids);
  }

  void check_step(const Node& step, std::set<std::string>& ids) {
    const bool has_run = step.value.has(intern("run"));
    const bool has_uses = step.value.has(intern("uses"));
    if (!has_run && !has_uses) report(step.place, "a step needs run or uses");
    if (has_run && has_uses)
      report(child(step, "run").place, "a step has run and uses, of which GitHub takes one");
    each(step, [&](std::string_view name, const Node&, source::Place place) {
      if (has_run && !has_uses && std::ranges::find(kOfUses, name) != kOfUses.end())
        report(place, "'" + std::string(name) + "' goes with 'uses', and this step has 'run'");
      if (has_uses && !has_run && std::ranges::find(kOfRun, name) != kOfRun.end())
        report(place, "'" + std::string(name) + "' goes with 'run', and this step has 'uses'");
    });
    if (const auto id = child(step, "id"); id.value.is_string()) {
      const auto text = id.value.as_string();
      if (!is_identifier(text))
        report_identifier(id.place, "step", text);
      else if (!ids.insert(to_lower(text)).second)
        report(id.place, "two steps of this job have the id " + quoted(text, 60));
    }
    check_timeout(step);
  }

  const Workflow& workflow_;
  std::vector<Problem>& out_;
  std::map<std::string_view, const Mapping*> mappings_;
};

}  // namespace

void check_syntax(const Workflow& workflow, std::vector<Problem>& out) {
  SyntaxCheck(workflow, out).check();
}

}  // namespace stopgate::workflow
