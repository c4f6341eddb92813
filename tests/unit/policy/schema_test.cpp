// docs/schema/policy.schema.json says what the reader of policy files takes.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "json/reader.h"
#include "policy/load.h"

using namespace stopgate;

namespace {

value::Document read_schema() {
  std::ifstream file(std::filesystem::path(STOPGATE_SOURCE_DIR) / "docs/schema/policy.schema.json");
  std::ostringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

// The fields that the reader does not know.
std::string unknown_fields(const std::string& text) {
  source::SourceMap sources;
  std::string out;
  for (const auto& diagnostic :
       policy::load_policies(sources, sources.add("p.yaml", text)).diagnostics)
    if (diagnostic.message.starts_with("unknown field")) out += diagnostic.message + "\n";
  return out;
}

std::string names(const value::Value& properties, const std::string& indent) {
  std::string out;
  for (const auto& member : properties.members())
    out += indent + std::string(member.key.text()) + ": null\n";
  return out;
}

}  // namespace

TEST_CASE("the schema of policy files names fields that there are") {
  const auto schema = read_schema();
  REQUIRE(schema.diagnostics.empty());
  const auto properties = schema.root.value.get("properties");
  REQUIRE(properties.members().size() > 10);
  CHECK(unknown_fields(names(properties, "")).empty());
  for (const auto* part : {"match", "validations", "variables", "matchConditions", "examples"}) {
    const auto inner = properties.get(part);
    const bool is_list = inner.has(intern("items"));
    const auto fields = names((is_list ? inner.get("items") : inner).get("properties"), "    ");
    REQUIRE_FALSE(fields.empty());
    CHECK(unknown_fields(std::string(part) + ":\n" + (is_list ? "  -\n" : "") + fields).empty());
  }
}

TEST_CASE("the schema of policy files names every target") {
  std::set<std::string> listed, known;
  const auto schema = read_schema();
  for (const auto& name : schema.root.value.get("properties").get("target").get("enum").items())
    listed.emplace(name.as_string());
  for (std::size_t i = 0; i < policy::kTargetCount; ++i)
    known.emplace(policy::name_of(static_cast<policy::Target>(i)));
  CHECK(listed == known);
}
