#include "plan/facts.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "json/reader.h"
#include "plan/loss_table.h"
#include "unit/plan/support.h"

namespace stopgate::plan {

namespace {

std::string text_of(const value::Value& facts, const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) {
    out += name;
    out += '=';
    out += value::to_text(facts.get(name));
    out += ' ';
  }
  return out;
}

}  // namespace

TEST_CASE("facts of a replaced database") {
  const auto plan = read_fixture("database-replaced.json");
  Arena arena;
  const auto facts = change_facts(plan, plan.changes.at(0), arena);
  CHECK(
      text_of(facts, {"address", "module", "mode", "type", "name", "provider", "reason",
                      "previousAddress"}) ==
      R"(address="aws_db_instance.orders" module=null mode="managed" type="aws_db_instance" name="orders" )"
      R"(provider="registry.terraform.io/hashicorp/aws" reason="replace_because_cannot_update" previousAddress=null )");
  CHECK(
      text_of(facts, {"action", "actions", "createBeforeDestroy", "replacePaths", "changed",
                      "imported", "planMode"}) ==
      R"(action="replace" actions=["delete","create"] createBeforeDestroy=false replacePaths=["identifier"] changed=["arn","identifier"] imported=false planMode="normal" )");
  CHECK(
      text_of(facts, {"lossClass", "lossNote", "guards"}) ==
      R"(lossClass="D0" lossNote="database" guards={"finalSnapshot":false,"deletionProtection":false,"retentionDays":7} )");
  CHECK(facts.as_map().is_lenient());
  CHECK(text_of(change_facts(plan, plan.changes.at(1), arena),
                {"changed", "computedOnly", "tagOnly"}) ==
        R"(changed=["version"] computedOnly=true tagOnly=false )");
}

TEST_CASE("facts of deleted, updated and forgotten resources") {
  const auto plan = read_fixture("bucket-and-drift.json");
  Arena arena;
  std::vector<std::string> lines;
  for (const auto& change : plan.changes)
    lines.push_back(
        text_of(change_facts(plan, change, arena),
                {"action", "changed", "tagOnly", "lossClass", "guards", "guardsAfter"}));
  CHECK(
      lines ==
      std::vector<std::string>{
          R"(action="update" changed=["retention_in_days"] tagOnly=false lossClass="D1" guards={"retentionDays":1} guardsAfter={"retentionDays":90} )",
          R"(action="delete" changed=[] tagOnly=false lossClass="D0" guards={"forceDestroy":true,"versioned":false} guardsAfter={} )",
          R"(action="update" changed=["tags.Owner","tags_all.Owner"] tagOnly=true lossClass="D1" guards={} guardsAfter={} )",
          R"(action="forget" changed=[] tagOnly=false lossClass="D1" guards={} guardsAfter={} )",
      });
  CHECK(plan.drift.size() == 1);
}

TEST_CASE("paths of what differs") {
  struct Case {
    std::string before;
    std::string after;
    std::vector<std::string> paths;
  };
  const std::vector<Case> cases{
      {R"({"a":1})", R"({"a":1.0})", {}},
      {R"({"a":1,"b":{"c":[1,2]}})", R"({"a":2,"b":{"c":[1,3]}})", {"a", "b.c[1]"}},
      {R"({"l":[1]})", R"({"l":[1,2]})", {"l"}},
      {R"({"a":null})", R"({})", {}},
      {R"({"a":1})", R"({"b":1})", {"a", "b"}},
      {R"({"tags":{"x.y":1}})", R"({"tags":{"x.y":2}})", {"tags[\"x.y\"]"}},
      {R"({"a":[]})", R"({"a":{}})", {"a"}},
  };
  for (const auto& test : cases) {
    INFO(test.before << " " << test.after);
    const auto before = json::parse(test.before);
    const auto after = json::parse(test.after);
    CHECK(changed_paths(before.root.value, after.root.value) == test.paths);
  }
}

TEST_CASE("the table of data-loss classes is sound") {
  const auto& table = loss_table();
  CHECK(table.problems.empty());
  CHECK(table.groups_by_type.size() > 230);
}

TEST_CASE("classes depend on the object that goes away") {
  struct Case {
    std::string_view type;
    std::string object;
    std::string_view loss;
    std::string_view note;
  };
  const std::vector<Case> cases{
      {"aws_db_instance", R"({"skip_final_snapshot":false,"backup_retention_period":7})", "D1",
       "database"},
      {"aws_db_instance", R"({"skip_final_snapshot":true})", "D0", "database"},
      {"aws_db_instance", R"({"skip_final_snapshot":false,"backup_retention_period":0})", "D0",
       "database"},
      {"aws_dynamodb_table", "{}", "D0", "table"},
      {"aws_dynamodb_table", R"({"point_in_time_recovery":[{"enabled":true}]})", "D1", "table"},
      {"aws_secretsmanager_secret", R"({"recovery_window_in_days":30})", "D1", "secret"},
      {"aws_secretsmanager_secret", R"({"recovery_window_in_days":0})", "D0", "secret"},
      {"aws_route53_zone", "{}", "D2", "name service"},
      {"aws_ecs_service", "{}", "D3", "serving traffic"},
      {"null_resource", "{}", "D4", ""},
      {"aws_kms_key", "null", "D0", "encryption key"},
  };
  for (const auto& test : cases) {
    INFO(test.type << " " << test.object);
    const auto object = json::parse(test.object);
    const auto loss = loss_of(test.type, object.root.value);
    CHECK(name_of(loss.loss) == test.loss);
    CHECK(loss.note == test.note);
  }
}

}  // namespace stopgate::plan
