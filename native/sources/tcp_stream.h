// Reads the inbound events of one TCP flow in order of time: connections, retransmissions, holes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/event.h"

namespace honeysift {

struct StreamCounts {
  uint32_t syns = 0;
  uint32_t data_segments = 0;
  uint32_t retransmissions =
      0;              // packets: SYNs of a known number, data wholly under the high-water mark
  uint32_t gaps = 0;  // holes in the inbound sequence space
};

// Where an event stands in its flow's streams.
struct SegmentPlace {
  uint32_t connection = 0;  // counted in order of time
  int64_t offset = 0;       // of its first byte from the connection's start
  bool brings_new =
      false;  // holds bytes not seen before in this connection, begins one, or is bare
};

// `events`: in order of time, a SYN before data of the same time. `places` gets one entry per
// event. A SYN with a number not yet seen in the flow starts a new connection; without one the
// first segment does. Bare events change nothing. Sequence numbers are compared modulo 2^32. May
// throw std::bad_alloc.
StreamCounts read_tcp_stream(std::span<const Event> events, std::vector<SegmentPlace>& places);

}  // namespace honeysift
