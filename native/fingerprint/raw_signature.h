// The facts of one SYN's headers that tell TCP/IP stacks apart: what p0f v3 calls a raw signature
// (p0f 3.09b, docs/README section 5). Equal facts, equal signature: packets differ by the thousand,
// signatures by the dozen.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace honeysift {

// Bits of RawSignature::quirks, in the order in which p0f writes them.
enum Quirk : uint32_t {
  kQuirkDf = 1u << 0,            // df: don't fragment
  kQuirkNonzeroId = 1u << 1,     // id+: don't fragment, yet an identification
  kQuirkZeroId = 1u << 2,        // id-: may be fragmented, yet no identification
  kQuirkEcn = 1u << 3,           // ecn: explicit congestion notification, in IP or in TCP
  kQuirkNonzeroMbz = 1u << 4,    // 0+: reserved IPv4 flag
  kQuirkFlow = 1u << 5,          // flow: IPv6 flow label
  kQuirkZeroSeq = 1u << 6,       // seq-
  kQuirkNonzeroAck = 1u << 7,    // ack+: acknowledgement number without ACK
  kQuirkZeroAck = 1u << 8,       // ack-: ACK without acknowledgement number
  kQuirkNonzeroUrg = 1u << 9,    // uptr+: urgent pointer without URG
  kQuirkUrg = 1u << 10,          // urgf+
  kQuirkPush = 1u << 11,         // pushf+
  kQuirkZeroTs1 = 1u << 12,      // ts1-: own timestamp 0
  kQuirkNonzeroTs2 = 1u << 13,   // ts2+: echoed timestamp on a SYN
  kQuirkNonzeroEol = 1u << 14,   // opt+: data behind the end of options
  kQuirkExcessScale = 1u << 15,  // exws: window scale above 14
  kQuirkBadOptions = 1u << 16,   // bad: malformed options
};

inline constexpr uint32_t kEveryQuirk = (kQuirkBadOptions << 1) - 1;

inline constexpr size_t kMostTcpOptions = 24;

struct RawSignature {
  uint8_t version = 4;
  uint8_t ttl = 0;
  uint8_t ip_options = 0;  // bytes
  uint8_t window_scale = 0;
  uint8_t has_timestamp = 0;  // 1: own timestamp other than 0
  uint8_t has_payload = 0;
  uint8_t eol_padding = 0;  // bytes behind the end of options
  uint8_t option_count = 0;
  uint16_t mss = 0;
  uint16_t window = 0;
  uint16_t header_bytes = 40;  // IP and TCP with options
  uint16_t reserved = 0;
  uint32_t quirks = 0;
  std::array<uint8_t, kMostTcpOptions> options{};  // kinds, in order

  auto operator<=>(const RawSignature&) const = default;
};
static_assert(sizeof(RawSignature) == 44, "stored and hashed as bytes: no padding");

// Window as a multiple of the segment size or of the MTU, the way stacks compute it; 0 when it is
// none.
struct WindowMultiple {
  int factor = 0;
  bool of_mtu = false;
};
WindowMultiple window_multiple(const RawSignature& signature) noexcept;

// Hops from the sender, if it started from the next usual initial TTL (32, 64, 128, 255).
inline uint8_t guess_distance(uint8_t ttl) noexcept {
  if (ttl <= 32) return static_cast<uint8_t>(32 - ttl);
  if (ttl <= 64) return static_cast<uint8_t>(64 - ttl);
  if (ttl <= 128) return static_cast<uint8_t>(128 - ttl);
  return static_cast<uint8_t>(255 - ttl);
}

// More hops than this are no distance but another initial TTL.
inline constexpr int kMostHops = 35;

// In p0f's notation: `4:52+12:0:1460:mss*44,0:mss,sok,ts,nop,ws:df,id+:0`. May throw
// std::bad_alloc.
std::string signature_text(const RawSignature& signature);

}  // namespace honeysift
