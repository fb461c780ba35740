#include "sources/flow_table.h"

namespace honeysift {

uint32_t FlowTable::find_or_add(const FlowKey& key, uint64_t hash) {
  const auto tag = static_cast<uint32_t>(hash >> 32);
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.tag == tag && flows_[slot.number_plus_one - 1].key() == key)
      return slot.number_plus_one - 1;
    at = (at + 1) & (slots_.size() - 1);
  }
  const uint32_t number = size();
  flows_.emplace_back(key);
  slots_[at] = {tag, number + 1};
  if (flows_.size() * 2 > slots_.size()) resize_slots(slots_.size() * 2);
  return number;
}

void FlowTable::reserve(size_t flows) {
  flows_.reserve(flows);
  size_t slots = slots_.size();
  while (slots < flows * 2) slots *= 2;
  if (slots > slots_.size()) resize_slots(slots);
}

void FlowTable::resize_slots(size_t slots) {
  std::vector<Slot> wider(slots);
  for (uint32_t number = 0; number < size(); ++number) {
    const uint64_t hash = flows_[number].key().hash();
    size_t at = hash & (slots - 1);
    while (wider[at].number_plus_one != 0) at = (at + 1) & (slots - 1);
    wider[at] = {static_cast<uint32_t>(hash >> 32), number + 1};
  }
  slots_.swap(wider);
}

}  // namespace honeysift
