#include "itemset/whole_rows.h"

#include <algorithm>
#include <vector>

#include "itemset/itemset_table.h"

namespace honeysift::itemset {

Status add_whole_rows(const TransactionView& prepared, const RankPlaces& places,
                      const int32_t* cancel_flag, ItemsetSink& sink) {
  for (size_t r = 0; r < prepared.count(); ++r) {
    const std::span<const uint32_t> row = prepared.row(r);
    if (row.empty() || !places.has(row.front())) continue;
    if (cancel_flag != nullptr && __atomic_load_n(cancel_flag, __ATOMIC_RELAXED)) {
      return Status::kCancelled;
    }
    const bool held =
        std::ranges::any_of(places.of(row.front()), [&](const RankPlaces::Place& other) {
          return prepared.row(other.row).size() > row.size() &&
                 std::ranges::includes(prepared.row(other.row), row);
        });
    if (held) continue;
    const Status status = sink.add_union(row, {}, prepared.weight(r), kClosed | kMaximal);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
}

}  // namespace honeysift::itemset
