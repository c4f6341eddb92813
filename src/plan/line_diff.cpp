#include "plan/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/text.h"

namespace stopgate::plan {

namespace {

using Lines = std::span<const std::string_view>;

// Cells of the table below: 4 bytes each.
constexpr std::size_t kMostCells = 1'000'000;

class LineDiffer {
 public:
  LineDiffer(Lines before, Lines after) : before_(before), after_(after) {}

  std::vector<LineEdit> run() {
    const auto shared = std::min(before_.size(), after_.size());
    while (head_ < shared && before_[head_] == after_[head_]) ++head_;
    std::size_t tail = 0;
    while (tail < shared - head_ &&
           before_[before_.size() - 1 - tail] == after_[after_.size() - 1 - tail])
      ++tail;
    rows_ = before_.size() - head_ - tail;
    columns_ = after_.size() - head_ - tail;
    if ((rows_ + 1) * (columns_ + 1) > kMostCells) {
      for (std::size_t i = 0; i < rows_; ++i) remove(i);
      for (std::size_t j = 0; j < columns_; ++j) add(j);
    } else {
      fill();
      walk();
    }
    return std::move(edits_);
  }

 private:
  // Cell (i, j): length of the longest common part of what stands behind i and j.
  std::uint32_t& cell(std::size_t i, std::size_t j) { return table_[i * (columns_ + 1) + j]; }

  [[nodiscard]] bool is_same(std::size_t i, std::size_t j) const {
    return before_[head_ + i] == after_[head_ + j];
  }

  void fill() {
    table_.assign((rows_ + 1) * (columns_ + 1), 0);
    for (auto i = rows_; i-- > 0;)
      for (auto j = columns_; j-- > 0;)
        cell(i, j) =
            is_same(i, j) ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
  }

  void walk() {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows_ || j < columns_) {
      if (i < rows_ && j < columns_ && is_same(i, j)) {
        ++i;
        ++j;
      } else if (i < rows_ && (j == columns_ || cell(i + 1, j) >= cell(i, j + 1))) {
        remove(i++);
      } else {
        add(j++);
      }
    }
  }

  void remove(std::size_t i) { edits_.push_back({head_ + i + 1, false, before_[head_ + i]}); }
  void add(std::size_t j) { edits_.push_back({head_ + j + 1, true, after_[head_ + j]}); }

  Lines before_, after_;
  std::size_t head_ = 0, rows_ = 0, columns_ = 0;
  std::vector<std::uint32_t> table_;
  std::vector<LineEdit> edits_;
};

}  // namespace

std::vector<LineEdit> line_diff(std::string_view before, std::string_view after) {
  return LineDiffer(split(before, '\n'), split(after, '\n')).run();
}

}  // namespace stopgate::plan
