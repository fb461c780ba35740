// The ports an attack source targets, in order of first inbound packet, as text.
#pragma once

#include <cstdint>
#include <vector>

#include "sources/flow.h"

namespace honeysift {

struct PortHit {
  int64_t time;
  uint8_t protocol;
  uint16_t port;  // 0 unless TCP or UDP
};

// Adds a hit, or makes one of the last hits earlier that is of the same port: only the earliest
// counts. May throw std::bad_alloc.
void add_port_hit(std::vector<PortHit>& hits, const PortHit& hit);

// `80,8080`, `1434U`, `I` (ICMP and ICMPv6), `P47`; ties in time by protocol number, then port.
// Sorts `hits` and replaces `text`. May throw std::bad_alloc.
void write_port_sequence(std::vector<PortHit>& hits, std::vector<uint8_t>& text);

}  // namespace honeysift
