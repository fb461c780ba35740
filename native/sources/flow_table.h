// Open addressing over flows kept in one growing array; a flow's number never changes.
//
// Packets come day by day as a rule. So long only the flows of the newest day can be found, by an
// index that is small; with the first packet of an earlier day all are.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sources/flow.h"
#include "sources/growing_array.h"

namespace honeysift {

class FlowTable {
 public:
  FlowTable() : slots_(kFirstSlots) {}

  // The number of the flow with this key, made when it is new. May throw std::bad_alloc.
  uint32_t find_or_add(const FlowKey& key);

  // Adds a flow whose key is known to be new, without finding out where it would be looked for.
  uint32_t append(const Flow& flow) {
    if (!finds_all_days_) find_all_days();
    flows_.push_back(flow);
    return size() - 1;
  }

  // Empties it and keeps the memory.
  void clear() noexcept;

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

  void go_to_day(int32_t day);
  void find_all_days() noexcept;
  void resize_slots(size_t slots);
  void index_rest();
  void take_slot(uint32_t hash, uint32_t number) noexcept;

  GrowingArray<Flow> flows_;
  std::vector<Slot> slots_;
  uint32_t first_ = 0;    // flows before cannot be found
  uint32_t indexed_ = 0;  // flows from here on have no slot yet
  int32_t newest_day_ = std::numeric_limits<int32_t>::min();
  bool finds_all_days_ = false;
};

}  // namespace honeysift
