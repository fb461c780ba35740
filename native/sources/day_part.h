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
  // Items of a log by day: those of day d are begin[d] .. begin[d + 1] of the log, or, where the
  // days do not follow each other in it, of `order`.
  struct ByDay {
    std::vector<uint32_t> begin, order;

    size_t place(size_t i) const noexcept { return order.empty() ? i : order[i]; }
  };

  void find_days();
  void sort_flows();
  template <typename Log>
  ByDay slice(const Log& log) const;
  void number_payloads();
  uint32_t rank_of(uint32_t flow) const noexcept {
    return flow_ranks_.empty() ? flow : flow_ranks_[flow];
  }
  void encode_day(size_t day, uint8_t* part);

  const Aggregator& aggregator_;
  std::vector<DayPartHeader> headers_;
  ByDay flows_, events_, bare_events_;
  std::vector<uint32_t> flow_ranks_;      // the place of a flow by day; empty: its number
  std::vector<uint32_t> payloads_;        // ids, by day, in order of first use
  std::vector<uint32_t> payloads_begin_;  // of each day
  std::vector<uint32_t> local_payload_;   // by id: number within the day at hand
};

}  // namespace honeysift
