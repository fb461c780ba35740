#include "fingerprint/probe_counts.h"

namespace honeysift {

size_t ProbeCounts::slot_of(const ProbeCount& count) const noexcept {
  size_t at = first_slot(count);
  while (slots_[at] != 0 && !counts_[slots_[at] - 1].same_kind(count)) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

uint32_t ProbeCounts::add(const ProbeCount& count) {
  index_appended();
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

// Afterwards there is room for one more. Of counts of one kind any may have the slot.
void ProbeCounts::index_appended() {
  if ((counts_.size() + 1) * 2 > slots_.size()) {
    size_t slots = slots_.size();
    while ((counts_.size() + 1) * 2 > slots) slots *= 2;
    slots_.assign(slots, 0);
    indexed_ = 0;
  }
  for (; indexed_ < counts_.size(); ++indexed_) {
    slots_[slot_of(counts_[indexed_])] = static_cast<uint32_t>(indexed_ + 1);
  }
}

}  // namespace honeysift
