// The packets that a stack can be read from.
#pragma once

#include <cstdint>
#include <span>

#include "packet/packet_row.h"

namespace honeysift {

// TCP, SYN without ACK, FIN and RST.
inline bool is_syn(uint16_t flags, uint8_t tcp_flags) noexcept {
  constexpr uint16_t kNeeded = kHasIp | kHasTcp;
  constexpr uint8_t kSyn = 0x02;
  constexpr uint8_t kFinSynRstAck = 0x17;
  return (flags & kNeeded) == kNeeded && (tcp_flags & kFinSynRstAck) == kSyn;
}

// From the IP header to the end of what was captured; empty for fragments, and when the row does
// not say where that is. Offsets of rows point into `fed` or into `scratch`.
inline std::span<const uint8_t> packet_of(const PacketRow& row, std::span<const uint8_t> fed,
                                          std::span<const uint8_t> scratch) noexcept {
  const bool in_scratch = (row.flags & kNetworkInScratch) != 0;
  if ((row.flags & kFragment) != 0 || in_scratch != ((row.flags & kPayloadInScratch) != 0)) {
    return {};
  }
  const auto& memory = in_scratch ? scratch : fed;
  const uint64_t begin = row.network_offset;
  const uint64_t end = uint64_t{row.payload_offset} + row.payload_captured;
  if (begin > end || end > memory.size()) return {};
  return memory.subspan(begin, end - begin);
}

}  // namespace honeysift
