// Open addressing over flows kept in one growing array; a flow's number never changes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/flow.h"
#include "sources/growing_array.h"

namespace honeysift {

class FlowTable {
 public:
  FlowTable() : slots_(kFirstSlots) {}

  // The number of the flow with this key, made when it is new. May throw std::bad_alloc.
  uint32_t find_or_add(const FlowKey& key, uint64_t hash);

  // Adds a flow whose key is known to be new, without finding out where it would be looked for.
  uint32_t append(const Flow& flow) {
    flows_.push_back(flow);
    return size() - 1;
  }

  // Empties it and keeps the memory.
  void clear() noexcept;

  // Brings what find_or_add will touch into the cache.
  void prefetch_slot(uint64_t hash) const noexcept {
    __builtin_prefetch(&slots_[fold(hash) & (slots_.size() - 1)]);
  }
  void prefetch_flow(uint64_t hash) const noexcept {
    const Slot& slot = slots_[fold(hash) & (slots_.size() - 1)];
    if (slot.number_plus_one != 0) prefetch(slot.number_plus_one - 1);
  }
  void prefetch(uint32_t number) const noexcept { __builtin_prefetch(&flows_[number]); }

  Flow& operator[](uint32_t number) noexcept { return flows_[number]; }
  const Flow& operator[](uint32_t number) const noexcept { return flows_[number]; }
  uint32_t size() const noexcept { return static_cast<uint32_t>(flows_.size()); }
  std::span<const Flow> all() const noexcept { return flows_.all(); }

 private:
  static constexpr size_t kFirstSlots = 256;
  struct Slot {
    uint32_t hash = 0;             // tells most other keys, and where to go when the table grows
    uint32_t number_plus_one = 0;  // 0: free
  };

  static uint32_t fold(uint64_t hash) noexcept { return static_cast<uint32_t>(hash >> 32); }

  void resize_slots(size_t slots);
  void index_appended();
  void take_slot(uint32_t hash, uint32_t number) noexcept;

  GrowingArray<Flow> flows_;
  std::vector<Slot> slots_;
  uint32_t indexed_ = 0;  // flows from here on were appended and have no slot
};

}  // namespace honeysift
