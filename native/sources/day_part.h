// One UTC day of an aggregator's state as one block of bytes: what workers hand over and what other
// aggregators absorb.
//
// Layout, native byte order, no padding beyond what the structs have:
//   DayPartHeader | Flow x flow_count | Event x event_count | uint64 x (payload_count + 1) offsets
//   | payload bytes
// Event.flow and Event.payload count within the part. The bytes of one day's part depend on the
// order in which packets came; what finalize() makes of them does not.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "sources/event.h"
#include "sources/flow.h"

namespace honeysift {

class Aggregator;

struct DayPartHeader {
  uint32_t magic = kMagic;
  int32_t day = 0;
  uint32_t target_count = 0;  // honeypot addresses of the environment this was made for
  uint32_t flow_count = 0;
  uint32_t event_count = 0;
  uint32_t payload_count = 0;
  uint64_t payload_bytes = 0;

  static constexpr uint32_t kMagic = 0x31505348;  // HSP1
};

// Reads by copy, for a part may lie at any address.
struct DayPartView {
  int32_t day = 0;
  uint32_t flow_count = 0;
  uint32_t event_count = 0;
  uint32_t payload_count = 0;
  const uint8_t* flows = nullptr;
  const uint8_t* events = nullptr;
  const uint8_t* offsets = nullptr;
  const uint8_t* bytes = nullptr;

  Flow flow(uint32_t i) const noexcept { return copy<Flow>(flows, i); }
  Event event(uint32_t i) const noexcept { return copy<Event>(events, i); }
  uint64_t offset(uint32_t i) const noexcept { return copy<uint64_t>(offsets, i); }
  std::span<const uint8_t> payload(uint32_t i) const noexcept {
    return {bytes + offset(i), static_cast<size_t>(offset(i + 1) - offset(i))};
  }

 private:
  template <typename T>
  static T copy(const uint8_t* base, size_t i) noexcept {
    T value;
    std::memcpy(&value, base + i * sizeof(T), sizeof(T));
    return value;
  }
};

// False when the bytes are not a whole, consistent part for an environment of `target_count`
// addresses.
bool read_day_part(std::span<const uint8_t> part, uint32_t target_count,
                   DayPartView& view) noexcept;

// Splits an aggregator's state into its days, ascending. May throw std::bad_alloc.
class DayPartWriter {
 public:
  explicit DayPartWriter(const Aggregator& aggregator);

  size_t size() const noexcept { return days_.size(); }
  int32_t day(size_t i) const noexcept { return days_[i]; }
  uint32_t flow_count(size_t i) const noexcept { return flow_begin_[i + 1] - flow_begin_[i]; }
  uint32_t event_count(size_t i) const noexcept { return event_begin_[i + 1] - event_begin_[i]; }
  // Bytes that encode() writes for day `i`.
  size_t encoded_size(size_t i) const noexcept;
  // Writes the part of day `i`; false when `out` is not encoded_size(i) bytes long.
  bool encode(size_t i, std::span<uint8_t> out);

 private:
  void collect_payloads();

  const Aggregator& aggregator_;
  std::vector<int32_t> days_;
  std::vector<uint32_t> flow_begin_, flow_order_;  // flows of day i: flow_order_[flow_begin_[i] ..)
  std::vector<uint32_t> event_begin_, event_order_;  // the same for events
  std::vector<uint32_t> local_flow_;                 // number of a flow within its day
  std::vector<uint32_t> payload_begin_,
      payload_used_;  // the payloads of day `i`, in order of first use
  std::vector<uint64_t> payload_bytes_;
  std::vector<uint32_t> local_payload_;
};

}  // namespace honeysift
