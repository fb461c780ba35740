#include "itemset/transactions.h"

#include <algorithm>
#include <limits>
#include <new>
#include <numeric>
#include <stdexcept>

#include "itemset/row_merger.h"

namespace honeysift::itemset {
namespace {

constexpr uint32_t kNoRank = std::numeric_limits<uint32_t>::max();

// Support of each item, an item counted once a row.
std::vector<uint64_t> count_items(const TransactionView& transactions, uint32_t item_count) {
  std::vector<uint64_t> supports(item_count, 0);
  std::vector<size_t> last_row(item_count, 0);
  for (size_t r = 0; r < transactions.count(); ++r) {
    for (const uint32_t item : transactions.row(r)) {
      if (last_row[item] == r + 1) continue;
      last_row[item] = r + 1;
      supports[item] += transactions.weight(r);
    }
  }
  return supports;
}

Status prepare(const TransactionView& transactions, uint32_t item_count, uint32_t min_count,
               PreparedTransactions& out) {
  uint64_t total = 0;
  for (size_t r = 0; r < transactions.count(); ++r) total += transactions.weight(r);
  if (total > std::numeric_limits<uint32_t>::max()) return Status::kBadInput;

  const std::vector<uint64_t> supports = count_items(transactions, item_count);
  for (uint32_t item = 0; item < item_count; ++item) {
    if (supports[item] >= std::max<uint32_t>(1, min_count)) out.rank_items.push_back(item);
  }
  std::ranges::stable_sort(out.rank_items, {}, [&](uint32_t item) { return supports[item]; });
  std::vector<uint32_t> rank_of(item_count, kNoRank);
  for (uint32_t rank = 0; rank < out.rank_items.size(); ++rank) {
    rank_of[out.rank_items[rank]] = rank;
    out.rank_supports.push_back(static_cast<uint32_t>(supports[out.rank_items[rank]]));
  }

  RowMerger merger;
  merger.reset(transactions.count());
  std::vector<uint32_t> row;
  for (size_t r = 0; r < transactions.count(); ++r) {
    if (transactions.weight(r) == 0) continue;
    row.clear();
    for (const uint32_t item : transactions.row(r)) {
      if (rank_of[item] != kNoRank) row.push_back(rank_of[item]);
    }
    if (row.empty()) continue;
    std::ranges::sort(row);
    row.erase(std::unique(row.begin(), row.end()), row.end());
    merger.add(row, transactions.weight(r));
  }
  for (size_t index = 0; index < merger.count(); ++index) {
    const std::span<const uint32_t> distinct = merger.row(index);
    out.ranks.insert(out.ranks.end(), distinct.begin(), distinct.end());
    out.offsets.push_back(static_cast<uint32_t>(out.ranks.size()));
    out.weights.push_back(static_cast<uint32_t>(merger.weight(index)));
  }
  return Status::kOk;
}

}  // namespace

bool TransactionView::has_valid_offsets() const noexcept {
  if (offsets.empty()) return items.empty() && weights.empty();
  if (offsets.front() != 0 || offsets.back() > items.size()) return false;
  if (!weights.empty() && weights.size() != count()) return false;
  return std::ranges::is_sorted(offsets);
}

bool TransactionView::valid(size_t item_count) const noexcept {
  if (!has_valid_offsets()) return false;
  if (offsets.empty()) return true;
  return std::ranges::all_of(items.first(offsets.back()),
                             [item_count](uint32_t item) { return item < item_count; });
}

bool RankPlaces::find(const TransactionView& prepared, uint32_t rank_count, RankRange ranks) {
  index_of_.assign(rank_count, kNone);
  places_.assign(ranks.count(), {});
  for (uint32_t index = 0; index < ranks.count(); ++index) index_of_[ranks.rank(index)] = index;
  if (!prepared.has_valid_offsets()) return false;
  for (uint32_t r = 0; r < prepared.count(); ++r) {
    const std::span<const uint32_t> row = prepared.row(r);
    uint32_t least = 0;
    for (uint32_t at = 0; at < row.size(); ++at) {
      const uint32_t rank = row[at];
      if (rank < least || rank >= rank_count) return false;
      least = rank + 1;
      if (const uint32_t index = index_of_[rank]; index != kNone) places_[index].push_back({r, at});
    }
  }
  return true;
}

Status prepare_transactions(const TransactionView& transactions, uint32_t item_count,
                            uint32_t min_count, PreparedTransactions& out) noexcept try {
  out = PreparedTransactions{};
  if (!transactions.valid(item_count)) return Status::kBadInput;
  return prepare(transactions, item_count, min_count, out);
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

Status number_rows(const TransactionView& transactions, std::span<uint32_t> row_numbers,
                   uint32_t& distinct) noexcept try {
  distinct = 0;
  if (!transactions.valid(size_t{1} << 32) || row_numbers.size() != transactions.count()) {
    return Status::kBadInput;
  }
  RowMerger merger;
  merger.reset(transactions.count());
  for (size_t r = 0; r < transactions.count(); ++r) {
    row_numbers[r] = merger.add(transactions.row(r), 1);
  }
  distinct = static_cast<uint32_t>(merger.count());
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
