#include "policy/secrets.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>

#include "base/text.h"
#include "policy/credential_checks.h"

namespace stopgate::policy {

namespace data {
extern const std::string_view kCredentials;
}  // namespace data

namespace {

// The automaton of all forms together; it grows with what the text makes it see.
constexpr std::int64_t kAutomatonBytes = std::int64_t{128} << 20;
// Of one form in one text: the first few say it.
constexpr std::size_t kMatchesAForm = 100;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

RE2::Options pattern_options() {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(kAutomatonBytes);
  return out;
}

// Most runs see no credential: a form's own pattern is made when the set has found the form.
class Form {
 public:
  Form(std::string_view kind, CredentialCheck check, std::string_view text)
      : kind_(kind), check_(check), text_(text) {}

  [[nodiscard]] std::string_view kind() const { return kind_; }
  [[nodiscard]] CredentialCheck check() const { return check_; }
  [[nodiscard]] const RE2& pattern() const {
    std::call_once(is_made_, [this] { made_.emplace(piece(text_), pattern_options()); });
    return *made_;
  }

 private:
  std::string_view kind_;
  CredentialCheck check_;
  std::string_view text_;
  mutable std::once_flag is_made_;
  mutable std::optional<RE2> made_;
};

class Forms {
 public:
  Forms() : set_(pattern_options(), RE2::UNANCHORED) {
    for (const auto line : split(data::kCredentials, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      const auto columns = split(line, '\t');
      forms_.emplace_back(columns.at(0), parse_check(columns.at(1)), columns.at(2));
      set_.Add(piece(columns[2]), nullptr);
    }
    set_.Compile();
  }

  // The numbers of the forms that occur, the first first.
  [[nodiscard]] std::vector<int> present(std::string_view text) const {
    std::vector<int> found;
    RE2::Set::ErrorInfo error{};
    if (!set_.Match(piece(text), &found, &error) && error.kind != RE2::Set::kNoError) {
      // Out of memory for the automaton: each form is asked by itself.
      found.clear();
      for (std::size_t i = 0; i < forms_.size(); ++i)
        if (RE2::PartialMatch(piece(text), forms_[i].pattern()))
          found.push_back(static_cast<int>(i));
    }
    std::ranges::sort(found);
    return found;
  }

  template <typename Found>
  void find(std::string_view text, int number, Found found) const {
    const auto& form = forms_[static_cast<std::size_t>(number)];
    std::size_t at = 0;
    re2::StringPiece match;
    for (std::size_t count = 0; count < kMatchesAForm; ++count) {
      if (!form.pattern().Match(piece(text), at, text.size(), RE2::UNANCHORED, &match, 1)) return;
      const auto begin = static_cast<std::size_t>(match.data() - text.data());
      const Credential one{form.kind(), begin, begin + match.size()};
      if (holds(form.check(), text, one.begin, one.end) && !found(one)) return;
      at = std::max(one.end, begin + 1);
    }
  }

 private:
  std::deque<Form> forms_;  // which stay where they are
  RE2::Set set_;
};

const Forms& forms() {
  static const Forms made;
  return made;
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

std::vector<Credential> find_credentials(std::string_view text) {
  std::vector<Credential> out;
  for (const auto number : forms().present(text)) {
    forms().find(text, number, [&](const Credential& one) {
      out.push_back(one);
      return true;
    });
  }
  std::ranges::stable_sort(out, {}, &Credential::begin);
  return out;
}

std::string_view secret_kind(std::string_view text) {
  std::string_view kind;
  for (const auto number : forms().present(text)) {
    forms().find(text, number, [&](const Credential& one) {
      kind = one.kind;
      return false;
    });
    if (!kind.empty()) return kind;
  }
  return {};
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
      R"(|\$\{|\$\(|\{\{|<[^>]+>|^%[^%]+%$|^(vault|ssm|secretsmanager|awssm|gcpsm|ref|env|op|sops|arn):|^ENC\[|^\$ANSIBLE_VAULT;)"
      // A SealedSecret's text starts with the length of its session key.
      R"(|^Ag[A-Z][A-Za-z0-9+/]{100})");
  return RE2::PartialMatch(piece(text), pattern);
}

}  // namespace stopgate::policy
