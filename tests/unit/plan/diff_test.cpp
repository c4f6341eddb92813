#include "plan/diff.h"

#include <string>

#include "unit/plan/support.h"

using namespace stopgate;
using namespace stopgate::plan;

namespace {

struct Case {
  const char* what;
  const char* change;  // members of the change object
  const char* rows;  // "path: before → after", "path: + after", "path: - before", "path: reordered"
};

std::string text_of(const AttributeEdit& edit) {
  std::string out = edit.path + ": ";
  if (edit.edit == Edit::Added) out += "+ " + edit.after;
  if (edit.edit == Edit::Removed) out += "- " + edit.before;
  if (edit.edit == Edit::Changed) out += edit.before + " → " + edit.after;
  if (edit.edit == Edit::Reordered) out += "reordered";
  if (edit.forces_replacement) out += " !forces";
  if (edit.noise == Noise::Computed) out += " ~computed";
  if (edit.noise == Noise::Trivial) out += " ~trivial";
  if (edit.noise == Noise::Duplicate) out += " ~duplicate";
  return out + "\n";
}

Plan plan_of(const std::string& change) {
  auto plan = read_plan(
      "plan.json",
      R"({"format_version": "1.2", "resource_changes": [{"address": "t.a", "mode": "managed", "type": "t", "name": "a",
          "change": {)" +
          change + "}}]}");
  REQUIRE(plan.changes.size() == 1);
  return plan;
}

std::string rows_of(const Diff& diff) {
  std::string out;
  for (const auto& edit : diff.edits) out += text_of(edit);
  if (diff.left_out > 0) out += "left out: " + std::to_string(diff.left_out) + "\n";
  return out;
}

const Case kCases[] = {
    {"what is equal is not there",
     R"("actions": ["update"], "before": {"a": 1, "b": "x"}, "after": {"a": 1.0, "b": "y"})",
     "b: x → y\n"},
    {"what nobody set and what is empty are the same",
     R"("actions": ["update"], "before": {"a": null, "b": ""}, "after": {"a": [], "b": null})",
     "a: + [] ~trivial\nb: - \"\" ~trivial\n"},
    {"what forces the replacement comes first, what is known after apply last",
     R"("actions": ["delete", "create"], "before": {"arn": "x", "size": 1, "zone": "a"}, "after": {"size": 2, "zone": "b"},
        "after_unknown": {"arn": true}, "replace_paths": [["zone"]])",
     "zone: a → b !forces\nsize: 1 → 2\narn: x → (known after apply) ~computed\n"},
    {"a value that stays and forces all the same",
     R"("actions": ["delete", "create"], "before": {"a": "x"}, "after": {"a": "x"}, "replace_paths": [["a"]])",
     "a: x → x !forces\n"},
    {"elements of a set that moved are no change; the ones that are alike are matched",
     R"("actions": ["update"],
        "before": {"ingress": [{"from_port": 22, "cidr": "a"}, {"from_port": 80, "cidr": "b"}, {"from_port": 443, "cidr": "c"}]},
        "after": {"ingress": [{"from_port": 443, "cidr": "c"}, {"from_port": 80, "cidr": "d"}, {"from_port": 8080, "cidr": "e"}]})",
     "ingress[1].cidr: b → d\ningress[2]: + {from_port = 8080, cidr = e}\ningress[0]: - {from_port "
     "= 22, cidr = a}\n"},
    {"another order alone",
     R"("actions": ["update"], "before": {"a": [1, 2]}, "after": {"a": [2, 1]})", "a: reordered\n"},
    {"scalars of a set",
     R"("actions": ["update"], "before": {"a": ["x", "y"]}, "after": {"a": ["y", "z", "w"]})",
     "a[1]: + z\na[2]: + w\na[0]: - x\n"},
    {"a policy by its structure, statements by their Sid",
     R"("actions": ["update"],
        "before": {"policy": "{\"Statement\":[{\"Sid\":\"A\",\"Action\":\"s3:Get\"},{\"Sid\":\"B\",\"Action\":\"x\"}]}"},
        "after": {"policy": "{\"Statement\": [{\"Action\":\"x\",\"Sid\":\"B\"},{\"Action\":\"s3:*\",\"Sid\":\"A\"}]}"})",
     "policy › Statement[1].Action: s3:Get → s3:*\n"},
    {"a policy written in another way",
     R"("actions": ["update"], "before": {"policy": "{\"a\":1}"}, "after": {"policy": "{ \"a\": 1 }"})",
     "policy: reordered\n"},
    {"Helm values by their structure",
     R"("actions": ["update"], "before": {"values": ["a: 1\nimage:\n  tag: v1\n"]}, "after": {"values": ["image: {tag: v2}\na: 1\n"]})",
     "values[0] › image.tag: v1 → v2\n"},
    {"a script line by line",
     R"("actions": ["update"], "before": {"user_data": "#!/bin/sh\na\nb\n"}, "after": {"user_data": "#!/bin/sh\na\nc\nb\n"})",
     "user_data:3: + c\n"},
    {"sensitive values are never shown",
     R"("actions": ["update"], "before": {"p": "old-secret", "q": "x"}, "after": {"p": "new-secret", "q": "x"},
        "before_sensitive": {"p": true}, "after_sensitive": {"p": true, "q": true})",
     "p: (sensitive) → (sensitive)\nq: (sensitive) → (the same, now sensitive)\n"},
    {"tags_all says again what tags says",
     R"("actions": ["update"], "before": {"tags": {"a": "1"}, "tags_all": {"a": "1", "z": "0"}},
        "after": {"tags": {"a": "2"}, "tags_all": {"a": "2", "z": "1"}})",
     "tags.a: 1 → 2\ntags_all.z: 0 → 1\ntags_all.a: 1 → 2 ~duplicate\n"},
    {"a new resource: what is set, whole blocks in one row",
     R"("actions": ["create"], "before": null, "after": {"name": "a", "empty": "", "block": [{"x": 1, "y": null}]},
        "after_unknown": {"id": true})",
     "name: + a\nblock: + [{x = 1}]\nid: + (known after apply) ~computed\n"},
};

}  // namespace

TEST_CASE("what a change does to its attributes") {
  for (const auto& item : kCases) {
    INFO(item.what);
    const auto plan = plan_of(item.change);
    CHECK(rows_of(diff_of(plan.changes.front())) == item.rows);
  }
}

TEST_CASE("an unknown that the configuration sets is no noise") {
  const auto plan = plan_of(
      R"("actions": ["update"], "before": {"subnet_id": "s-1", "arn": "x"}, "after": {}, "after_unknown": {"subnet_id": true, "arn": true})");
  const std::unordered_set<std::string_view> configured{"subnet_id"};
  CHECK(rows_of(diff_of(plan.changes.front(), {.configured = &configured})) ==
        "subnet_id: s-1 → (known after apply)\narn: x → (known after apply) ~computed\n");
}

TEST_CASE("a diff has as many rows as are asked for, and counts the rest") {
  const auto plan = plan_of(
      R"("actions": ["update"], "before": {"a": 1, "b": 1, "c": 1}, "after": {"a": 2, "b": 2, "c": 2})");
  CHECK(rows_of(diff_of(plan.changes.front(), {.edits = 1})) == "a: 1 → 2\nleft out: 2\n");
}

TEST_CASE("what an update amounts to") {
  const std::pair<const char*, const char*> cases[] = {
      {R"("before": {"tags": {"a": "1"}, "etag": "x"}, "after": {"tags": {"a": "2"}}, "after_unknown": {"etag": true})",
       "tags"},
      {R"("before": {"arn": "x"}, "after": {}, "after_unknown": {"arn": true})", "computed"},
      {R"("before": {"description": "x"}, "after": {"description": "y"})", "description"},
      {R"("before": {"size": 1}, "after": {"size": 2})", ""},
  };
  for (const auto& [change, expected] : cases) {
    const auto plan = plan_of(R"("actions": ["update"], )" + std::string(change));
    CHECK(name_of(light_of(diff_of(plan.changes.front()))) == expected);
  }
}
