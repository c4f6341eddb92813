#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "hcl/parser.h"

namespace stopgate::hcl {
namespace {

std::string from_base64(const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned value = 0;
  int bits = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;
    value = value << 6 | static_cast<unsigned>(digit);
    if ((bits += 6) < 8) continue;
    bytes += static_cast<char>(value >> (bits -= 8) & 0xFF);
  }
  return bytes;
}

TEST_CASE("agrees with Terraform on what is HCL") {
  const auto path = std::filesystem::path(STOPGATE_SHARED) / "oracles/hcl-snippets.jsonl";
  if (!std::filesystem::exists(path)) {
    std::cout << "skipped: " << path << " is absent\n";
    SUCCEED();
    return;
  }
  std::ifstream lines(path);
  std::string line;
  while (std::getline(lines, line)) {
    const auto record = nlohmann::json::parse(line);
    const auto text = record.contains("text") ? record["text"].get<std::string>()
                                              : from_base64(record["base64"].get<std::string>());
    source::SourceMap sources;
    const auto file = parse(sources, sources.add(record["name"].get<std::string>(), text));
    INFO(record["name"] << ": " << text
                        << (file.diagnostics.empty() ? ""
                                                     : to_string(file.diagnostics[0], sources)));
    CHECK(!source::has_errors(file.diagnostics) == record["accepted"].get<bool>());
  }
}

}  // namespace
}  // namespace stopgate::hcl
