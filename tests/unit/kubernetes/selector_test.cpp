#include "kubernetes/selector.h"

#include <catch2/catch.hpp>

#include "json/reader.h"
#include "kubernetes/near_miss.h"

using stopgate::intern;
using stopgate::kubernetes::find_slip;
using stopgate::kubernetes::is_slip;
using stopgate::kubernetes::Labels;
using stopgate::kubernetes::Match;
using stopgate::kubernetes::Selector;

TEST_CASE("selectors match as the API server matches them") {
  struct Case {
    std::string_view selector;
    Match match;
    std::string_view text;
  };
  // The pods have app=web, tier=front, and a pod-template-hash that only the cluster knows.
  const auto [text, match, written] = GENERATE(values<Case>({
      {"null", Match::No, ""},
      {"{}", Match::Yes, ""},
      {R"({"matchLabels": {}})", Match::Yes, ""},
      {R"({"app": "web"})", Match::Yes, "app=web"},
      {R"({"app": "web", "tier": "back"})", Match::No, "app=web,tier=back"},
      {R"({"matchLabels": {"app": "web"}})", Match::Yes, "app=web"},
      {R"({"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "web"]}]})",
       Match::Yes, "app in (a,web)"},
      {R"({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]})",
       Match::No, "app notin (web)"},
      {R"({"matchExpressions": [{"key": "other", "operator": "NotIn", "values": ["web"]}]})",
       Match::Yes, "other notin (web)"},
      {R"({"matchExpressions": [{"key": "app", "operator": "Exists"}]})", Match::Yes, "app"},
      {R"({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]})", Match::No, "!app"},
      {R"({"matchExpressions": [{"key": "app", "operator": "in", "values": ["web"]}]})", Match::No,
       "app ?"},
      {R"({"pod-template-hash": "abc"})", Match::Unknown, "pod-template-hash=abc"},
      {R"({"pod-template-hash": "abc", "app": "x"})", Match::No, "pod-template-hash=abc,app=x"},
      {R"({"matchExpressions": [{"key": "pod-template-hash", "operator": "Exists"}]})", Match::Yes,
       "pod-template-hash"},
      {R"({"count": "1"})", Match::Yes, "count=1"},
  }));
  INFO(text);
  const auto labels = stopgate::json::parse(R"({"app": "web", "tier": "front", "count": 1})");
  const auto read = stopgate::json::parse(text);
  const auto selector = Selector::read(read.root.value);
  CHECK(selector.match(Labels{.written = labels.root.value,
                              .injected = {intern("pod-template-hash")}}) == match);
  CHECK(stopgate::kubernetes::selects(read.root.value, labels.root.value) ==
        (match == Match::Yes && text.find("hash") == std::string_view::npos));
  CHECK(to_string(selector) == written);
}

TEST_CASE("a slip of the pen is no other member of a family") {
  struct Case {
    std::string_view written, existing;
    bool is_slip;
  };
  const auto [written, existing, expected] = GENERATE(values<Case>({
      {"web-confg", "web-config", true},
      {"web-cofnig", "web-config", true},
      {"webconfig", "web-config", true},
      {"app-secret", "app-secrets", true},
      {"postgres-credentails", "postgres-credentials", true},
      {"web", "web", false},
      {"web-1", "web-2", false},
      {"db-a", "db-b", false},
      {"cache", "cache-a", false},
      {"api-http", "api-https", false},
      {"api-internal", "api-external", false},
      {"team-ingress", "team-egress", false},
      {"dev-app", "qa-app", false},
      {"east-gateway", "west-gateway", false},
      {"tls", "tcp", false},
      {"web-conf1g", "web-config", false},
      {"", "a", false},
  }));
  INFO(written << " " << existing);
  CHECK(is_slip(written, existing) == expected);
}

TEST_CASE("the nearest slip wins, then the alphabet") {
  const std::vector<std::string_view> names{"web-configs", "web-config", "wab-config"};
  CHECK(find_slip("web-confi", names) == "web-config");
  CHECK(find_slip("nothing-like-it", names) == std::nullopt);
}
