// What is kept of one flow on one UTC day. Every field beside the key is a commutative, associative
// summary (minimum, maximum, sum, union), so that flows seen in pieces, in any order, add up to the
// same flow.
#pragma once

#include <cstdint>
#include <limits>

#include "sources/hash.h"
#include "sources/honeypot_index.h"
#include "sources/utc_day.h"

namespace honeysift {

inline constexpr uint8_t kIcmp = 1;
inline constexpr uint8_t kTcp = 6;
inline constexpr uint8_t kUdp = 17;
inline constexpr uint8_t kIcmp6 = 58;

// What a packet would be if it opened its flow; the lower wins among packets of one time stamp.
enum OpeningRank : uint8_t { kRequest = 0, kNeutral = 1, kResponse = 2 };

// What Flow.peer_port and Flow.honeypot_port hold.
enum class PortKind : uint8_t { kNone = 0, kPorts = 1, kIcmpType = 2 /* peer_port is the type */ };

enum FlowMark : uint8_t {
  kInboundSyn = 1 << 0,  // an inbound SYN without ACK and RST was seen
  kPayloadDropped =
      1 << 1,  // inbound payload beyond the bound was not kept (not TCP: there the events say it)
};

struct FlowKey {
  Address peer;
  int32_t day = 0;      // UTC day of the packets
  uint32_t target = 0;  // index of the honeypot address
  uint16_t peer_port = 0;
  uint16_t honeypot_port = 0;
  uint8_t protocol = 0;
  PortKind kind = PortKind::kNone;

  bool operator==(const FlowKey&) const = default;

  uint64_t hash() const noexcept {
    const uint64_t ports = uint64_t{peer_port} << 32 | uint64_t{honeypot_port} << 16 |
                           uint64_t{protocol} << 8 | static_cast<uint8_t>(kind);
    return hash_words(peer.low, peer.high, uint64_t{static_cast<uint32_t>(day)} << 32 | target,
                      ports);
  }
};

struct Flow {
  Address peer;
  int32_t day = 0;
  uint32_t target = 0;
  uint16_t peer_port = 0;
  uint16_t honeypot_port = 0;
  uint8_t protocol = 0;
  PortKind kind = PortKind::kNone;
  uint8_t marks = 0;
  uint8_t ranks =
      kResponse << 4 | kResponse;  // of the earliest inbound (low) and outbound (high) packet
  int64_t first_in = kNever;
  int64_t last_in = std::numeric_limits<int64_t>::min();
  int64_t first_out = kNever;
  uint32_t packets_in = 0;
  uint32_t payload_weight = 0;  // of the inbound payloads kept, see payload_weight()

  Flow() = default;
  explicit Flow(const FlowKey& key) noexcept
      : peer(key.peer),
        day(key.day),
        target(key.target),
        peer_port(key.peer_port),
        honeypot_port(key.honeypot_port),
        protocol(key.protocol),
        kind(key.kind) {}

  FlowKey key() const noexcept {
    return {peer, day, target, peer_port, honeypot_port, protocol, kind};
  }
  bool has_key(const FlowKey& key) const noexcept {
    return ((peer.low ^ key.peer.low) | (peer.high ^ key.peer.high)) == 0 &&
           (day == key.day) & (target == key.target) & (peer_port == key.peer_port) &
               (honeypot_port == key.honeypot_port) & (protocol == key.protocol) &
               (kind == key.kind);
  }
  OpeningRank in_rank() const noexcept { return static_cast<OpeningRank>(ranks & 15); }
  OpeningRank out_rank() const noexcept { return static_cast<OpeningRank>(ranks >> 4); }

  // `rank_of()` is asked only of packets that may be the first.
  template <typename RankOf>
  void see_inbound(int64_t time, RankOf rank_of) noexcept {
    if (time <= first_in) {
      const OpeningRank rank = rank_of();
      if (time < first_in || rank < in_rank()) ranks = static_cast<uint8_t>((ranks & 0xf0) | rank);
      first_in = time;
    }
    if (time > last_in) last_in = time;
    packets_in += packets_in != std::numeric_limits<uint32_t>::max();
  }
  template <typename RankOf>
  void see_outbound(int64_t time, RankOf rank_of) noexcept {
    if (time <= first_out) {
      const OpeningRank rank = rank_of();
      if (time < first_out || rank < out_rank()) {
        ranks = static_cast<uint8_t>((ranks & 0x0f) | rank << 4);
      }
      first_out = time;
    }
  }
  void add_weight(uint64_t weight) noexcept {
    const uint64_t sum = payload_weight + weight;
    constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
    payload_weight = static_cast<uint32_t>(sum < kMost ? sum : kMost);
  }

  // The same flow seen in another part.
  void absorb(const Flow& other) noexcept {
    const uint64_t packets = uint64_t{packets_in} + other.packets_in;
    if (other.packets_in > 0) {
      see_inbound(other.first_in, [&] { return other.in_rank(); });
      if (other.last_in > last_in) last_in = other.last_in;
    }
    if (other.first_out != kNever) see_outbound(other.first_out, [&] { return other.out_rank(); });
    constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
    packets_in = static_cast<uint32_t>(packets < kMost ? packets : kMost);
    marks |= other.marks;
    add_weight(other.payload_weight);
  }
};
static_assert(sizeof(Flow) == 64, "one cache line a flow");

// What one inbound payload costs against the bound of its flow: its bytes and the separator it
// needs in a phrase.
inline constexpr uint32_t payload_weight(uint32_t captured) noexcept { return captured + 2; }

}  // namespace honeysift
