#include "sources/source_state.h"

#include "sources/aggregator.h"
#include "sources/day_part.h"

namespace honeysift {

namespace {

template <typename T>
bool is_aligned(const uint8_t* at) noexcept {
  return reinterpret_cast<uintptr_t>(at) % alignof(T) == 0;
}

template <typename T>
std::span<const T> items_at(const uint8_t* at, size_t count) noexcept {
  return {reinterpret_cast<const T*>(at), count};
}

}  // namespace

SourceState state_of(const Aggregator& aggregator) noexcept {
  return {aggregator.flows().all(),    aggregator.events().all(),  aggregator.bare_events().all(),
          aggregator.payloads().all(), aggregator.payload_bound(), 0};
}

bool view_state(const DayPartView& part, uint32_t payload_bound, SourceState& state) noexcept {
  if (!is_aligned<Flow>(part.flows) || !is_aligned<Event>(part.events) ||
      !is_aligned<BareEvent>(part.bare_events) || !is_aligned<uint64_t>(part.offsets)) {
    return false;
  }
  state.flows = items_at<Flow>(part.flows, part.flow_count);
  state.events = items_at<Event>(part.events, part.event_count);
  state.bare_events = items_at<BareEvent>(part.bare_events, part.bare_count);
  state.payloads =
      PayloadView(part.bytes, items_at<uint64_t>(part.offsets, size_t{part.payload_count} + 1));
  state.payload_bound = payload_bound;
  state.first_flow = 0;
  return true;
}

}  // namespace honeysift
