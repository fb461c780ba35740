#include "sources/flow_table.h"

namespace honeysift {

uint32_t FlowTable::find_or_add(const FlowKey& key, uint64_t full_hash) {
  const uint32_t hash = fold(full_hash);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && flows_[slot.number_plus_one - 1].has_key(key)) {
      return slot.number_plus_one - 1;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  const uint32_t number = size();
  flows_.push_back(Flow(key));
  slots_[at] = {hash, number + 1};
  if (flows_.size() * 2 > slots_.size()) resize_slots(slots_.size() * 2);
  return number;
}

void FlowTable::resize_slots(size_t slots) {
  std::vector<Slot> wider(slots);
  for (const Slot& slot : slots_) {
    if (slot.number_plus_one == 0) continue;
    size_t at = slot.hash & (slots - 1);
    while (wider[at].number_plus_one != 0) at = (at + 1) & (slots - 1);
    wider[at] = slot;
  }
  slots_.swap(wider);
}

}  // namespace honeysift
