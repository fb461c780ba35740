// What is kept of single inbound packets, beyond their flow's summary.
#pragma once

#include <cstdint>

#include "sources/growing_array.h"

namespace honeysift {

// A SYN, or a packet with payload; when packets are described by texts, any packet.
struct Event {
  int64_t time;
  uint32_t flow;
  uint32_t seq;      // TCP: of the SYN, or of the first payload byte; else see packet_identity()
  uint32_t length;   // payload bytes on the wire, and the bits below
  uint32_t payload;  // id of the captured payload bytes or of the packet's text, or one of the two
                     // constants below

  static constexpr uint32_t kSyn = 1u << 31;      // the SYN itself
  static constexpr uint32_t kWithSyn = 1u << 30;  // payload that a SYN carried
  static constexpr uint32_t kLengthMask = kWithSyn - 1;
  // Both: a packet that is no more than its text; its length holds a digest as BareEvent.digest.
  static constexpr uint32_t kBare = kSyn | kWithSyn;

  static constexpr uint32_t kUnique = 1u
                                      << 31;  // in seq, without TCP: never a copy of another packet

  static constexpr uint32_t kNoPayload = 0xffffffffu;  // nothing captured
  static constexpr uint32_t kDropped = 0xfffffffeu;    // beyond its flow's bound

  bool is_syn() const noexcept { return (length & kBare) == kSyn; }
  bool with_syn() const noexcept { return (length & kBare) == kWithSyn; }
  bool is_bare() const noexcept { return (length & kBare) == kBare; }
  bool has_payload() const noexcept { return payload != kNoPayload; }
  bool has_payload_id() const noexcept { return payload < kDropped; }
  uint32_t wire_length() const noexcept { return length & kLengthMask; }
};
static_assert(sizeof(Event) == 24);

// A packet without either, kept only to find copies of packets that the capture made.
struct BareEvent {
  int64_t time;
  uint32_t flow;
  uint32_t digest;  // of all that must be the same in a copy
};
static_assert(sizeof(BareEvent) == 16);

using EventLog = GrowingArray<Event>;
using BareLog = GrowingArray<BareEvent>;

}  // namespace honeysift
