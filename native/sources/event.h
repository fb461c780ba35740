// One inbound packet that matters beyond its flow's summary: a SYN, or a packet with payload.
#pragma once

#include <cstdint>

#include "sources/chunked_vector.h"

namespace honeysift {

struct Event {
  int64_t time;
  uint32_t flow;
  uint32_t seq;      // TCP: of the SYN, or of the first payload byte; else 0
  uint32_t length;   // payload bytes on the wire, and the two bits below
  uint32_t payload;  // id of the captured payload bytes, or one of the two constants below

  static constexpr uint32_t kSyn = 1u << 31;      // the SYN itself
  static constexpr uint32_t kWithSyn = 1u << 30;  // payload that a SYN carried
  static constexpr uint32_t kLengthMask = kWithSyn - 1;

  static constexpr uint32_t kNoPayload = 0xffffffffu;  // nothing captured
  static constexpr uint32_t kDropped = 0xfffffffeu;    // beyond its flow's bound

  bool is_syn() const noexcept { return (length & kSyn) != 0; }
  bool with_syn() const noexcept { return (length & kWithSyn) != 0; }
  uint32_t wire_length() const noexcept { return length & kLengthMask; }
};
static_assert(sizeof(Event) == 24);

using EventLog = ChunkedVector<Event, 13>;

}  // namespace honeysift
