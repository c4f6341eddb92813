// rooms: hcl terraform

// Any bytes as a file to format: tokens cover the text but for blanks, and what is laid out stays
// as it is.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "hcl/format.h"
#include "hcl/parser.h"
#include "hcl/token.h"
#include "terraform/format.h"

namespace {

namespace hcl = stopgate::hcl;
namespace source = stopgate::source;
namespace terraform = stopgate::terraform;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_tokens(std::string_view text) {
  const auto* at = text.data();
  for (const auto& token : hcl::tokenize(text)) {
    check(!token.text.empty() && token.text.data() >= at);
    for (; at < token.text.data(); ++at) check(*at == ' ' || *at == '\t');
    at += token.text.size();
  }
  check(at <= text.data() + text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_tokens(text);
  static_cast<void>(hcl::layout(text));
  source::SourceMap sources;
  const auto file = hcl::parse(sources, sources.add("fuzz.tf", text));
  if (source::has_errors(file.diagnostics)) return 0;
  // Not so for all of it: "${"${x}"}" loses one pair of quotes a time, as in Terraform.
  const auto once = hcl::layout(text);
  check(hcl::layout(once) == once);
  static_cast<void>(terraform::format(file, text));
  return 0;
}
