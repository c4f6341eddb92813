#include "policy/secrets.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace stopgate::policy {

namespace {

struct Form {
  std::string_view kind;
  std::string_view pattern;
};

// Anchored by their own prefixes and lengths, so that ordinary text does not match by chance.
constexpr std::array kForms{
    Form{"AWS access key", R"(\b(AKIA|ASIA)[A-Z2-7]{16}\b)"},
    Form{"private key", R"(-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----)"},
    Form{"GitHub token", R"(\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b)"},
    Form{"GitLab token", R"(\bglpat-[A-Za-z0-9_-]{20,})"},
    Form{"Slack token", R"(\bxox[abprs]-[A-Za-z0-9-]{10,})"},
    Form{"Slack webhook",
         R"(https://hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{20,})"},
    Form{"Google API key", R"(\bAIza[A-Za-z0-9_-]{35}\b)"},
    Form{"Stripe key", R"(\b[rs]k_live_[A-Za-z0-9]{20,}\b)"},
    Form{"SendGrid key", R"(\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b)"},
    Form{"npm token", R"(\bnpm_[A-Za-z0-9]{36}\b)"},
    Form{"PyPI token", R"(\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,})"},
    Form{"Azure storage key", R"(AccountKey=[A-Za-z0-9+/]{86}==)"},
    Form{"Terraform Cloud token", R"(\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,})"},
    Form{"HashiCorp Vault token", R"(\bhvs\.[A-Za-z0-9_-]{24,})"},
    Form{"DigitalOcean token", R"(\bdo[opr]_v1_[a-f0-9]{64}\b)"},
    Form{"JSON web token", R"(\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})"},
    Form{"password in a URL", R"([a-z][a-z0-9+.-]*://[^/\s:@$<{]*:[^/\s:@$<{]{3,}@[^\s/]+)"},
};

const RE2::Set& forms() {
  static const RE2::Set set = [] {
    RE2::Options options;
    options.set_log_errors(false);
    RE2::Set made(options, RE2::UNANCHORED);
    for (const auto& form : kForms)
      made.Add(re2::StringPiece(form.pattern.data(), form.pattern.size()), nullptr);
    made.Compile();
    return made;
  }();
  return set;
}

// Bits a character, over the text's own frequencies.
double entropy(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const auto count : counts) {
    if (count == 0) continue;
    const auto share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

}  // namespace

std::string_view secret_kind(std::string_view text) {
  // Keys of the documentation's examples are no secrets.
  if (text.find("EXAMPLE") != std::string_view::npos) return {};
  std::vector<int> found;
  if (!forms().Match(re2::StringPiece(text.data(), text.size()), &found) || found.empty())
    return {};
  return kForms.at(static_cast<std::size_t>(*std::ranges::min_element(found))).kind;
}

bool looks_random(std::string_view text) {
  constexpr std::size_t kShortest = 20;
  constexpr double kLeastEntropy = 3.7;
  if (text.size() < kShortest || text.size() > 512 ||
      text.find_first_of(" \t\n/:.") != std::string_view::npos)
    return false;
  const auto has = [&](auto in) { return std::ranges::any_of(text, in); };
  const int classes = (has([](char c) { return c >= 'a' && c <= 'z'; }) ? 1 : 0) +
                      (has([](char c) { return c >= 'A' && c <= 'Z'; }) ? 1 : 0) +
                      (has([](char c) { return c >= '0' && c <= '9'; }) ? 1 : 0);
  return classes >= 2 && entropy(text) >= kLeastEntropy;
}

bool is_placeholder(std::string_view text) {
  static const RE2 pattern(
      R"((?i)^\s*$|^(change[-_ ]?me|replace[-_ ]?me|todo|tbd|none|null|nil|dummy|fake|sample|example|placeholder|redacted|secret|password|xxx+|\*+|\.\.\.+|your[-_ ].*|my[-_ ]?(secret|password).*)$)"
      R"(|\$\{|\$\(|\{\{|<[^>]+>|^%[^%]+%$|^(vault|ssm|secretsmanager|awssm|gcpsm|ref|env|op|sops|arn):|^ENC\[)");
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace stopgate::policy
