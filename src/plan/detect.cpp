#include "plan/detect.h"

#include "base/text.h"
#include "json/stream.h"
#include "plan/reader.h"

namespace stopgate::plan {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr auto kConvert = "convert it with 'terraform show -json tfplan > plan.json'";
// What looks_like_plan looks at.
constexpr std::size_t kPrefix = std::size_t{64} << 10U;

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         text.starts_with(std::string_view("{\0", 2)) ||
         text.starts_with(std::string_view("\0{", 2));
}

}  // namespace

std::optional<NotAPlan> recognise_other_format(std::string_view text) {
  if (text.starts_with("PK\x03\x04"))
    return NotAPlan{"this is a binary plan file, not JSON", kConvert};
  if (is_utf16(text))
    return NotAPlan{"the text is UTF-16, as '>' of Windows PowerShell writes it",
                    "write it with 'terraform show -json tfplan | Out-File -Encoding utf8 "
                    "plan.json', or use PowerShell 7"};
  const auto content = without_mark(text);
  if (content.empty())
    return NotAPlan{"the file is empty",
                    "check that 'terraform show -json tfplan > plan.json' succeeded"};
  if (content.starts_with("{\"@level\""))
    return NotAPlan{
        "this is the event stream of 'terraform plan -json', which does not hold the plan",
        "save the plan with 'terraform plan -out=tfplan', then 'terraform show -json tfplan > "
        "plan.json'"};
  if (content.front() != '{')
    return NotAPlan{"the text is not JSON: it starts with " + quoted(content.substr(0, 40)),
                    kConvert};
  return std::nullopt;
}

bool looks_like_plan(std::string_view text) {
  const auto prefix = without_mark(text.substr(0, kPrefix));
  if (!prefix.starts_with('{')) return false;
  bool has_version = false;
  bool has_plan_member = false;
  bool is_state = false;
  json::Stream stream(prefix, 128);
  stream.members([&](std::string_view key) {
    has_version = has_version || key == "format_version";
    has_plan_member = has_plan_member || key == "planned_values" || key == "variables" ||
                      key == "resource_changes" || key == "output_changes" ||
                      key == "configuration" || key == "prior_state";
    is_state = is_state || key == "values";
  });
  return has_version && has_plan_member && !is_state;
}

}  // namespace stopgate::plan
