// What one prefix is mined from: the transactions that hold one item, as a bitset for every item
// frequent with it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "itemset/bitset_kernels.h"
#include "itemset/row_merger.h"
#include "itemset/transactions.h"

namespace honeysift::itemset {

// Bounds the bitsets of one projection, and those of the search in it: 1 GiB each.
constexpr size_t kMaxSearchWords = size_t{1} << 27;

// One item within some prefix: which transactions of the prefix hold it, and how many those are.
struct Column {
  const uint64_t* bits;
  uint32_t rank;
  uint32_t support;
  uint32_t index;  // what the rows of the projection call it
};

// Ascending; those of equal support stay in their order.
void sort_by_support(std::span<Column> columns);

struct Projection {
  uint32_t support = 0;
  std::vector<uint32_t> perfect;  // higher ranks that stand in every transaction
  std::vector<Column> later;      // higher ranks frequent with it, not in all; support ascending
  std::vector<Column> earlier;    // lower ranks frequent with the item; empty unless asked for
  bool absorbed = false;          // a lower rank stands in every transaction
  std::vector<BitSegment> segments;
  size_t words = 0;
  // The earlier items are many more than a transaction holds: they have no bitsets, rows tell.
  bool asks_rows = false;
  const RowMerger* rows = nullptr;
  std::vector<uint32_t> rows_of_bits;  // only where rows are asked

  std::span<const uint32_t> row_of_bit(size_t bit) const noexcept {
    return rows->row(rows_of_bits[bit]);
  }
};

class Projector {
 public:
  // All of them must outlive the projector.
  Projector(const TransactionView& prepared, uint32_t rank_count, const RankPlaces& places);

  struct Wants {
    bool earlier;         // lower ranks too
    bool bits;            // not the ranks and supports of columns alone
    size_t rows_cheaper;  // MineOptions
  };

  // Projects on `rank`, one of those with places. The answer holds until the next call.
  const Projection& project(uint32_t rank, uint32_t min_count, Wants wants);

 private:
  using Place = RankPlaces::Place;

  std::span<const uint32_t> relevant(const Place& place, bool wants_earlier) const noexcept;
  void choose_columns(uint32_t rank, uint32_t min_count);
  void merge_rows(std::span<const Place> places, bool wants_earlier);
  void lay_segments();
  void fill_bits();

  const TransactionView& prepared_;
  const RankPlaces& places_;
  std::vector<uint64_t> counts_;     // rank -> weight together with the item
  std::vector<uint32_t> touched_;    // ranks whose counts_ are not 0
  std::vector<uint32_t> column_of_;  // rank -> column, or kNoColumn
  std::vector<uint64_t> bits_;
  RowMerger merger_;
  Projection projection_;
};

}  // namespace honeysift::itemset
