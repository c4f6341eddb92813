#pragma once

// Who a trust or resource policy lets in, one by one, and what it says to each of them.

#include <string>
#include <string_view>
#include <vector>

#include "iam/grant.h"

namespace stopgate::iam {

struct Audience {
  enum class Kind : std::uint8_t {
    Everyone,   // a stranger who meets no condition on where the request comes from
    Limited,    // whoever meets the conditions beside "*"
    Account,    // every principal of an account
    Principal,  // a user, role or session of an account
    Service,
    Federated,
    Canonical,
  };
  Kind kind = Kind::Everyone;
  std::string id;       // the account, ARN, service or provider; empty for Everyone and Limited
  std::string account;  // twelve digits, where there are any

  auto operator<=>(const Audience&) const = default;
};

[[nodiscard]] std::string_view name_of(Audience::Kind kind);  // "everyone", "account", …

// Those whom Allow statements name, sorted. A NotPrincipal that allows names everyone.
[[nodiscard]] std::vector<Audience> audiences_of(const Grants& grants);

// The statements that count for one of them, with no principals any more: for Everyone, conditions
// that keep strangers out drop an Allow, and others are taken to be met.
[[nodiscard]] Grants said_to(const Audience& audience, const Grants& grants);

// "123456789012" of an account, of its root, or of any ARN; empty for none.
[[nodiscard]] std::string_view account_in(std::string_view text);

}  // namespace stopgate::iam
