// All that a raw signature says of a SYN as most are, in a few words that can be compared without
// walking the options.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "packet/wire.h"
#include "sources/hash.h"

namespace honeysift {

// Packets of equal facts have equal signatures.
struct HeaderFacts {
  uint64_t fields = 0;                // 0: of no packet
  std::array<uint64_t, 5> options{};  // as they stand, but for timestamps

  bool operator==(const HeaderFacts& other) const noexcept {
    uint64_t difference = fields ^ other.fields;
    for (size_t i = 0; i < options.size(); ++i) difference |= options[i] ^ other.options[i];
    return difference == 0;
  }
  uint64_t hash() const noexcept {
    const uint64_t rest = fold_multiply(options[2] ^ kHashC, options[3] ^ options[4] ^ kHashB);
    return fold_multiply(fields ^ kHashA, fold_multiply(options[0] ^ kHashB, options[1] ^ rest));
  }
};

// Linux sends timestamps, which differ from packet to packet, behind `mss` and `sok`; whether they
// are 0 is all that belongs to the signature.
inline void drop_linux_timestamps(std::array<uint64_t, 5>& options) noexcept {
  constexpr uint8_t kLayout[8] = {2, 4, 0, 0, 4, 2, 8, 10};
  constexpr uint8_t kMask[8] = {255, 255, 0, 0, 255, 255, 255, 255};
  if ((options[0] & load64(kMask)) != load64(kLayout)) return;
  const uint32_t own = static_cast<uint32_t>(options[1]) != 0;
  const uint32_t echoed = options[1] >> 32 != 0;
  options[1] = uint64_t{echoed} << 32 | own;
}

// `packet` is one from its IP header on; false unless it is IPv4 without options, unfragmented, TCP
// without ACK, with all its headers.
inline bool read_header_facts(std::span<const uint8_t> packet, bool has_payload,
                              HeaderFacts& facts) noexcept {
  constexpr size_t kIp = 20;
  constexpr size_t kTcp = 20;
  if (packet.size() < kIp + kTcp) return false;
  const uint8_t* ip = packet.data();
  const uint8_t* tcp = ip + kIp;
  const uint32_t fragment = load_be16(ip + 6);
  const size_t end = (tcp[12] >> 4) * size_t{4};
  const bool plain = (ip[0] == 0x45) & (ip[9] == 6) & ((fragment & 0x3fff) == 0) & (end >= kTcp) &
                     (end <= packet.size() - kIp) & ((tcp[13] & 0x10) == 0);
  if (!plain) return false;
  const uint32_t bits = (ip[1] & 3u) | fragment >> 14 << 2 | uint32_t{load_be16(ip + 4) != 0} << 4 |
                        uint32_t{load_be32(tcp + 4) != 0} << 5 | (tcp[8] & 1u) << 6 |
                        uint32_t{has_payload} << 7 | uint32_t{load_be16(tcp + 18) != 0} << 8;
  // Length, flags and window as they stand.
  facts.fields = uint64_t{bits} << 48 | uint64_t{ip[8]} << 32 | load_be32(tcp + 12);
  facts.options.fill(0);
  size_t at = kTcp;
  for (uint64_t& word : facts.options) {
    if (end - at < 8) {
      if (at != end) word = load_be32(tcp + at);  // headers are made of 32-bit words
      break;
    }
    word = load64(tcp + at);
    at += 8;
  }
  drop_linux_timestamps(facts.options);
  return true;
}

}  // namespace honeysift
