// Open addressing over flows kept in one growing array; a flow's number never changes.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/flow.h"

namespace honeysift {

class FlowTable {
 public:
  FlowTable() : slots_(kFirstSlots) {}

  // The number of the flow with this key, made when it is new. May throw std::bad_alloc.
  uint32_t find_or_add(const FlowKey& key, uint64_t hash);

  // Brings what find_or_add will touch into the cache.
  void prefetch_slot(uint64_t hash) const noexcept {
    __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  void prefetch_flow(uint64_t hash) const noexcept {
    const Slot& slot = slots_[hash & (slots_.size() - 1)];
    if (slot.number_plus_one != 0) __builtin_prefetch(&flows_[slot.number_plus_one - 1]);
  }

  Flow& operator[](uint32_t number) noexcept { return flows_[number]; }
  const Flow& operator[](uint32_t number) const noexcept { return flows_[number]; }
  uint32_t size() const noexcept { return static_cast<uint32_t>(flows_.size()); }
  void reserve(size_t flows);

 private:
  static constexpr size_t kFirstSlots = 256;
  struct Slot {
    uint32_t tag = 0;
    uint32_t number_plus_one = 0;  // 0: free
  };

  void resize_slots(size_t slots);

  std::vector<Flow> flows_;
  std::vector<Slot> slots_;
};

}  // namespace honeysift
