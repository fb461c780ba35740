#include "itemset/whole_rows.h"

#include <algorithm>
#include <vector>

#include "itemset/itemset_table.h"

namespace honeysift::itemset {
namespace {

// The rows that hold each of the ranks first .. end, one after another.
struct Holders {
  uint32_t first;
  std::vector<size_t> starts;
  std::vector<uint32_t> rows;

  std::span<const uint32_t> of(uint32_t rank) const noexcept {
    return std::span(rows).subspan(starts[rank - first],
                                   starts[rank - first + 1] - starts[rank - first]);
  }
};

Holders find_holders(const TransactionView& prepared, uint32_t first, uint32_t end) {
  Holders holders{first, std::vector<size_t>(size_t{end} - first + 1, 0), {}};
  const auto in_range = [&](uint32_t rank) { return rank >= first && rank < end; };
  for (size_t r = 0; r < prepared.count(); ++r) {
    for (const uint32_t rank : prepared.row(r)) {
      if (in_range(rank)) ++holders.starts[rank - first + 1];
    }
  }
  for (size_t k = 1; k < holders.starts.size(); ++k) holders.starts[k] += holders.starts[k - 1];
  holders.rows.resize(holders.starts.back());
  std::vector<size_t> next(holders.starts.begin(), holders.starts.end() - 1);
  for (uint32_t r = 0; r < prepared.count(); ++r) {
    for (const uint32_t rank : prepared.row(r)) {
      if (in_range(rank)) holders.rows[next[rank - first]++] = r;
    }
  }
  return holders;
}

}  // namespace

Status add_whole_rows(const TransactionView& prepared, uint32_t first_rank, uint32_t end_rank,
                      const int32_t* cancel_flag, ItemsetSink& sink) {
  const Holders holders = find_holders(prepared, first_rank, end_rank);
  for (size_t r = 0; r < prepared.count(); ++r) {
    const std::span<const uint32_t> row = prepared.row(r);
    if (row.empty() || row.front() < first_rank || row.front() >= end_rank) continue;
    if (cancel_flag != nullptr && __atomic_load_n(cancel_flag, __ATOMIC_RELAXED)) {
      return Status::kCancelled;
    }
    const bool held = std::ranges::any_of(holders.of(row.front()), [&](uint32_t other) {
      return prepared.row(other).size() > row.size() &&
             std::ranges::includes(prepared.row(other), row);
    });
    if (held) continue;
    const Status status = sink.add_union(row, {}, prepared.weight(r), kClosed | kMaximal);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

}  // namespace honeysift::itemset
