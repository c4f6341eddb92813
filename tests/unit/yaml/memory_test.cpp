#include "yaml/memory.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/pool.h"
#include "yaml/events.h"

namespace stopgate::yaml {

TEST_CASE("the parser's memory comes from the pool that a reader is given") {
  const std::string text = "a: [1, 'two', \"three\"]\nb: &x {c: !!str d}\ne: *x\n";
  const auto count = [&](Pool* pool) {
    EventReader events(text, {0, static_cast<std::uint32_t>(text.size())}, pool);
    std::size_t scalars = 0;
    while (true) {
      const auto& event = events.next();
      if (event.kind == EventKind::Scalar) ++scalars;
      if (event.kind == EventKind::StreamEnd || event.kind == EventKind::Failure) break;
    }
    CHECK(events.next().kind != EventKind::Scalar);
    return scalars;
  };
  Pool pool;
  CHECK(count(&pool) == 8);
  CHECK((pool.reserved() > 0) == kFreesAll);
  const auto reserved = pool.reserved();
  CHECK(count(nullptr) == 8);
  CHECK(count(&pool) == 8);
  CHECK(pool.reserved() == reserved);
}

TEST_CASE("readers with pools and without take turns") {
  const std::string text = "- a\n- b\n- c\n";
  const source::Span all{0, static_cast<std::uint32_t>(text.size())};
  Pool one;
  Pool two;
  EventReader first(text, all, &one);
  EventReader second(text, all);
  EventReader third(text, all, &two);
  for (int i = 0; i < 7; ++i) {
    CHECK(first.next().kind == second.next().kind);
    CHECK(third.next().kind != EventKind::Failure);
  }
}

}  // namespace stopgate::yaml
