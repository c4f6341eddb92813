#include "cel/program.h"

#include <catch2/catch.hpp>

namespace stopgate::cel {

namespace {

using value::Access;
using value::Value;

source::Place place(std::uint32_t at) {
  return {.file = 1, .span = {at, at + 1}};
}
value::MemberPlace member_place(std::uint32_t at) {
  return {.file = 1, .key = {at, at + 1}, .value = {at + 1, at + 2}};
}

// {name: web, ports: [80, 443], secret: (sensitive), later: (unknown), on: {a: true}}, with places.
struct Fixture {
  Arena arena;
  Environment environment = Environment::standard();
  std::size_t slot = environment.declare("object", Type::dyn());

  Value tree(Access access) {
    const Value ports[] = {Value::integer(80), Value::integer(443)};
    const source::Place port_places[] = {place(30), place(40)};
    const value::Member inner[] = {{intern("a"), Value::boolean(true)}};
    const value::MemberPlace inner_places[] = {member_place(60)};
    const value::Member members[] = {
        {intern("name"), Value::string("web")},
        {intern("ports"), value::List::make(arena, ports, port_places, access)},
        {intern("secret"), Value::string("hunter2").as_sensitive()},
        {intern("later"),
         Value::unknown(arena, {.reason = "known only after apply", .subject = "x.id"})},
        {intern("surely"), Value::unknown(arena, {.reason = "known only after apply",
                                                  .subject = "x.arn",
                                                  .prefix = {},
                                                  .not_null = true})},
        {intern("on"), value::Map::make(arena, inner, inner_places, access)},
        {intern("nil"), Value::null()},
    };
    value::MemberPlace places[7];
    for (std::uint32_t i = 0; i < 7; ++i) places[i] = member_place(100 + 10 * i);
    return value::Map::make(arena, members, places, access);
  }

  Evaluator evaluator;
  Trace trace;

  Outcome evaluate(std::string_view text, Access access = Access::Strict,
                   EvalOptions options = {}) {
    const auto compiled = compile(environment, text);
    INFO(text << ": " << (compiled.issues.empty() ? "" : compiled.issues.front().message));
    REQUIRE(compiled.program);
    kept.push_back(compiled.program);
    Activation activation(environment);
    activation.bind(slot, Datum::of(tree(access)), place(5));
    trace = {};
    options.trace = &trace;
    return evaluator.evaluate(*compiled.program, activation, options);
  }

  // "value", "error: …", "unknown: path"
  std::string result(std::string_view text, Access access = Access::Strict,
                     EvalOptions options = {}) {
    const auto value = evaluate(text, access, options).value;
    if (value.is_error()) return "error: " + std::string(value.as_error().message);
    if (value.is_unknown()) return "unknown: " + std::string(value.as_unknown().front().path);
    return value::to_text(value.to_value(arena));
  }

  std::vector<std::shared_ptr<const Program>> kept;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what a Terraform resource does not set reads as absent") {
  const std::pair<const char*, const char*> rows[] = {
      {"object.nope", "null"},
      {"object.nope == null", "true"},
      {"object.nope.deeper[3].still == null", "true"},
      {"object.ports[9] == null", "true"},
      {"object['nope'] == null", "true"},
      {"has(object.nope) || has(object.nope.deeper)", "false"},
      {"has(object.nil)", "false"},
      {"object.nil.deeper == null", "true"},
      {"size(object.nil)", "0"},
      {"object.nil.all(x, x == 1)", "true"},
      {"has(object.name)", "true"},
      {"size(object.nope)", "0"},
      {"object.nope.all(x, x.y == 1)", "true"},
      {"object.nope.exists(x, true)", "false"},
      {"object.nope.map(x, x)", "[]"},
      {"'k' in object.nope", "false"},
      {"'nil' in object", "false"},
      {"object.?nope.orValue('d')", "\"d\""},
      {"object.?nil.orValue('d')", "\"d\""},
      {"object.nope < 5", "error: no such overload: _<_(null_type, int)"},
      {"object.nope in [null]", "true"},
  };
  for (const auto& [text, expected] : rows) CHECK(result(text, Access::Lenient) == expected);
}

TEST_CASE_METHOD(Fixture, "what a Kubernetes object does not set is an error") {
  CHECK(result("object.nope") == "error: no such key: nope in object");
  CHECK(result("object.on.nope") == "error: no such key: nope in object.on");
  CHECK(result("object.ports[9]") == "error: index out of bounds: 9, object.ports has 2 elements");
  CHECK(result("has(object.nil)") == "true");
  CHECK(result("object.nil.x") ==
        "error: no such field: 'x' of object.nil, which is of type null_type");
}

TEST_CASE_METHOD(Fixture, "an unknown makes unknown what depends on it, and nothing else") {
  const std::pair<const char*, const char*> rows[] = {
      {"object.later", "unknown: object.later"},
      {"object.later == 'x'", "unknown: object.later"},
      {"object.later.deeper[0]", "unknown: object.later"},
      {"object.later == 'x' && object.name == 'api'", "false"},
      {"object.later == 'x' || object.name == 'web'", "true"},
      {"object.later == 'x' || 1 / 0 == 1", "unknown: object.later"},
      {"has(object.later)", "unknown: object.later"},
      {"has(object.surely)", "true"},
      {"'later' in object", "unknown: object"},
      {"size(object)", "7"},
      {"object == {'a': 1}", "false"},
      {"object == object", "unknown: object"},
      {"[object].exists(o, o.later == 1)", "unknown: o.later"},
      {"object.exists(k, v, k == 'later' && v == 1)", "unknown: object.later"},
      {"object.later ? 1 : 1", "unknown: object.later"},
      {"object['la' + 'ter']", "unknown: object.later"},
  };
  for (const auto& [text, expected] : rows) CHECK(result(text) == expected);
  CHECK(result("size(object)", Access::Strict, {.partly_unknown = PartlyUnknown::Whole}) ==
        "unknown: object");
}

TEST_CASE_METHOD(Fixture, "an unknown says why") {
  const auto value = evaluate("object.later == 1").value;
  REQUIRE(value.is_unknown());
  CHECK(value.as_unknown().front().reason == "known only after apply");
}

TEST_CASE_METHOD(Fixture, "the trace points at what was read last") {
  struct Row {
    const char* text;
    std::uint32_t at;
    const char* path;
  };
  const Row rows[] = {
      {"object.name == 'api'", 101, "object.name"},
      {"object.ports.all(p, p != 443)", 40, "object.ports[1]"},
      {"object.ports.all(p, p != 80)", 30, "object.ports[0]"},
      {"object.ports.exists(p, p == 22)", 111, "object.ports"},
      {"object.on.a", 61, "object.on.a"},
      {"object.on.nope", 151, "object.on"},
      {"object.nope", 5, "object"},
      {"object.ports[object.on.a ? 1 : 0]", 40, "object.ports[1]"},
      {"cel.bind(p, object.ports, p[0] == 1)", 30, "object.ports[0]"},
      {"object.ports.filter(p, p > 80)[0] == 1", 40, "object.ports"},
      {"object.ports.filter(p, p > 80).map(p, p)[0] == 1", 40, "object.ports"},
      {"object.ports.filter(p, p > 80).all(p, p == 1)", 40, "p"},
      {"object.ports.map(p, p)[1]", 40, "object.ports"},
  };
  for (const auto& row : rows) {
    (void)evaluate(row.text);
    INFO(row.text);
    CHECK(trace.last_read.span.begin == row.at);
    CHECK(trace.last_path == row.path);
  }
}

TEST_CASE_METHOD(Fixture, "what is bound aside is nothing to point at") {
  const auto aside = environment.declare("params", Type::dyn());
  const std::pair<const char*, std::uint32_t> rows[] = {
      {"object.name in params.names", 101},
      {"params.names.exists(n, n == object.name) || params.names[0] == object.name", 101},
      {"object.ports.all(p, p < 100 || p in params.names)", 40},
  };
  const Value names[] = {Value::string("api")};
  const value::Member members[] = {{intern("names"), value::List::make(arena, names)}};
  for (const auto& [text, at] : rows) {
    const auto compiled = compile(environment, text);
    REQUIRE(compiled.program);
    Activation activation(environment);
    activation.bind(slot, Datum::of(tree(Access::Strict)), place(5));
    activation.bind_aside(aside, Datum::of(value::Map::make(arena, members)));
    Trace read;
    static_cast<void>(evaluator.evaluate(*compiled.program, activation, {.trace = &read}));
    INFO(text);
    CHECK(read.last_read.span.begin == at);
    CHECK(read.last_path.starts_with("object."));
  }
}

TEST_CASE_METHOD(Fixture, "reading a sensitive value is told") {
  CHECK(evaluate("object.secret == 'x'").read_sensitive);
  CHECK(evaluate("object.exists(k, v, v == 'x')").read_sensitive);
  CHECK_FALSE(evaluate("object.name == 'x'").read_sensitive);
}

TEST_CASE_METHOD(Fixture, "cost is counted and bounded") {
  CHECK(evaluate("object.name == 'web'").cost == 3);
  CHECK(evaluate("lists.range(1000).all(x, x >= 0)").cost == 6012);
  const auto over = evaluate("lists.range(100000).all(x, lists.range(100000).all(y, x + y >= 0))",
                             Access::Strict, {.cost_limit = 1'000'000});
  REQUIRE(over.value.is_error());
  CHECK(over.value.as_error().message == "operation cancelled: actual cost limit exceeded");
  CHECK(evaluate("lists.range(9223372036854775807)").value.is_error());
  CHECK(evaluate("true || lists.range(100000000).all(x, true)").value.is_true());
}

TEST_CASE_METHOD(Fixture, "an error points at the part that failed") {
  const auto value = evaluate("object.name == 'web' && 1 / (2 - 2) == 1").value;
  REQUIRE(value.is_error());
  CHECK(value.as_error().span == source::Span{24, 35});
}

TEST_CASE("lazy variables are computed once, and not by themselves") {
  auto environment = Environment::standard();
  const auto a = environment.declare("variables.a", Type::dyn());
  const auto b = environment.declare("variables.b", Type::dyn());
  const auto twice = compile(environment, "variables.a + variables.a");
  REQUIRE(twice.program);
  Activation activation(environment);
  Evaluator evaluator;
  int calls = 0;
  activation.bind_lazily(a, [&](EvalContext&) { return ++calls, Datum::integer(21); });
  CHECK(evaluator.evaluate(*twice.program, activation).value.as_int() == 42);
  CHECK(calls == 1);
  const auto loop = compile(environment, "variables.b");
  activation.bind_lazily(
      b, [&](EvalContext&) { return evaluator.evaluate(*loop.program, activation).value; });
  CHECK(evaluator.evaluate(*loop.program, activation).value.is_error());
  activation.bind_unknown(b, "no cluster to ask");
  const auto unknown = evaluator.evaluate(*loop.program, activation).value;
  REQUIRE(unknown.is_unknown());
  CHECK(unknown.as_unknown().front().path == "variables.b");
  CHECK(unknown.as_unknown().front().reason == "no cluster to ask");
}

TEST_CASE("functions of the host see what the host gave") {
  auto environment = Environment::standard();
  environment.add({.name = "answer",
                   .is_member = false,
                   .parameters = {Type::of(TypeKind::Int)},
                   .result = Type::of(TypeKind::Int),
                   .call = [](EvalContext& ctx, std::span<const Datum> args) {
                     return Datum::integer(*static_cast<const int*>(ctx.host()) + args[0].as_int());
                   }});
  const auto compiled = compile(environment, "answer(2)");
  REQUIRE(compiled.program);
  CHECK(to_string(compiled.result) == "int");
  Activation activation(environment);
  Evaluator evaluator;
  const int host = 40;
  CHECK(evaluator.evaluate(*compiled.program, activation, {.host = &host}).value.as_int() == 42);
}

TEST_CASE("fields of a declared object are checked") {
  auto environment = Environment::standard();
  environment.declare_object("Pod", {{"hostNetwork", Type::of(TypeKind::Bool)}});
  environment.declare("pod", {.kind = TypeKind::Object, .name = "Pod"});
  CHECK(to_string(compile(environment, "pod.hostNetwork").result) == "bool");
  const auto wrong = compile(environment, "pod.hostNetwrok");
  REQUIRE(wrong.issues.size() == 1);
  CHECK(wrong.issues[0] == Issue{.span = {4, 15},
                                 .message = "undefined field 'hostNetwrok' of Pod",
                                 .help = "did you mean 'hostNetwork'?",
                                 .kind = IssueKind::UndefinedField,
                                 .of = "Pod"});
}

TEST_CASE("what nests too deep is refused, not recursed into") {
  const auto environment = Environment::standard();
  const std::string many(100'000, '(');
  CHECK_FALSE(compile(environment, many + "1").issues.empty());
  CHECK_FALSE(compile(environment, std::string(100'000, '[')).issues.empty());
  CHECK(compile(environment, std::string(100'001, ' ')).issues.front().message ==
        "expression is longer than 100000 bytes");
  std::string sum = "1";
  std::string chain = "true";
  for (int i = 0; i < 1000; ++i) {
    sum += " + 1";
    chain += " && true";
  }
  CHECK(compile(environment, sum).issues.front().message ==
        "expression nests deeper than 250 levels");
  CHECK(compile(environment, chain).issues.empty());
}

}  // namespace stopgate::cel
