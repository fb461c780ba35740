// All that finalize() reads, in one piece: flows, events and payloads of some days, wherever they
// lie.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>

#include "sources/event.h"
#include "sources/flow.h"

namespace honeysift {

class Aggregator;
struct DayPartView;

// Byte strings known by a number; equal strings have equal numbers.
class PayloadView {
 public:
  PayloadView() = default;
  // String i is bytes[offsets[i] .. offsets[i + 1]).
  PayloadView(const uint8_t* bytes, std::span<const uint64_t> offsets) noexcept
      : bytes_(bytes), offsets_(offsets) {}

  std::span<const uint8_t> view(uint32_t id) const noexcept {
    return {bytes_ + offsets_[id], static_cast<size_t>(offsets_[id + 1] - offsets_[id])};
  }
  uint32_t size() const noexcept {
    return offsets_.empty() ? 0 : static_cast<uint32_t>(offsets_.size() - 1);
  }
  // <0, 0, >0 as memcmp; a prefix stands before what it begins.
  int compare(uint32_t a, uint32_t b) const noexcept {
    const auto left = view(a);
    const auto right = view(b);
    const size_t common = std::min(left.size(), right.size());
    const int order = common == 0 ? 0 : std::memcmp(left.data(), right.data(), common);
    if (order != 0) return order;
    return left.size() < right.size() ? -1 : left.size() > right.size() ? 1 : 0;
  }

 private:
  const uint8_t* bytes_ = nullptr;
  std::span<const uint64_t> offsets_;
};

struct SourceState {
  std::span<const Flow> flows;
  std::span<const Event> events;
  std::span<const BareEvent> bare_events;
  PayloadView payloads;
  uint32_t payload_bound = 0;
  uint32_t first_flow = 0;  // the number by which events know flows[0]
};

// The state of an aggregator where it lies, until it changes.
SourceState state_of(const Aggregator& aggregator) noexcept;

// A part read where it lies; false when it lies at an address where that cannot be.
bool view_state(const DayPartView& part, uint32_t payload_bound, SourceState& state) noexcept;

}  // namespace honeysift
