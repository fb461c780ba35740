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
#include <optional>
#include <span>
#include <vector>

#include "sources/event.h"
#include "sources/flow.h"
#include "sources/state_days.h"

namespace honeysift {

class Aggregator;

struct DayPartHeader {
  uint32_t magic = kMagic;
  int32_t day = 0;
  uint32_t target_count = 0;  // honeypot addresses of the environment this was made for
  uint32_t flow_count = 0;
  uint32_t event_count = 0;
  uint32_t bare_count = 0;
  uint32_t payload_count = 0;
  uint32_t reserved = 0;
  uint64_t payload_bytes = 0;

  static constexpr uint32_t kMagic = 0x31505348;  // HSP1
};

// Reads by copy, for a part may lie at any address.
struct DayPartView {
  int32_t day = 0;
  uint32_t flow_count = 0;
  uint32_t event_count = 0;
  uint32_t bare_count = 0;
  uint32_t payload_count = 0;
  const uint8_t* flows = nullptr;
  const uint8_t* events = nullptr;
  const uint8_t* bare_events = nullptr;
  const uint8_t* offsets = nullptr;
  const uint8_t* bytes = nullptr;

  Flow flow(uint32_t i) const noexcept { return copy<Flow>(flows, i); }
  Event event(uint32_t i) const noexcept { return copy<Event>(events, i); }
  BareEvent bare(uint32_t i) const noexcept { return copy<BareEvent>(bare_events, i); }
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

// The day that a part says it is of; false when there is none.
bool day_of_part(std::span<const uint8_t> part, int32_t& day) noexcept;

// False when the bytes are not a whole, consistent part for an environment of `target_count`
// addresses.
bool read_day_part(std::span<const uint8_t> part, uint32_t target_count,
                   DayPartView& view) noexcept;

// Writes days of an aggregator's state. May throw std::bad_alloc.
class DayPartWriter {
 public:
  explicit DayPartWriter(const Aggregator& aggregator);

  const StateDays& days() const noexcept { return days_; }
  size_t size() const noexcept { return days_.size(); }
  const DayPartHeader& header(size_t i);
  // Bytes of day `i`.
  size_t encoded_size(size_t i);
  // False when `out` is not of that size.
  bool encode(size_t i, std::span<uint8_t> out);

 private:
  struct Plan {
    DayPartHeader header;
    std::vector<uint32_t> payloads;  // ids, in order of first use
  };

  const Plan& plan(size_t i);

  StateDays days_;
  uint32_t target_count_;
  std::vector<std::optional<Plan>> plans_;  // of the days that were asked for
  std::vector<uint32_t> stamps_;            // by id: the day that last used a payload, plus one
  std::vector<uint32_t> local_payload_;     // by id: number within the day at hand
};

}  // namespace honeysift
