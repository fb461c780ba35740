#include "itemset/excluded_items.h"

#include <algorithm>
#include <bit>

namespace honeysift::itemset {
namespace {

// Calls `use(row, weight)` for every set bit until it returns false.
template <typename Use>
void for_each_row(const Projection& projection, const uint64_t* bits, Use use) noexcept {
  for (const BitSegment& segment : projection.segments) {
    for (uint32_t word = segment.begin; word < segment.end; ++word) {
      for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
        const size_t bit = size_t{word} * 64 + static_cast<size_t>(std::countr_zero(left));
        if (!use(projection.row_of_bit(bit), uint64_t{1} << segment.shift)) return;
      }
    }
  }
}

}  // namespace

void ExcludedItems::reset(const Projection& projection, const BitsetKernels& kernels) {
  projection_ = &projection;
  kernels_ = &kernels;
  excluded_.clear();
  epoch_ = 0;
  if (projection.asks_rows) {
    const size_t columns = projection.later.size() + projection.earlier.size();
    is_excluded_.assign(columns, 0);
    tally_.assign(columns, 0);
  }
  for (const Column& earlier : projection.earlier) push(earlier);
}

void ExcludedItems::push(const Column& column) {
  excluded_.push_back(column);
  if (projection_->asks_rows) is_excluded_[column.index] = 1;
}

void ExcludedItems::shrink(size_t size) noexcept {
  if (projection_->asks_rows) {
    for (size_t k = size; k < excluded_.size(); ++k) is_excluded_[excluded_[k].index] = 0;
  }
  excluded_.erase(excluded_.begin() + static_cast<std::ptrdiff_t>(size), excluded_.end());
}

bool ExcludedItems::any_holds_all(const uint64_t* bits) noexcept {
  if (projection_->asks_rows) return row_with_all(bits);
  return std::ranges::any_of(excluded_, [&](const Column& excluded) {
    return is_subset(bits, excluded.bits, projection_->words);
  });
}

bool ExcludedItems::any_is_frequent(const uint64_t* bits, uint32_t min_count) noexcept {
  if (projection_->asks_rows) return row_count_reaches(bits, min_count);
  return std::ranges::any_of(excluded_, [&](const Column& excluded) {
    return kernels_->count_common(bits, excluded.bits, projection_->segments) >= min_count;
  });
}

// An item is still in the race while its tally is the number of rows seen.
bool ExcludedItems::row_with_all(const uint64_t* bits) noexcept {
  uint64_t rows = 0;
  bool any_left = false;
  for_each_row(*projection_, bits, [&](std::span<const uint32_t> row, uint64_t) noexcept {
    any_left = false;
    for (const uint32_t column : row) {
      if (is_excluded_[column] == 0 || (rows > 0 && tally_[column] != epoch_ + rows)) continue;
      tally_[column] = epoch_ + rows + 1;
      any_left = true;
    }
    ++rows;
    return any_left;
  });
  epoch_ += rows + 1;
  return any_left;
}

bool ExcludedItems::row_count_reaches(const uint64_t* bits, uint32_t min_count) noexcept {
  bool reached = false;
  uint64_t highest = epoch_;
  for_each_row(*projection_, bits, [&](std::span<const uint32_t> row, uint64_t weight) noexcept {
    for (const uint32_t column : row) {
      if (is_excluded_[column] == 0) continue;
      tally_[column] = std::max(tally_[column], epoch_) + weight;
      highest = std::max(highest, tally_[column]);
    }
    reached = highest - epoch_ >= min_count;
    return !reached;
  });
  epoch_ = highest + 1;
  return reached;
}

}  // namespace honeysift::itemset
