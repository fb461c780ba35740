// Header marks that mass scanners leave in their probes: how they recognise their own answers
// without keeping state. A mark is a fact about the packet's header, no proof of who sent it:
// others bear it by chance (Mirai one TCP SYN in 2^32, masscan and ZMap one in 2^16), and later
// versions may leave it out.
//
//   Mirai    TCP SYN without ACK whose sequence number is the destination address (Antonakakis et
//            al., "Understanding the Mirai Botnet", USENIX Security 2017).
//   masscan  TCP SYN without ACK whose IP identification is the low 16 bits of destination address
//            xor destination port xor sequence number, all three as 32-bit numbers: the upper half
//            is cut off, not folded in (Durumeric et al., "An Internet-Wide View of Internet-Wide
//            Scanning", USENIX Security 2014; masscan's TCP template).
//   ZMap     a probe (TCP SYN without ACK, UDP datagram, ICMP echo request) whose IP identification
//            is 54321 (ibid.; ZMap set it for every probe module until 2024).
//
// All three are marks of IPv4. Fragments bear none: none of the three fragments its probes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/packet_columns.h"
#include "packet/packet_row.h"
#include "packet/wire.h"

namespace honeysift {

inline constexpr uint16_t kZmapIdentification = 54321;

// The mark bits of a decoded packet.
inline uint16_t scanner_marks(const PacketRow& row) noexcept {
  constexpr uint8_t kSyn = 0x02;
  constexpr uint8_t kAck = 0x10;
  constexpr uint8_t kEchoRequest = 8;
  if ((row.flags & (kHasIp | kIpv6 | kFragment)) != kHasIp) return 0;
  const uint16_t zmap = row.ip_id == kZmapIdentification ? uint16_t{kZmapMark} : uint16_t{0};
  if (row.flags & kHasTcp) {
    if ((row.tcp_flags & (kSyn | kAck)) != kSyn) return 0;
    const uint32_t destination = load_be32(row.dst_address + 12);
    uint16_t marks = zmap;
    if (row.tcp_seq == destination) marks |= kMiraiMark;
    if (row.ip_id == static_cast<uint16_t>(destination ^ row.dst_port ^ row.tcp_seq)) {
      marks |= kMasscanMark;
    }
    return marks;
  }
  if (row.flags & kHasIcmp) return row.icmp_type == kEchoRequest ? zmap : uint16_t{0};
  return (row.flags & kHasPorts) && row.ip_protocol == 17 ? zmap : uint16_t{0};
}

// Packets of a capture that bear each mark.
struct ScannerMarkCounts {
  uint64_t mirai = 0;
  uint64_t masscan = 0;
  uint64_t zmap = 0;

  void count(uint16_t marks) noexcept {
    mirai += (marks & kMiraiMark) != 0;
    masscan += (marks & kMasscanMark) != 0;
    zmap += (marks & kZmapMark) != 0;
  }
};

}  // namespace honeysift
