#include "itemset/first_match.h"

#include <algorithm>
#include <bit>
#include <new>
#include <stdexcept>
#include <vector>

namespace honeysift::itemset {
namespace {

constexpr uint32_t kNoColumn = UINT32_MAX;
// Transactions looked at together: bounds the bit matrix to 2 KiB an item.
constexpr size_t kBlockRows = 16384;
constexpr size_t kBlockWords = kBlockRows / 64;

class BlockMatcher {
 public:
  BlockMatcher(const TransactionView& candidates, uint32_t item_count)
      : candidates_(candidates), column_of_(item_count, kNoColumn) {
    for (size_t c = 0; c < candidates.count(); ++c) {
      for (const uint32_t item : candidates.row(c)) {
        if (column_of_[item] == kNoColumn) column_of_[item] = columns_++;
      }
    }
    bits_.resize(size_t{columns_} * kBlockWords);
  }

  Status match(const TransactionView& transactions, size_t begin, size_t end,
               const int32_t* cancel_flag, std::span<uint32_t> matches) {
    std::ranges::fill(bits_, 0);
    std::vector<uint64_t> waiting(kBlockWords, 0);
    for (size_t r = begin; r < end; ++r) {
      const size_t bit = r - begin;
      waiting[bit / 64] |= uint64_t{1} << (bit % 64);
      for (const uint32_t item : transactions.row(r)) {
        if (column_of_[item] == kNoColumn) continue;
        bits_[column_of_[item] * kBlockWords + bit / 64] |= uint64_t{1} << (bit % 64);
      }
    }
    std::vector<uint32_t> active;  // words of `waiting` that are not 0
    for (uint32_t w = 0; w < kBlockWords; ++w) {
      if (waiting[w] != 0) active.push_back(w);
    }
    for (uint32_t c = 0; c < candidates_.count() && !active.empty(); ++c) {
      if (cancel_flag != nullptr && __atomic_load_n(cancel_flag, __ATOMIC_RELAXED) != 0) {
        return Status::kCancelled;
      }
      bool emptied = false;
      for (const uint32_t w : active) {
        uint64_t holding = waiting[w];
        for (const uint32_t item : candidates_.row(c)) {
          holding &= bits_[column_of_[item] * kBlockWords + w];
          if (holding == 0) break;
        }
        if (holding == 0) continue;
        waiting[w] &= ~holding;
        emptied = emptied || waiting[w] == 0;
        for (; holding != 0; holding &= holding - 1) {
          matches[begin + w * 64 + static_cast<size_t>(std::countr_zero(holding))] = c;
        }
      }
      if (emptied) std::erase_if(active, [&](uint32_t w) { return waiting[w] == 0; });
    }
    return Status::kOk;
  }

 private:
  const TransactionView& candidates_;
  std::vector<uint32_t> column_of_;
  uint32_t columns_ = 0;
  std::vector<uint64_t> bits_;
};

}  // namespace

Status match_first(const TransactionView& transactions, const TransactionView& candidates,
                   uint32_t item_count, const int32_t* cancel_flag,
                   std::span<uint32_t> matches) noexcept try {
  if (!transactions.valid(item_count) || !candidates.valid(item_count) ||
      matches.size() != transactions.count() || candidates.count() >= kNoMatch) {
    return Status::kBadInput;
  }
  std::ranges::fill(matches, kNoMatch);
  BlockMatcher matcher(candidates, item_count);
  for (size_t begin = 0; begin < transactions.count(); begin += kBlockRows) {
    const size_t end = std::min(transactions.count(), begin + kBlockRows);
    const Status status = matcher.match(transactions, begin, end, cancel_flag, matches);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
