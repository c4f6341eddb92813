#include "plan/reader.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "plan/redaction.h"
#include "unit/plan/support.h"

namespace stopgate::plan {

namespace {

// A plan of one change with these members of its `change` object.
Plan read_change(const std::string& members) {
  return read_plan(
      "plan.json",
      R"({"format_version":"1.2","planned_values":{},"resource_changes":[{"address":"a_b.c","mode":"managed",)"
      R"("type":"a_b","name":"c","change":{)" +
          members + "}}]}");
}

std::vector<std::string> messages(const Plan& plan) {
  std::vector<std::string> out;
  for (const auto& diagnostic : plan.diagnostics) out.push_back(diagnostic.message);
  return out;
}

}  // namespace

TEST_CASE("unknown leaves stand where the plan left them out") {
  struct Case {
    std::string after;
    std::string unknown;
    std::string merged;
  };
  const std::string u = "\"(unknown: known only after apply)\"";
  const std::vector<Case> cases{
      {"{\"a\":1}", "{}", "{\"a\":1}"},
      {"{\"a\":1}", "{\"id\":true}", "{\"a\":1,\"id\":" + u + "}"},
      {"{\"tags\":{\"x\":\"y\"}}", "{\"tags\":{\"z\":true}}",
       "{\"tags\":{\"x\":\"y\",\"z\":" + u + "}}"},
      {"{\"l\":[\"a\",null,\"c\"]}", "{\"l\":[false,true,false]}",
       "{\"l\":[\"a\"," + u + ",\"c\"]}"},
      {"{\"l\":[]}", "{\"l\":[{\"x\":true}]}", "{\"l\":[{\"x\":" + u + "}]}"},
      {"{}", "{\"m\":{\"n\":{\"x\":true}},\"shell\":{}}", "{\"m\":{\"n\":{\"x\":" + u + "}}}"},
      {"null", "true", u},
      {"{\"a\":null}", "{\"a\":true}", "{\"a\":" + u + "}"},
  };
  for (const auto& test : cases) {
    INFO(test.after << " " << test.unknown);
    const auto plan = read_change(R"("actions":["create"],"before":null,"after":)" + test.after +
                                  ",\"after_unknown\":" + test.unknown);
    CHECK(messages(plan).empty());
    REQUIRE(plan.changes.size() == 1);
    CHECK(value::to_text(plan.changes[0].after) == test.merged);
  }
}

TEST_CASE("unknown leaves name their attribute") {
  const auto plan = read_change(
      R"("actions":["create"],"before":null,"after":{"b":[{}]},"after_unknown":{"a":true,"b":[{"c.d":true}]})");
  const auto& after = plan.changes.at(0).after;
  CHECK(after.get("a").as_unknown().subject == "a");
  CHECK(after.get("b").items()[0].get("c.d").as_unknown().subject == "b[0][\"c.d\"]");
}

TEST_CASE("what is marked sensitive is sensitive, with all below") {
  const auto plan = read_change(
      R"("actions":["update"],"before":{"a":"x","m":{"n":["y"]},"l":[1,2],"z":null},"after":{"a":"x"},)"
      R"("after_unknown":{},"before_sensitive":{"a":true,"m":true,"l":[false,true],"z":true},"after_sensitive":{})");
  const auto& before = plan.changes.at(0).before;
  CHECK(value::to_text(before) ==
        R"j({"a":"(sensitive)","m":"(sensitive)","l":[1,"(sensitive)"],"z":null})j");
  CHECK(before.get("m").get("n").items()[0].is_sensitive());
  CHECK_FALSE(plan.changes[0].after.get("a").is_sensitive());
}

TEST_CASE("values of resources are lenient") {
  const auto plan = read_change(
      R"("actions":["create"],"before":null,"after":{"a":null,"l":[]},"after_unknown":{})");
  const auto& after = plan.changes.at(0).after;
  CHECK(after.as_map().is_lenient());
  CHECK(after.get("a").is_absent());
  CHECK(after.get("l").as_list().is_lenient());
}

TEST_CASE("sides that are written alike are one") {
  const auto plan = read_change(
      R"("actions":["no-op"],"before":{"a":{"b":1}},"after":{"a":{"b":1}},"after_unknown":{},)"
      R"("before_sensitive":{"a":{}},"after_sensitive":{"a":{}})");
  CHECK(&plan.changes.at(0).before.as_map() == &plan.changes[0].after.as_map());
}

TEST_CASE("actions and what forces them") {
  struct Case {
    std::string actions;
    Action action;
    std::string_view name;
  };
  const std::vector<Case> cases{{R"("no-op")", Action::NoOp, "no-op"},
                                {R"("create")", Action::Create, "create"},
                                {R"("read")", Action::Read, "read"},
                                {R"("update")", Action::Update, "update"},
                                {R"("delete")", Action::Delete, "delete"},
                                {R"("forget")", Action::Forget, "forget"},
                                {R"("delete","create")", Action::Replace, "replace"},
                                {R"("create","delete")", Action::CreateThenDelete, "replace"},
                                {R"("create","forget")", Action::CreateThenForget, "replace"}};
  for (const auto& test : cases) {
    const auto plan = read_change(
        "\"actions\":[" + test.actions +
        R"(],"replace_paths":[["a"],["b",0,"c"],["tags","x.y"]],"importing":{"id":"i-1"})");
    REQUIRE(plan.changes.size() == 1);
    const auto& change = plan.changes[0];
    CHECK(change.action == test.action);
    CHECK(name_of(change.action) == test.name);
    CHECK(change.replace_paths == std::vector<std::string_view>{"a", "b[0].c", "tags[\"x.y\"]"});
    CHECK(change.is_import);
    CHECK(change.import_id == "i-1");
  }
}

TEST_CASE("what is not a plan is named, with the way to one") {
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases{
      {"", "the file is empty"},
      {"PK\x03\x04rest", "this is a binary plan file, not JSON"},
      {std::string("\xFF\xFE{\0\"\0", 6),
       "the text is UTF-16, as '>' of Windows PowerShell writes it"},
      {"{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n",
       "this is the event stream of 'terraform plan -json', which does not hold the plan"},
      {"Terraform will perform the following actions:\n",
       "the text is not JSON: it starts with 'Terraform will perform the following act'"},
      {R"({"version":4,"terraform_version":"1.9.0","lineage":"x"})",
       "this is a state file, not a plan"},
      {R"({"format_version":"1.0","terraform_version":"1.9.0","values":{}})",
       "this is a state file, not a plan"},
      {R"({"kind":"Pod"})", "this is JSON, but not a plan: it has no format_version"},
      {R"({"format_version":"2.0","resource_changes":[]})",
       "the plan has format_version '2.0', and 0.1 to 1.x are understood"},
      {R"({"format_version":"0.0"})",
       "the plan has format_version '0.0', and 0.1 to 1.x are understood"},
      {R"({"format_version":"1.2","resource_changes":{}})",
       "expected a list, found a map at byte 43"},
      {R"({"format_version":"1.2","resource_changes":[{"change":{"actions":["explode"]}}]})",
       "the plan has the actions 'explode', which are not known"},
      {"{\"format_version\":\"1.2\",\"x\":\"\xFF\"}", "the plan is not UTF-8 from byte 29"},
  };
  for (const auto& test : cases) {
    INFO(test.text);
    const auto plan = read_plan("plan.json", test.text);
    CHECK(messages(plan) == std::vector<std::string>{test.message});
    REQUIRE(plan.diagnostics.size() == 1);
    CHECK_FALSE(plan.diagnostics[0].help.empty());
    CHECK(plan.diagnostics[0].path == "plan.json");
  }
}

TEST_CASE("a plan above the limit is refused") {
  Limits limits;
  limits.plan_bytes = 10;
  CHECK(messages(read_plan("p", R"({"format_version":"1.2"})", limits)) ==
        std::vector<std::string>{"the plan has 24 bytes, more than the limit of 10"});
}

TEST_CASE("of a plan that is cut off, what stands before the cut is kept") {
  const std::string text =
      R"({"format_version":"1.2","resource_changes":[{"address":"a_b.c","change":{"actions":["delete"]}},{"address":"a_b.d","cha)";
  const auto plan = read_plan("plan.json", text);
  CHECK(plan.changes.size() == 1);
  CHECK(messages(plan) ==
        std::vector<std::string>{"the plan is broken or cut off at byte " +
                                 std::to_string(text.size() - 4) +
                                 ": the string that starts here is not closed; what stands before "
                                 "it was read: 1 resource changes"});
}

TEST_CASE("unknown members are ignored, and a byte order mark is none") {
  const auto plan = read_plan(
      "p",
      "\xEF\xBB\xBF"
      R"({"format_version":"1.9","new":{"x":[1]},"resource_changes":[{"address":"a_b.c","extra":{},"change":{"actions":["create"],"more":1},"action_reason":"brand_new"}]})");
  CHECK(messages(plan).empty());
  CHECK(plan.changes.at(0).address == "a_b.c");
}

TEST_CASE("plans are told from other JSON by their first bytes") {
  CHECK(
      looks_like_plan(R"({"format_version":"1.2","terraform_version":"1.9.0","planned_values":{)"));
  CHECK(looks_like_plan(
      "\xEF\xBB\xBF{\n  \"format_version\": \"1.2\", \"variables\": {\"a\": {\"value\": \"cut"));
  CHECK_FALSE(looks_like_plan(
      R"({"format_version":"1.0","terraform_version":"1.9.0","values":{"root_module":{}}})"));
  CHECK_FALSE(looks_like_plan(R"({"apiVersion":"v1","kind":"List"})"));
  CHECK_FALSE(looks_like_plan("format_version: 1"));
  CHECK_FALSE(looks_like_plan(""));
}

TEST_CASE("modes of planning") {
  const std::string head = R"({"format_version":"1.2","planned_values":{},)";
  const std::string deleted = R"({"address":"a_b.c","change":{"actions":["delete"]}})";
  CHECK(read_plan("p", head + "\"resource_changes\":[" + deleted + "]}").mode == PlanMode::Destroy);
  CHECK(
      read_plan(
          "p",
          head +
              R"("resource_changes":[{"address":"a_b.c","action_reason":"delete_because_no_module","change":{"actions":["delete"]}}]})")
          .mode == PlanMode::Normal);
  CHECK(read_plan("p", head + "\"resource_drift\":[" + deleted + "]}").mode ==
        PlanMode::RefreshOnly);
  CHECK(
      read_plan(
          "p",
          head +
              R"("prior_state":{"values":{"root_module":{"child_modules":[{"resources":[{}]}]}}}})")
          .mode == PlanMode::RefreshOnly);
  CHECK(read_plan("p", head + "\"output_changes\":{}}").mode == PlanMode::Normal);
}

TEST_CASE("a secret is hidden wherever its value stands") {
  const auto plan = read_fixture("database-replaced.json");
  CHECK(messages(plan).empty());
  CHECK(plan.secrets == std::vector<std::string_view>{"correct-horse-battery"});
  REQUIRE(plan.changes.size() == 2);
  CHECK(plan.changes[0].after.get("password").is_sensitive());
  CHECK(plan.changes[1].after.get("value").is_sensitive());
  CHECK(plan.outputs.at(0).before.is_sensitive());
  CHECK(value::to_text(plan.variables) ==
        R"j({"database_password":"(sensitive)","region":"eu-west-1"})j");
  CHECK(plan.changes[1].after.get("name").string_if() == "/orders/password");
}

TEST_CASE("secrets of prior state and of provider settings count too") {
  const auto plan = read_plan(
      "p",
      R"({"format_version":"1.2","planned_values":{},"output_changes":{"o":{"actions":["create"],"before":null,"after":["from-state","from-provider","from-output",1234567,443]}},)"
      R"("prior_state":{"values":{"outputs":{"x":{"sensitive":true,"value":{"deep":"from-output","n":1234567,"p":443}}},"root_module":{"child_modules":[{"resources":[{"values":{"k":"from-state"},"sensitive_values":{"k":true}}]}]}}},)"
      R"("configuration":{"provider_config":{"aws":{"expressions":{"secret_key":{"constant_value":"from-provider"}}}}}})");
  CHECK(messages(plan).empty());
  CHECK(value::to_text(plan.outputs.at(0).after) ==
        R"j(["(sensitive)","(sensitive)","(sensitive)","(sensitive)",443])j");
}

TEST_CASE("references of the configuration") {
  const auto plan = read_plan(
      "p",
      R"({"format_version":"1.2","planned_values":{},"configuration":{"root_module":{"resources":[{"address":"a_b.c","expressions":{"key":{"references":["d_e.f[0].id","d_e.f[0]","d_e.f"]},"block":[{"x":{"references":["var.v","local.l"]}}],"k":{"constant_value":{"references":["no"]}}},"count_expression":{"references":["var.n"]},"depends_on":["d_e.f"]}],)"
      R"("module_calls":{"m":{"expressions":{"in":{"references":["a_b.c.id","a_b.c"]}},"module":{"resources":[{"expressions":{"y":{"references":["var.in"]}},"address":"g_h.i"}]}}}}}})");
  std::vector<std::string> references;
  for (const auto& reference : plan.references)
    references.push_back(std::string(reference.address) + " " + std::string(reference.argument) +
                         " " + std::string(reference.target));
  CHECK(references == std::vector<std::string>{"a_b.c key d_e.f[0].id", "a_b.c block[0].x var.v",
                                               "a_b.c block[0].x local.l", "a_b.c count var.n",
                                               "a_b.c depends_on d_e.f", "module.m.g_h.i y var.in",
                                               "module.m in a_b.c.id"});
}

TEST_CASE("checks and deferred changes") {
  const auto plan = read_plan(
      "p",
      R"({"format_version":"1.2","planned_values":{},"complete":false,"checks":[{"address":{"kind":"check","to_display":"check.health"},"status":"fail","instances":[{"problems":[{"message":"one"},{"message":"two"}]}]}],)"
      R"("deferred_changes":[{"reason":"unknown","resource_change":{"address":"a_b.c","change":{"actions":["create"]}}}]})");
  REQUIRE(plan.checks.size() == 1);
  CHECK(plan.checks[0].address == "check.health");
  CHECK(plan.checks[0].status == "fail");
  CHECK(plan.checks[0].problems == std::vector<std::string_view>{"one", "two"});
  CHECK(plan.deferred.at(0).address == "a_b.c");
  CHECK_FALSE(plan.is_complete);
}

}  // namespace stopgate::plan
