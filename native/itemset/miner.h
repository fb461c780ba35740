// Exact frequent, closed and maximal itemsets.
//
// The answer is Apriori's (Agrawal and Srikant 1994), the search is not: depth first over
// equivalence classes with vertical bitsets (Zaki 2000), items that stand in every transaction of a
// class folded into it (perfect extensions, Borgelt 2003), transactions that became equal merged
// into one with their weights (Uno 2004).
//
// An itemset belongs to the prefix of its rarest item (lowest rank), and each prefix is mined from
// its own projection: the transactions that hold that item, with every item that is frequent
// together with it, rarer ones too. Closedness and maximality are decided there alone, so prefixes
// can be mined anywhere, in any order.
#pragma once

#include <cstdint>

#include "itemset/bitset_kernels.h"
#include "itemset/itemset_records.h"
#include "itemset/status.h"
#include "itemset/transactions.h"

namespace honeysift::itemset {

enum class Target : int { kFrequent = 0, kClosed = 1, kMaximal = 2 };

struct MineOptions {
  uint32_t min_count = 1;
  Target target = Target::kFrequent;
  // For kFrequent: whether to tell closed and maximal itemsets; the other targets always do.
  bool wants_flags = false;
  // Fills `count` only.
  bool count_only = false;
  // Longer itemsets are left out; closedness and maximality still regard them. 0 means no bound.
  uint32_t max_length = 0;
  uint64_t max_itemsets = UINT64_MAX;
  // The prefixes to mine, as ranks: every `rank_step`-th of first_rank .. end_rank.
  uint32_t first_rank = 0;
  uint32_t end_rank = UINT32_MAX;
  uint32_t rank_step = 1;
  // Polled; null means never cancelled.
  const int32_t* cancel_flag = nullptr;
  // Null means the best for this processor.
  const BitsetKernels* kernels = nullptr;
  // How many times more earlier items than a transaction holds there must be before closedness is
  // asked of the transactions instead of the items. Changes no answer.
  size_t rows_cheaper = 8;
  // Up to how many frequent items records are packed. Changes no answer.
  size_t most_packed_items = RecordLayout::kMostPackedItems;
};

struct MineResult {
  ItemsetRecords records;  // in the layout of all `rank_items`
  uint64_t count = 0;      // max_itemsets when there are more
};

// `prepared` are rows of ascending ranks; `rank_items[rank]` is what records call that item.
// kBound: more than max_itemsets; `count` is then max_itemsets and the records are incomplete.
Status mine_itemsets(const TransactionView& prepared, std::span<const uint32_t> rank_items,
                     const MineOptions& options, MineResult& out) noexcept;

}  // namespace honeysift::itemset
