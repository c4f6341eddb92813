#include "base/line_diff.h"

#include <algorithm>
#include <span>

namespace stopgate {

namespace {

using Lines = std::span<const std::string_view>;

// Edits that Myers' search may take: its memory is their square.
constexpr std::size_t kMostEdits = 400;
constexpr std::size_t kContext = 3;

// Pairs of equal lines (old, new) by Myers' greedy search; nothing when more than kMostEdits are
// needed. http://www.xmailserver.org/diff2.pdf
class Search {
 public:
  Search(Lines before, Lines after) : before_(before), after_(after) {}

  // Whether an edit script was found; steps() then holds it.
  bool run() {
    const auto most = static_cast<Index>(std::min(kMostEdits, before_.size() + after_.size()));
    std::vector<Index> furthest(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](Index k) -> Index& {
      return furthest[static_cast<std::size_t>(k + most + 1)];
    };
    for (Index edits = 0; edits <= most; ++edits) {
      trace_.emplace_back(furthest.begin() + (most + 1 - edits),
                          furthest.begin() + (most + 2 + edits));
      for (Index k = -edits; k <= edits; k += 2) {
        const bool is_down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
        auto x = is_down ? at(k + 1) : at(k - 1) + 1;
        while (x < size(before_) && x - k < size(after_) &&
               before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(x - k)])
          ++x;
        at(k) = x;
        if (x >= size(before_) && x - k >= size(after_)) return true;
      }
    }
    return false;
  }

  // The hunks, from the trace of a run() that succeeded.
  [[nodiscard]] std::vector<LineHunk> hunks() const {
    std::vector<LineHunk> out;
    auto x = size(before_);
    auto y = size(after_);
    for (auto edits = static_cast<Index>(trace_.size()) - 1; edits > 0; --edits) {
      const auto& row = trace_[static_cast<std::size_t>(edits)];
      const auto at = [&](Index k) { return row[static_cast<std::size_t>(k + edits)]; };
      const auto k = x - y;
      const bool is_down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
      const auto previous_k = is_down ? k + 1 : k - 1;
      x = at(previous_k);
      y = x - previous_k;
      add(out, static_cast<std::size_t>(x), static_cast<std::size_t>(y), is_down);
    }
    std::ranges::reverse(out);
    return out;
  }

 private:
  using Index = std::ptrdiff_t;
  static Index size(Lines lines) { return static_cast<Index>(lines.size()); }

  // Hunks come last first: an edit that touches the one before it is part of that.
  static void add(std::vector<LineHunk>& out, std::size_t x, std::size_t y, bool is_insertion) {
    const LineHunk edit{x, is_insertion ? std::size_t{0} : 1, y, is_insertion ? std::size_t{1} : 0};
    if (!out.empty() && out.back().old_first == x + edit.old_count &&
        out.back().new_first == y + edit.new_count) {
      out.back() = {x, out.back().old_count + edit.old_count, y,
                    out.back().new_count + edit.new_count};
    } else {
      out.push_back(edit);
    }
  }

  Lines before_, after_;
  std::vector<std::vector<Index>> trace_;
};

std::string range_of(std::size_t first, std::size_t count) {
  // An empty range is named by the line before it.
  auto out = std::to_string(count == 0 ? first : first + 1);
  if (count != 1) out += "," + std::to_string(count);
  return out;
}

void append_lines(std::string& out, char sign, Lines lines) {
  for (const auto line : lines) {
    out += sign;
    out += line;
    if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

}  // namespace

std::vector<std::string_view> lines_with_breaks(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto size = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

std::vector<LineHunk> changed_lines(std::string_view old_text, std::string_view new_text) {
  const auto before = lines_with_breaks(old_text);
  const auto after = lines_with_breaks(new_text);
  const auto shorter = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < shorter && before[front] == after[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front &&
         before[before.size() - 1 - back] == after[after.size() - 1 - back])
    ++back;
  if (front == before.size() && front == after.size()) return {};
  const auto old_middle = Lines(before).subspan(front, before.size() - front - back);
  const auto new_middle = Lines(after).subspan(front, after.size() - front - back);
  Search search(old_middle, new_middle);
  if (!search.run()) return {{front, old_middle.size(), front, new_middle.size()}};
  auto out = search.hunks();
  for (auto& hunk : out) {
    hunk.old_first += front;
    hunk.new_first += front;
  }
  return out;
}

std::string unified_diff(std::string_view old_text, std::string_view new_text,
                         std::string_view path) {
  const auto hunks = changed_lines(old_text, new_text);
  if (hunks.empty()) return {};
  const auto before = lines_with_breaks(old_text);
  const auto after = lines_with_breaks(new_text);
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string out = "--- a/" + std::string(path) + "\n+++ b/" + std::string(path) + "\n";
  for (std::size_t i = 0; i < hunks.size();) {
    // Hunks whose contexts meet are one.
    auto last = i;
    while (last + 1 < hunks.size() && hunks[last + 1].old_first <= hunks[last].old_first +
                                                                       hunks[last].old_count +
                                                                       2 * kContext)
      ++last;
    const auto lead = std::min(kContext, hunks[i].old_first);
    const auto old_first = hunks[i].old_first - lead;
    const auto new_first = hunks[i].new_first - lead;
    const auto old_end =
        std::min(before.size(), hunks[last].old_first + hunks[last].old_count + kContext);
    const auto new_end = hunks[last].new_first + hunks[last].new_count +
                         (old_end - hunks[last].old_first - hunks[last].old_count);
    out += "@@ -" + range_of(old_first, old_end - old_first) + " +" +
           range_of(new_first, new_end - new_first) + " @@\n";
    auto at = old_first;
    for (; i <= last; ++i) {
      const auto& hunk = hunks[i];
      append_lines(out, ' ', Lines(before).subspan(at, hunk.old_first - at));
      append_lines(out, '-', Lines(before).subspan(hunk.old_first, hunk.old_count));
      append_lines(out, '+', Lines(after).subspan(hunk.new_first, hunk.new_count));
      at = hunk.old_first + hunk.old_count;
    }
    append_lines(out, ' ', Lines(before).subspan(at, old_end - at));
  }
  return out;
}

}  // namespace stopgate
