// Spoofed SYN floods: many sources, each with nothing but one SYN, at one port of one honeypot, at
// one time.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/attack_sources.h"

namespace honeysift {

// A source all of whose inbound packets are one SYN (and its retransmissions) without payload.
struct LoneSyn {
  int32_t day;  // UTC day of the SYN
  uint16_t honeypot;
  uint16_t port;
  int64_t time;
  uint32_t row;
};

// Sets `flood` and `flood_events`. Sources belong to an event when some window of `window_ns`
// nanoseconds of their UTC day holds at least `least` of them at the same honeypot and port;
// windows that share a source are one event. Events are numbered by (first time, honeypot, port).
// Sorts `syns`. May throw std::bad_alloc.
void mark_floods(std::vector<LoneSyn>& syns, uint32_t least, int64_t window_ns,
                 AttackSourceColumns& sources);

}  // namespace honeysift
