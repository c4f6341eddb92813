#include "finding/suppression.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace stopgate::finding {

namespace {

using Suppressions = std::vector<Suppression>;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// Takes the text up to the first of `stops` off the front of `rest`.
std::string_view take_until(std::string_view& rest, std::string_view stops) {
  const auto taken = rest.substr(0, rest.find_first_of(stops));
  rest.remove_prefix(taken.size());
  return taken;
}

bool take_prefix(std::string_view& rest, std::string_view prefix) {
  if (!rest.starts_with(prefix)) return false;
  rest.remove_prefix(prefix.size());
  return true;
}

void add_policies(Suppression& suppression, std::string_view list) {
  for (const auto piece : split(list, ',')) {
    const auto name = trim(piece);
    if (!name.empty()) suppression.policies.emplace_back(name == "all" ? "*" : name);
  }
}

// Our own: "P, Q until=2026-12-31 reason="as agreed" owner=@team". Text after the names that is no
// member is the reason, when none is given.
void read_members(Suppression& suppression, std::string_view rest) {
  std::string text;
  bool in_names = true;
  for (rest = trim(rest); !rest.empty(); rest = trim(rest)) {
    std::string* member = nullptr;
    if (take_prefix(rest, "until="))
      member = &suppression.until;
    else if (take_prefix(rest, "reason="))
      member = &suppression.reason;
    else if (take_prefix(rest, "owner="))
      member = &suppression.owner;
    if (member != nullptr) {
      in_names = false;
      if (take_prefix(rest, "\"")) {
        *member = take_until(rest, "\"");
        if (!rest.empty()) rest.remove_prefix(1);
      } else {
        *member = take_until(rest, " \t");
      }
      continue;
    }
    const auto word = take_until(rest, " \t");
    if (in_names) {
      add_policies(suppression, word);
      // A comma at either side of the blank goes on with the list.
      in_names = word.ends_with(',') || trim(rest).starts_with(',');
    } else {
      text += text.empty() ? "" : " ";
      text += word;
    }
  }
  if (suppression.reason.empty()) suppression.reason = text;
}

void read_ours(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "stopgate"};
  if (take_prefix(rest, "-file")) suppression.reach = Reach::File;
  if (!rest.empty() && !is_blank(rest.front())) return;  // stopgate:ignored, stopgate:ignore:x
  read_members(suppression, rest);
  // Each "POLICY[name=glob]" stands for itself.
  auto named = suppression;
  std::erase_if(named.policies, [&](const std::string& policy) {
    const auto bracket = policy.find('[');
    if (!policy.ends_with(']') || policy.find('=', bracket) == std::string::npos) return false;
    auto conditional = suppression;
    conditional.policies = {policy.substr(0, bracket)};
    conditional.condition = policy.substr(bracket);
    out.push_back(std::move(conditional));
    return true;
  });
  if (!named.policies.empty() || suppression.policies.empty()) out.push_back(std::move(named));
}

// checkov:skip=CKV_AWS_20,CKV_AWS_57:the bucket is public
void read_checkov(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "checkov", .reach = Reach::Enclosing};
  rest = trim(rest);
  add_policies(suppression, take_until(rest, ": \t"));
  rest = trim(rest);
  if (take_prefix(rest, ":")) suppression.reason = trim(rest);
  out.push_back(std::move(suppression));
}

// trivy:ignore:AVD-AWS-0086[bucket=logs]:exp:2026-12-31:ws:prod, and tfsec's, without the
// condition.
void read_trivy(Suppressions& out, std::string_view tool, std::string_view rest) {
  Suppression suppression{.tool = std::string(tool)};
  auto directive = take_until(rest, " \t");
  suppression.policies.emplace_back(take_until(directive, ":["));
  if (suppression.policies.front().empty()) suppression.policies.clear();
  if (directive.starts_with('[')) {
    suppression.condition = take_until(directive, "]");
    if (take_prefix(directive, "]")) suppression.condition += "]";
  }
  while (take_prefix(directive, ":")) {
    const auto name = take_until(directive, ":");
    if (name == "exp" && take_prefix(directive, ":")) {
      suppression.until = take_until(directive, ":");
    } else if (name == "ws" && take_prefix(directive, ":")) {
      suppression.condition += suppression.condition.empty() ? "ws:" : " ws:";
      suppression.condition += take_until(directive, ":");
    }
  }
  // Neighbours that differ in their names alone are one.
  if (!out.empty() && out.back().tool == tool && out.back().until == suppression.until &&
      out.back().condition == suppression.condition) {
    std::ranges::move(suppression.policies, std::back_inserter(out.back().policies));
  } else {
    out.push_back(std::move(suppression));
  }
}

// tflint-ignore: aws_instance_invalid_type, terraform_naming # why
void read_tflint(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "tflint", .reach = Reach::Line};
  if (take_prefix(rest, "-file")) suppression.reach = Reach::File;
  if (!take_prefix(rest, ":")) return;
  add_policies(suppression, take_until(rest, "#"));
  if (take_prefix(rest, "#")) suppression.reason = trim(rest);
  out.push_back(std::move(suppression));
}

// kics-scan ignore | ignore-line | ignore-block | disable=id,id
void read_kics(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "kics"};
  rest = trim(rest);
  if (take_prefix(rest, "disable=")) {
    suppression.reach = Reach::File;
    add_policies(suppression, take_until(rest, " \t"));
  } else {
    const auto word = take_until(rest, " \t");
    if (word == "ignore")
      suppression.reach = Reach::File;
    else if (word == "ignore-line")
      suppression.reach = Reach::Line;
    else if (word != "ignore-block")
      return;
    suppression.policies.emplace_back("*");
  }
  out.push_back(std::move(suppression));
}

// ts:skip=AC_AWS_0214 the reason
void read_terrascan(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "terrascan", .reach = Reach::Enclosing};
  add_policies(suppression, take_until(rest, " \t"));
  suppression.reason = trim(rest);
  out.push_back(std::move(suppression));
}

// zizmor: ignore[template-injection,unpinned-uses] why
void read_zizmor(Suppressions& out, std::string_view rest) {
  Suppression suppression{.tool = "zizmor"};
  add_policies(suppression, take_until(rest, "]"));
  if (!take_prefix(rest, "]")) return;
  suppression.reason = trim(rest);
  out.push_back(std::move(suppression));
}

struct Form {
  std::string_view prefix;
  void (*read)(Suppressions& out, std::string_view rest);
};

constexpr std::array<Form, 10> kForms = {{
    {"stopgate:ignore", read_ours},
    {"checkov:skip=", read_checkov},
    {"bridgecrew:skip=", read_checkov},
    {"cortex:skip=", read_checkov},
    {"trivy:ignore:",
     [](Suppressions& out, std::string_view rest) { read_trivy(out, "trivy", rest); }},
    {"tfsec:ignore:",
     [](Suppressions& out, std::string_view rest) { read_trivy(out, "tfsec", rest); }},
    {"tflint-ignore", read_tflint},
    {"kics-scan ", read_kics},
    {"ts:skip=", read_terrascan},
    {"zizmor: ignore[", read_zizmor},
}};

const Form* form_at(std::string_view text) {
  const auto form =
      std::ranges::find_if(kForms, [&](const Form& f) { return text.starts_with(f.prefix); });
  return form == kForms.end() ? nullptr : &*form;
}

// A form counts at the start of a word only, so that `stopgate:ignore x` in quotes is prose.
std::size_t next_form(std::string_view line, std::size_t from) {
  for (std::size_t i = from; i < line.size(); ++i) {
    const bool begins_word = i == 0 || is_blank(line[i - 1]) || line[i - 1] == '#' ||
                             line[i - 1] == '/' || line[i - 1] == '*';
    if (begins_word && form_at(line.substr(i)) != nullptr) return i;
  }
  return line.size();
}

void read_line(Suppressions& out, std::string_view line) {
  for (auto at = next_form(line, 0); at < line.size();) {
    const auto* form = form_at(line.substr(at));
    const auto begin = at + form->prefix.size();
    at = next_form(line, begin);
    auto rest = line.substr(begin, at - begin);
    // The blanks and comment marks before the next form are nobody's text.
    if (at < line.size()) rest = rest.substr(0, rest.find_last_not_of(" \t#/*") + 1);
    form->read(out, rest);
  }
}

}  // namespace

Suppressions parse_comments(std::string_view comment) {
  Suppressions out;
  // Most comments say nothing to any tool.
  if (comment.find("skip=") == std::string_view::npos &&
      comment.find("ignore") == std::string_view::npos &&
      comment.find("kics-scan") == std::string_view::npos)
    return out;
  for (const auto line : split(comment, '\n')) read_line(out, line);
  return out;
}

std::optional<Suppression> parse_comment(std::string_view comment) {
  auto all = parse_comments(comment);
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

}  // namespace stopgate::finding
