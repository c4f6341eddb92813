#include "policy/copy.h"

#include <catch2/catch.hpp>

#include "json/reader.h"

using namespace stopgate;

TEST_CASE("a copy lives on when the tree it was made from is gone") {
  Arena arena;
  const std::string text = R"({"a":[1,1.5,null,true,"x"],"n":123456789012345678901234567890})";
  value::Value copy;
  {
    const auto document = json::parse(text, {});
    copy = policy::copy_tree(arena, document.root.value, value::Access::Lenient);
    // Another digit string in the same place of the same arena would be seen in a copy that views
    // it.
    CHECK(copy.get("n").lexeme().data() != document.root.value.get("n").lexeme().data());
    CHECK(copy.get("a").items()[4].as_string().data() !=
          document.root.value.get("a").items()[4].as_string().data());
  }
  CHECK(to_text(copy) == text);
  CHECK(copy.get("absent").is_absent());
}
