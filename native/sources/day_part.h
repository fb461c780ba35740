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
#include <unordered_map>
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

// False when the bytes are not a whole, consistent part for an environment of `target_count`
// addresses.
bool read_day_part(std::span<const uint8_t> part, uint32_t target_count,
                   DayPartView& view) noexcept;

// Splits an aggregator's state into its days, ascending. The aggregator must not change meanwhile.
// May throw std::bad_alloc.
class DayPartWriter {
 public:
  explicit DayPartWriter(const Aggregator& aggregator);

  size_t size() const noexcept { return headers_.size(); }
  const DayPartHeader& header(size_t i) const noexcept { return headers_[i]; }
  // Bytes of day `i`.
  size_t encoded_size(size_t i) const noexcept;
  // Writes all parts, one after another; false when `out` is not as long as they are together.
  bool encode(std::span<uint8_t> out);

 private:
  // Where the next item of each kind of one day goes.
  struct Cursors {
    uint8_t* flow;
    uint8_t* event;
    uint8_t* bare;
    uint8_t* offset;
    uint8_t* byte;
    uint64_t payload_bytes;
    uint32_t payloads;
  };

  void find_days();
  void count_payloads();
  Cursors lay_out(size_t i, uint8_t* part) const noexcept;
  void write_event(const Event& event, std::vector<Cursors>& cursors);
  bool first_of_day(uint32_t payload, uint32_t day);

  const Aggregator& aggregator_;
  std::vector<DayPartHeader> headers_;
  std::vector<uint32_t> flow_day_;       // day of a flow, as an index of headers_
  std::vector<uint32_t> local_flow_;     // number of a flow within its day
  std::vector<uint32_t> payload_stamp_;  // day that last used a payload, plus one
  std::vector<uint32_t> local_payload_;  // its number there
  // The same of (day, payload) where another day used the payload since.
  std::unordered_map<uint64_t, uint32_t> earlier_;
};

}  // namespace honeysift
