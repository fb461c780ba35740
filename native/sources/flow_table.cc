#include "sources/flow_table.h"

#include <algorithm>
#include <bit>

namespace honeysift {

uint32_t FlowTable::find_or_add(const FlowKey& key) {
  if (key.day != newest_day_ && !finds_all_days_) go_to_day(key.day);
  if (indexed_ < size()) index_rest();
  const uint32_t hash = fold(key.hash());
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].number_plus_one != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && flows_[slot.number_plus_one - 1].has_key(key)) {
      return slot.number_plus_one - 1;
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  flows_.push_back(Flow(key));
  const uint32_t number = size() - 1;
  slots_[at] = {hash, number + 1};
  ++indexed_;
  if ((size() - first_) * size_t{2} > slots_.size()) resize_slots(slots_.size() * 2);
  return number;
}

void FlowTable::clear() noexcept {
  flows_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
  first_ = indexed_ = 0;
  newest_day_ = std::numeric_limits<int32_t>::min();
  finds_all_days_ = false;
}

void FlowTable::go_to_day(int32_t day) {
  if (day < newest_day_) return find_all_days();
  newest_day_ = day;
  // The day may have as many flows as the one before.
  const size_t slots = std::max(kFirstSlots, 4 * std::bit_ceil(size_t{size()} - first_));
  slots_.assign(std::min(slots, slots_.size()), Slot{});
  first_ = indexed_ = size();
}

void FlowTable::find_all_days() noexcept {
  finds_all_days_ = true;
  std::fill(slots_.begin(), slots_.end(), Slot{});
  first_ = indexed_ = 0;
}

void FlowTable::index_rest() {
  size_t slots = slots_.size();
  while (slots < (size() - first_) * size_t{2}) slots *= 2;
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
