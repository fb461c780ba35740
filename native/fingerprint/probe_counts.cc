#include "fingerprint/probe_counts.h"

namespace honeysift {

size_t ProbeCounts::slot_of(const ProbeCount& count) const noexcept {
  const uint64_t where = uint64_t{count.target} << 32 | static_cast<uint32_t>(count.day);
  const uint64_t what = uint64_t{count.signature} << 32 | count.marks;
  size_t at = hash_words(count.peer.high, count.peer.low, where, what) & (slots_.size() - 1);
  while (slots_[at] != 0 && !counts_[slots_[at] - 1].same_kind(count)) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

void ProbeCounts::add(const ProbeCount& count) {
  size_t at = slot_of(count);
  if (slots_[at] != 0) {
    counts_[slots_[at] - 1].packets += count.packets;
    return;
  }
  if ((counts_.size() + 1) * 2 > slots_.size()) {
    grow();
    at = slot_of(count);
  }
  counts_.push_back(count);
  slots_[at] = static_cast<uint32_t>(counts_.size());
}

void ProbeCounts::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (uint32_t i = 0; i < counts_.size(); ++i) slots_[slot_of(counts_[i])] = i + 1;
}

}  // namespace honeysift
