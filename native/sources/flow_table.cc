#include "sources/flow_table.h"

#include <algorithm>

namespace honeysift {

uint32_t FlowTable::find_or_add(const FlowKey& key, uint64_t full_hash) {
  if (indexed_ < size()) index_appended();
  const uint32_t hash = fold(full_hash);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && flows_[slot.number_plus_one - 1].has_key(key)) {
      return slot.number_plus_one - 1;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  const uint32_t number = append(Flow(key));
  slots_[at] = {hash, number + 1};
  ++indexed_;
  if (flows_.size() * 2 > slots_.size()) resize_slots(slots_.size() * 2);
  return number;
}

void FlowTable::clear() noexcept {
  flows_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
  indexed_ = 0;
}

void FlowTable::index_appended() {
  size_t slots = slots_.size();
  while (slots < flows_.size() * 2) slots *= 2;
  if (slots > slots_.size()) resize_slots(slots);
  for (; indexed_ < size(); ++indexed_) take_slot(fold(flows_[indexed_].key().hash()), indexed_);
}

void FlowTable::take_slot(uint32_t hash, uint32_t number) noexcept {
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number_plus_one != 0) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {hash, number + 1};
}

void FlowTable::resize_slots(size_t slots) {
  std::vector<Slot> narrow(slots);
  narrow.swap(slots_);
  for (const Slot& slot : narrow) {
    if (slot.number_plus_one != 0) take_slot(slot.hash, slot.number_plus_one - 1);
  }
}

}  // namespace honeysift
