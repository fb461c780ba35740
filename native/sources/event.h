// One inbound packet beyond its flow's summary: a SYN, a payload, or neither (kept to find copies
// of packets).
#pragma once

#include <cstdint>

#include "sources/chunked_vector.h"

namespace honeysift {

struct Event {
  int64_t time;
  uint32_t flow;
  uint32_t
      seq;  // TCP: of the SYN, of the first payload byte, of the packet; else see packet_identity()
  uint32_t length;   // payload bytes on the wire, and the bits below
  uint32_t payload;  // id of the captured payload bytes, or one of the constants below; bare: a
                     // digest of the headers

  static constexpr uint32_t kSyn = 1u << 31;      // the SYN itself
  static constexpr uint32_t kWithSyn = 1u << 30;  // payload that a SYN carried
  static constexpr uint32_t kBare = 1u << 29;     // neither SYN nor payload
  static constexpr uint32_t kLengthMask = kBare - 1;

  static constexpr uint32_t kUnique = 1u
                                      << 31;  // in seq, without TCP: never a copy of another packet

  static constexpr uint32_t kNoPayload = 0xffffffffu;  // nothing captured
  static constexpr uint32_t kDropped = 0xfffffffeu;    // beyond its flow's bound

  bool is_syn() const noexcept { return (length & kSyn) != 0; }
  bool is_bare() const noexcept { return (length & kBare) != 0; }
  bool has_payload_id() const noexcept { return !is_bare() && payload < kDropped; }
  bool with_syn() const noexcept { return (length & kWithSyn) != 0; }
  uint32_t wire_length() const noexcept { return length & kLengthMask; }
};
static_assert(sizeof(Event) == 24);

using EventLog = ChunkedVector<Event, 13>;

}  // namespace honeysift
