#include "fingerprint/probe_counts.h"

#include <algorithm>
#include <bit>

namespace honeysift {

size_t ProbeCounts::slot_of(const ProbeCount& count) const noexcept {
  size_t at = first_slot(count);
  while (slots_[at] != 0 && !counts_[slots_[at] - 1].same_kind(count)) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

uint32_t ProbeCounts::add(const ProbeCount& count) {
  if (count.day != newest_day_ && !finds_all_days_) go_to_day(count.day);
  index_rest();
  const size_t at = slot_of(count);
  if (slots_[at] != 0) {
    counts_[slots_[at] - 1].packets += count.packets;
    return slots_[at] - 1;
  }
  counts_.push_back(count);
  slots_[at] = static_cast<uint32_t>(counts_.size());
  indexed_ = counts_.size();
  return slots_[at] - 1;
}

void ProbeCounts::go_to_day(int32_t day) {
  finds_all_days_ = day < newest_day_;
  newest_day_ = day;
  // The day may have as many counts as the one before.
  const size_t slots = std::max(kFirstSlots, 4 * std::bit_ceil(counts_.size() - first_));
  slots_.assign(std::min(slots, slots_.size()), 0);
  first_ = indexed_ = finds_all_days_ ? 0 : counts_.size();
}

// Afterwards there is room for one more. Of counts of one kind any may have the slot.
void ProbeCounts::index_rest() {
  const size_t found = counts_.size() - first_;
  if ((found + 1) * 2 > slots_.size()) {
    size_t slots = slots_.size();
    while ((found + 1) * 2 > slots) slots *= 2;
    slots_.assign(slots, 0);
    indexed_ = first_;
  }
  for (; indexed_ < counts_.size(); ++indexed_) {
    slots_[slot_of(counts_[indexed_])] = static_cast<uint32_t>(indexed_ + 1);
  }
}

}  // namespace honeysift
