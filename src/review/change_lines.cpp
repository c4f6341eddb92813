#include "review/change_lines.h"

#include <charconv>

#include "base/text.h"
#include "plan/facts.h"

namespace stopgate::review {

namespace {

// The value at "root_block_device[0].encrypted".
value::Value at_path(value::Value from, std::string_view path) {
  while (!path.empty()) {
    if (path.starts_with('.')) path.remove_prefix(1);
    if (path.starts_with('[')) {
      const auto close = path.find(']');
      std::size_t index = 0;
      std::from_chars(path.data() + 1, path.data() + path.size(), index);
      const auto items = from.items();
      from = index < items.size() ? items[index] : value::Value::null();
      path = close == std::string_view::npos ? std::string_view{} : path.substr(close + 1);
      continue;
    }
    const auto stop = path.find_first_of(".[");
    from = from.get(path.substr(0, stop));
    path = stop == std::string_view::npos ? std::string_view{} : path.substr(stop);
  }
  return from;
}

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
  if (reason == "delete_because_no_resource_config") return "its block is gone from the configuration";
  if (reason == "delete_because_no_module") return "its module is gone from the configuration";
  if (reason == "delete_because_wrong_repetition") return "count or for_each was added or removed";
  if (reason == "delete_because_count_index") return "its index is beyond count";
  if (reason == "delete_because_each_key") return "its key is gone from for_each";
  if (reason == "delete_because_no_move_target") return "a moved block leads to nowhere";
  return {};
}

std::string reason_of(const plan::Change& change) {
  std::string out;
  for (const auto path : change.replace_paths) {
    if (!out.empty()) out += "; ";
    const auto before = shown(at_path(change.before, path));
    const auto after = shown(at_path(change.after, path));
    out += std::string(path);
    if (before != after) out += " " + before + " → " + after;
  }
  if (!out.empty()) return out + (change.replace_paths.size() == 1 ? " forces the replacement" : " force the replacement");
  if (!change.deposed.empty()) return "left behind by a failed replacement";
  if (!change.previous_address.empty()) return "moved from " + std::string(change.previous_address);
  if (change.is_import) return "imported" + (change.import_id.empty() ? std::string() : " as " + printable(change.import_id, 80));
  return reason_words(change.action_reason);
}

}  // namespace

std::vector<ChangeLine> change_lines(const model::Model& model) {
  std::vector<ChangeLine> out;
  for (const auto& stack : model.stacks) {
    if (stack.plan == nullptr) continue;
    for (const auto& change : stack.plan->changes) {
      const bool is_told = change.action != plan::Action::NoOp || !change.previous_address.empty() || change.is_import;
      if (!is_told) continue;
      Arena arena;
      ChangeLine line{.address = std::string(change.address),
                      .action = std::string(plan::name_of(change.action)),
                      .type = std::string(change.type),
                      .reason = reason_of(change),
                      .loss = {},
                      .loss_note = {},
                      .place = {},
                      .plan = stack.plan->path};
      if (change.destroys() || change.action == plan::Action::Forget || change.is_replace()) {
        const auto facts = plan::change_facts(*stack.plan, change, arena);
        line.loss = facts.get("lossClass").string_if().value_or("");
        line.loss_note = facts.get("lossNote").string_if().value_or("");
      }
      if (const auto* block = stack.declaration_of(change.address)) line.place = block->header;
      out.push_back(std::move(line));
    }
  }
  return out;
}

}  // namespace stopgate::review
