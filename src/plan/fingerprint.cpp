#include "plan/fingerprint.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "plan/diff.h"

namespace stopgate::plan {

namespace {

constexpr std::size_t kDigestDigits = 16;
constexpr std::size_t kFingerprintDigits = 20;

// With its length in front, so that no two lists of fields give the same text.
void append_field(std::string& text, std::string_view field) {
  text += std::to_string(field.size());
  text += ':';
  text += field;
}

}  // namespace

std::string digest_of(const Change& change) {
  constexpr auto kAll = std::numeric_limits<std::size_t>::max() / 2;
  std::string text;
  append_field(text, name_of(change.action));
  append_field(text, change.address);
  append_field(text, change.previous_address);
  append_field(text, change.deposed);
  append_field(text, change.import_id);
  std::vector<std::string> rows;
  for (const auto& edit : diff_of(change, {.value_bytes = kAll, .edits = kAll}).edits) {
    const bool counts = edit.noise == Noise::None && edit.edit != Edit::Reordered;
    if (!counts) continue;
    std::string row;
    append_field(row, edit.path);
    append_field(row, edit.forces_replacement ? "forces" : "");
    // Ids that were, and that will be.
    append_field(row, edit.is_unknown ? "" : edit.before);
    append_field(row, edit.after);
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows);
  for (const auto& row : rows) append_field(text, row);
  return sha256_hex(text).substr(0, kDigestDigits);
}

std::string fingerprint_of(std::vector<std::pair<std::string, std::string>> digests) {
  std::ranges::sort(digests);
  std::string text;
  for (const auto& [address, digest] : digests) {
    append_field(text, address);
    append_field(text, digest);
  }
  return sha256_hex(text).substr(0, kFingerprintDigits);
}

}  // namespace stopgate::plan
