#include "report/merge_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "report/json_members.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;
using Place = std::tuple<std::string, std::array<std::uint32_t, 4>>;

constexpr auto kMany = 1'000'000'000U;
constexpr int kDepth = 64;

struct Input {
  std::string name;
  Json json;
  review::Review review;
};

// Writing a value goes as deep as the value does.
Result<Json> parse(const NamedReport& report) {
  bool is_deep = false;
  auto json = Json::parse(
      report.text,
      [&](int depth, Json::parse_event_t, Json&) { return !(is_deep = is_deep || depth > kDepth); },
      false);
  if (is_deep)
    return fail(stopgate::quoted(report.name) + " has values more than " + std::to_string(kDepth) +
                " deep");
  return json;
}

Result<std::vector<Input>> read_inputs(std::span<const NamedReport> reports) {
  std::vector<Input> out;
  for (const auto& report : reports) {
    STOPGATE_TRY(auto read, read_json_report(report.text, report.name));
    STOPGATE_TRY(auto json, parse(report));
    out.push_back({report.name, std::move(json), std::move(read.review)});
  }
  return out;
}

// Nothing for reports that are no shards; else which ones are missing.
Result<std::vector<std::size_t>> missing_shards(const std::vector<Input>& inputs) {
  const auto& first = inputs.front();
  std::map<std::size_t, std::string> found;
  for (const auto& input : inputs) {
    const auto& shard = input.review.shard;
    if (shard.has_value() != first.review.shard.has_value())
      return fail(stopgate::quoted(shard ? input.name : first.name) + " is a shard and " +
                  stopgate::quoted(shard ? first.name : input.name) +
                  " is none; merge one kind at a time");
    if (!shard) continue;
    if (shard->count != first.review.shard->count || input.review.gate != first.review.gate ||
        object_at(input.json, "tool") != object_at(first.json, "tool"))
      return fail(stopgate::quoted(first.name) + " and " + stopgate::quoted(input.name) +
                  " are no shards of one run: their number, gate or version differs");
    const auto [other, is_new] = found.emplace(shard->index, input.name);
    if (!is_new)
      return fail(stopgate::quoted(other->second) + " and " + stopgate::quoted(input.name) +
                  " are both shard " + std::to_string(shard->index) + " of " +
                  std::to_string(shard->count));
  }
  std::vector<std::size_t> out;
  if (first.review.shard)
    for (std::size_t i = 1; i <= first.review.shard->count; ++i)
      if (!found.contains(i)) out.push_back(i);
  return out;
}

Place place_of(const Json& location) {
  std::array<std::uint32_t, 4> span{};
  std::size_t i = 0;
  for (const auto* name : {"line", "column", "end_line", "end_column"})
    span[i++] = number_at(location, name, kMany);
  return {text_at(location, "file"), span};
}

Place place_of_item(const Json& item) {
  return place_of(object_at(item, "location"));
}

Texts texts_of(const Json& item, std::initializer_list<const char*> names) {
  Texts out;
  for (const auto* name : names) out.push_back(text_at(item, name));
  return out;
}

// Of all reports, equal ones once, in the order of their keys; keys are made once an item.
template <typename KeyOf>
Json union_of(const std::vector<Input>& inputs, const char* name, const KeyOf& key_of) {
  using Key = decltype(key_of(Json()));
  std::vector<std::pair<Key, const Json*>> items;
  std::set<std::string> known;
  for (const auto& input : inputs)
    for (const auto& item : list_at(input.json, name))
      if (known.insert(item.dump(-1, ' ', true, Json::error_handler_t::replace)).second)
        items.emplace_back(key_of(item), &item);
  std::ranges::stable_sort(items, {}, [](const auto& item) -> const Key& { return item.first; });
  Json out = Json::array();
  for (const auto& [key, item] : items) out.push_back(*item);
  return out;
}

// What is not known sorts last.
template <typename Names>
std::size_t order_in(const Names& names, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - std::begin(names));
}

constexpr std::array<std::string_view, 5> kWorstFirst = {"critical", "high", "medium", "low",
                                                         "info"};
constexpr std::array<std::string_view, 3> kStatuses = {"new", "old", "fixed"};
constexpr std::array<std::string_view, 7> kActions = {"delete", "replace", "forget", "update",
                                                      "create", "import",  "read"};
constexpr std::array<std::string_view, 3> kDiagnostics = {"error", "warning", "note"};

std::string loss_order(const std::string& loss) {
  return loss.empty() ? "~" : loss;
}

// The order of review::rank, and of review::assemble for the rest.
Json findings_of(const std::vector<Input>& inputs) {
  std::map<std::string, std::string> losses;
  for (const auto& input : inputs)
    for (const auto& change : list_at(input.json, "changes")) {
      const auto loss = text_at(change, "loss", 10);
      if (loss.empty()) continue;
      const auto [known, is_new] = losses.try_emplace(text_at(change, "address"), loss);
      if (!is_new) known->second = std::min(known->second, loss);
    }
  return union_of(inputs, "findings", [&](const Json& finding) {
    const auto& resource = object_at(finding, "resource");
    const auto loss = losses.find(text_at(resource, "address"));
    auto texts = texts_of(finding, {"policy"});
    for (auto& text : texts_of(resource, {"address", "kind", "namespace", "name"}))
      texts.push_back(std::move(text));
    for (auto& text : texts_of(finding, {"attribute", "message"})) texts.push_back(std::move(text));
    return std::tuple(order_in(kStatuses, text_at(finding, "status")),
                      order_in(kWorstFirst, text_at(finding, "severity")),
                      loss == losses.end() ? "~" : loss->second, place_of_item(finding),
                      std::move(texts));
  });
}

Json changes_of(const std::vector<Input>& inputs) {
  return union_of(inputs, "changes", [](const Json& change) {
    return std::tuple(loss_order(text_at(change, "loss", 10)),
                      order_in(kActions, text_at(change, "action")),
                      texts_of(change, {"address", "plan", "reason"}));
  });
}

Json diagnostics_of(const std::vector<Input>& inputs, const std::vector<std::size_t>& missing) {
  auto out = union_of(inputs, "diagnostics", [](const Json& diagnostic) {
    return std::tuple(order_in(kDiagnostics, text_at(diagnostic, "severity")),
                      place_of_item(diagnostic), texts_of(diagnostic, {"message", "help"}));
  });
  for (const auto index : missing)
    out.insert(out.begin(), Json{{"severity", "error"},
                                 {"message", "shard " + std::to_string(index) +
                                                 " is missing: its part is not judged"},
                                 {"help", "run it again, or see why its job wrote no report"},
                                 {"location", nullptr}});
  return out;
}

// A suppression that one shard has no use for may be used in another.
Json suppressions_of(const std::vector<Input>& inputs) {
  const auto key_of = [](const Json& note) {
    return std::tuple(place_of_item(note), list_at(note, "policies"), text_at(note, "tool"));
  };
  std::map<decltype(key_of(Json())), Json> notes;
  for (const auto& input : inputs)
    for (const auto& note : list_at(input.json, "suppressions")) {
      const auto [at, is_new] = notes.try_emplace(key_of(note), note);
      if (is_new) continue;
      auto& kept = at->second;
      const auto findings = number_at(kept, "findings", kMany) + number_at(note, "findings", kMany);
      if (text_at(kept, "state") == "unused") kept = note;
      kept["findings"] = findings;
    }
  Json out = Json::array();
  for (auto& [key, note] : notes)
    if (flag_at(note, "new") || !list_at(note, "problems").empty()) out.push_back(std::move(note));
  return out;
}

std::uint32_t sum(const std::vector<Input>& inputs, const char* name) {
  std::uint64_t out = 0;
  for (const auto& input : inputs) out += number_at(object_at(input.json, "coverage"), name, kMany);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(out, kMany));
}

std::vector<Input> coverages_of(const std::vector<Input>& inputs) {
  std::vector<Input> out;
  for (const auto& input : inputs) out.push_back({{}, object_at(input.json, "coverage"), {}});
  return out;
}

Json policies_of(const std::vector<Input>& inputs) {
  std::map<std::string, std::array<std::uint64_t, 3>> counts;
  constexpr std::array kNames = {"matched", "findings", "undecided"};
  for (const auto& input : inputs)
    for (const auto& count : list_at(object_at(input.json, "coverage"), "policies")) {
      auto& total = counts[text_at(count, "policy", 200)];
      for (std::size_t i = 0; i < kNames.size(); ++i)
        total[i] += number_at(count, kNames[i], kMany);
    }
  Json out = Json::array();
  for (const auto& [policy, total] : counts) {
    out.push_back({{"policy", policy}});
    for (std::size_t i = 0; i < kNames.size(); ++i)
      out.back()[kNames[i]] = std::min<std::uint64_t>(total[i], kMany);
  }
  return out;
}

Json coverage_of(const std::vector<Input>& inputs) {
  // Every shard reads everything.
  const bool is_sharded = inputs.front().review.shard.has_value();
  const auto read = is_sharded ? std::vector{inputs.front()} : inputs;
  const auto coverages = coverages_of(inputs);
  const auto text_of = [](const Json& text) {
    return text.is_string() ? text.get<std::string>() : std::string();
  };
  return {{"files", sum(read, "files")},
          {"parsed", sum(read, "parsed")},
          {"unreadable", union_of(coverages, "unreadable", text_of)},
          {"skipped", union_of(coverages, "skipped",
                               [](const Json& item) {
                                 return texts_of(item, {"path", "reason"});
                               })},
          {"resources", sum(read, "resources")},
          {"suppressed", sum(inputs, "suppressed")},
          {"accepted", sum(inputs, "accepted")},
          {"policies", policies_of(inputs)},
          {"undecided", union_of(coverages, "undecided", [](const Json& item) {
             const auto& resource = object_at(item, "resource");
             auto subject = finding::to_string({.address = text_at(resource, "address"),
                                                .kind = text_at(resource, "kind"),
                                                .name_space = text_at(resource, "namespace"),
                                                .name = text_at(resource, "name")});
             return std::tuple(text_at(item, "policy"), std::move(subject), text_at(item, "reason"),
                               place_of_item(item));
           })}};
}

// Each severity's tightest bound.
Json allowances_of(const std::vector<Input>& inputs) {
  std::map<finding::Severity, std::size_t> most;
  for (const auto& input : inputs)
    for (const auto& allowance : input.review.allowances) {
      const auto [known, is_new] = most.try_emplace(allowance.severity, allowance.most);
      if (!is_new) known->second = std::min(known->second, allowance.most);
    }
  Json out = Json::array();
  for (const auto& [severity, count] : most)
    out.push_back({{"severity", name_of(severity)}, {"most", count}, {"found", 0}});
  return out;
}

// What all reports say alike; else nothing.
Json common(const std::vector<Input>& inputs, const char* name) {
  const auto& first = object_at(inputs.front().json, name);
  const auto is_same = [&](const Input& input) { return object_at(input.json, name) == first; };
  return first.empty() || !std::ranges::all_of(inputs, is_same) ? Json() : first;
}

Json override_of(const std::vector<Input>& inputs) {
  const auto& first = inputs.front().review.override_by;
  const auto is_same = [&](const Input& input) {
    const auto& other = input.review.override_by;
    return other && first && other->owner == first->owner && other->label == first->label;
  };
  if (!std::ranges::all_of(inputs, is_same)) return nullptr;
  return {{"owner", first->owner}, {"label", first->label}, {"findings", 0}};
}

}  // namespace

Result<MergedReport> merge_json_reports(std::span<const NamedReport> reports) {
  STOPGATE_TRY(const auto inputs, read_inputs(reports));
  if (inputs.empty()) return fail("there is no report to merge");
  STOPGATE_TRY(const auto missing, missing_shards(inputs));
  auto gate = inputs.front().review.gate;
  for (const auto& input : inputs) gate = std::min(gate, input.review.gate);
  const auto judges_old = [](const Input& input) { return input.review.judges_old; };
  const auto by_place = [](const Json& item) { return texts_of(item, {"plan", "address"}); };
  Json merged = {{"version", inputs.front().json["version"]},
                 {"tool", object_at(inputs.front().json, "tool")},
                 {"verdict", ""},
                 {"headline", ""},
                 {"gate", name_of(gate)},
                 {"all", std::ranges::any_of(inputs, judges_old)},
                 {"allowances", allowances_of(inputs)},
                 {"shard", nullptr},
                 {"comparison", common(inputs, "comparison")},
                 {"override", override_of(inputs)},
                 {"coverage", coverage_of(inputs)},
                 {"findings", findings_of(inputs)},
                 {"plans", union_of(inputs, "plans",
                                    [](const Json& plan) { return texts_of(plan, {"path"}); })},
                 {"changes", changes_of(inputs)},
                 {"suppressions", suppressions_of(inputs)},
                 {"drift", union_of(inputs, "drift", by_place)},
                 {"outputs", union_of(inputs, "outputs",
                                      [](const Json& output) {
                                        return texts_of(output, {"plan", "name"});
                                      })},
                 {"diagnostics", diagnostics_of(inputs, missing)}};
  const auto text_of = [&] {
    return merged.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
  };
  MergedReport out;
  STOPGATE_TRY(out.read, read_json_report(text_of(), "the merged report"));
  const auto& review = out.read.review;
  merged["verdict"] = name_of(review.verdict);
  merged["headline"] = review.headline;
  for (std::size_t i = 0; i < review.allowances.size(); ++i)
    merged["allowances"][i]["found"] = review.allowances[i].found;
  if (review.override_by) merged["override"]["findings"] = review.override_by->findings;
  out.json = text_of();
  return out;
}

}  // namespace stopgate::report
