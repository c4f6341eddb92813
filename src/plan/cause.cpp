#include "plan/cause.h"

#include "base/text.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

std::string shown(const value::Value& value) {
  constexpr std::size_t kLongest = 60;
  if (value.is_sensitive()) return "(sensitive)";
  if (value.is_unknown()) return "(known after apply)";
  if (value.is_string()) return printable(value.as_string(), kLongest);
  return printable(value::to_text(value), kLongest);
}

// Why a resource is destroyed or replaced, in words.
std::string reason_words(std::string_view reason) {
  if (reason == "replace_because_tainted") return "tainted by a failed apply";
  if (reason == "replace_by_request") return "asked for by -replace";
  if (reason == "replace_by_triggers") return "replace_triggered_by";
  if (reason == "delete_because_no_resource_config")
    return "its block is gone from the configuration";
  if (reason == "delete_because_no_module") return "its module is gone from the configuration";
  if (reason == "delete_because_wrong_repetition") return "count or for_each was added or removed";
  if (reason == "delete_because_count_index") return "its index is beyond count";
  if (reason == "delete_because_each_key") return "its key is gone from for_each";
  if (reason == "delete_because_no_move_target") return "a moved block leads to nowhere";
  return {};
}

}  // namespace

std::string cause_of(const Change& change) {
  std::string out;
  for (const auto path : change.replace_paths) {
    if (!out.empty()) out += "; ";
    const auto before = shown(value_at(change.before, path));
    const auto after = shown(value_at(change.after, path));
    out += std::string(path);
    if (before != after) out += " " + before + " → " + after;
  }
  if (!out.empty())
    return out + (change.replace_paths.size() == 1 ? " forces the replacement"
                                                   : " force the replacement");
  if (!change.deposed.empty()) return "left behind by a failed replacement";
  if (!change.previous_address.empty()) return "moved from " + std::string(change.previous_address);
  if (change.is_import)
    return "imported" +
           (change.import_id.empty() ? std::string() : " as " + printable(change.import_id, 80));
  return reason_words(change.action_reason);
}

}  // namespace stopgate::plan
