#include "forge/marker.h"

#include <catch2/catch.hpp>

using namespace stopgate::forge;

TEST_CASE("markers are found again, whatever their names hold") {
  for (const auto form : {MarkerForm::HtmlComment, MarkerForm::LinkDefinition})
    for (const std::string key :
         {"prod/network", "a --> b <script>", ") [x](y)", "\"\\", "漢", ""}) {
      CAPTURE(key);
      const Marker marker{.kind = "summary", .key = key, .head = "abc", .order = 41};
      const auto text = to_comment(marker, form);
      CHECK(text.find("-->", 0) ==
            (form == MarkerForm::HtmlComment ? text.size() - 4 : std::string::npos));
      CHECK(find_marker(text + "body") == marker);
      CHECK(without_marker(text + "body\n") == "body");
    }
}

TEST_CASE("what is no marker") {
  for (const auto* body :
       {"", "text <!-- stopgate:1 {\"kind\":\"summary\"} -->", "<!-- stopgate:1 {} ",
        "<!-- stopgate:1 [] -->", "<!-- stopgate:2 {} -->", "<!-- stopgate:1 {{{ -->"}) {
    CAPTURE(body);
    CHECK(!find_marker(body).has_value());
  }
}
