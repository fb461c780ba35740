// An aggregator's state day by day, where it lies: what is finalised or written as parts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/source_state.h"

namespace honeysift {

class Aggregator;

// Good until the aggregator changes. Where packets did not come in order of their days it holds a
// copy that is.
class StateDays {
 public:
  // May throw std::bad_alloc.
  explicit StateDays(const Aggregator& aggregator);

  // Days, ascending.
  size_t size() const noexcept { return days_.size(); }
  int32_t day(size_t i) const noexcept { return days_[i]; }
  // All that is known of one day; payloads are those of all days.
  SourceState state(size_t i) const noexcept;
  const PayloadView& payloads() const noexcept { return whole_.payloads; }

 private:
  void sort_flows();
  void find_days();
  template <typename Item>
  void slice(std::span<const Item>& log, std::vector<uint32_t>& begin, std::vector<Item>& sorted);
  size_t day_of_flow(uint32_t flow) const noexcept;

  SourceState whole_;  // of all days, one after another
  std::vector<int32_t> days_;
  std::vector<uint32_t> flows_begin_, events_begin_, bare_begin_;  // of each day, and the end
  std::vector<uint32_t> ranks_;  // a flow's place by day; empty: its number
  std::vector<Flow> sorted_flows_;
  std::vector<Event> sorted_events_;
  std::vector<BareEvent> sorted_bare_;
};

}  // namespace honeysift
