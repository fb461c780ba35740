// Transactions as the caller gives them, and as the miner wants them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "itemset/status.h"

namespace honeysift::itemset {

// Row r is items[offsets[r] .. offsets[r + 1]), in any order, duplicates allowed; it counts
// weights[r] times, or once where `weights` is empty.
struct TransactionView {
  std::span<const uint32_t> offsets;
  std::span<const uint32_t> items;
  std::span<const uint32_t> weights;

  size_t count() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  std::span<const uint32_t> row(size_t index) const noexcept {
    return items.subspan(offsets[index], offsets[index + 1] - offsets[index]);
  }
  uint32_t weight(size_t index) const noexcept { return weights.empty() ? 1 : weights[index]; }
  bool has_valid_offsets() const noexcept;
  // Whether the offsets fit and every item is below `item_count`.
  bool valid(size_t item_count) const noexcept;
};

// Frequent items only, renamed to ranks: rank 0 is the rarest. Rows ascend, are distinct and carry
// weights.
struct PreparedTransactions {
  std::vector<uint32_t> offsets{0};
  std::vector<uint32_t> ranks;
  std::vector<uint32_t> weights;
  std::vector<uint32_t> rank_items;     // rank -> item
  std::vector<uint32_t> rank_supports;  // rank -> support

  TransactionView view() const noexcept { return {offsets, ranks, weights}; }
};

// Every step-th rank of first .. end; step is at least 1.
struct RankRange {
  uint32_t first;
  uint32_t end;
  uint32_t step;

  uint32_t count() const noexcept { return first < end ? (end - first + step - 1) / step : 0; }
  uint32_t rank(uint32_t index) const noexcept { return first + index * step; }
};

// Which rows hold each rank of a range, and where in the row it stands.
class RankPlaces {
 public:
  struct Place {
    uint32_t row;
    uint32_t at;
  };

  // Looks the ranks up; false when the rows are not of ascending ranks below `rank_count`.
  bool find(const TransactionView& prepared, uint32_t rank_count, RankRange ranks);

  // `rank` must be of the range. Rows ascend.
  std::span<const Place> of(uint32_t rank) const noexcept { return places_[index_of_[rank]]; }
  bool has(uint32_t rank) const noexcept { return index_of_[rank] != kNone; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  std::vector<uint32_t> index_of_;  // rank -> its index in the range, or kNone
  std::vector<std::vector<Place>> places_;
};

Status prepare_transactions(const TransactionView& transactions, uint32_t item_count,
                            uint32_t min_count, PreparedTransactions& out) noexcept;

// Numbers equal rows alike, in order of first appearance: row_numbers[r] of row r. Rows are taken
// as they are, order included. Returns how many distinct rows there are in `distinct`.
Status number_rows(const TransactionView& transactions, std::span<uint32_t> row_numbers,
                   uint32_t& distinct) noexcept;

}  // namespace honeysift::itemset
