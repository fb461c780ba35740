// The flows that packets went to last: most packets go to one of them, in either direction.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "packet/packet_row.h"
#include "sources/flow_place.h"
#include "sources/hash.h"

namespace honeysift {

// What tells the flows of one day apart whose packets are IPv4 with ports; the same in both
// directions but for the order.
struct FlowEnds {
  uint64_t addresses;  // source in the lower half, destination in the upper one
  uint64_t rest;       // ports in the lower half, in the same order; protocol in the upper one

  // Of a row with ports.
  static FlowEnds of(const PacketRow& row) noexcept {
    uint32_t src, dst;
    std::memcpy(&src, row.src_address + 12, 4);
    std::memcpy(&dst, row.dst_address + 12, 4);
    const uint32_t ports = uint32_t{row.dst_port} << 16 | row.src_port;
    return {uint64_t{dst} << 32 | src, uint64_t{row.ip_protocol} << 32 | ports};
  }
  FlowEnds reversed() const noexcept {
    const auto ports = static_cast<uint32_t>(rest);
    return {addresses << 32 | addresses >> 32, rest >> 32 << 32 | (ports << 16 | ports >> 16)};
  }
  bool operator==(const FlowEnds& other) const noexcept {
    return ((addresses ^ other.addresses) | (rest ^ other.rest)) == 0;
  }
  // Equal for both directions.
  uint64_t hash() const noexcept {
    const auto mixed = static_cast<uint32_t>(addresses ^ addresses >> 32);
    const auto mixed_ports = static_cast<uint16_t>(rest ^ rest >> 16);
    return (uint64_t{mixed_ports} << 32 | mixed) * kHashA;
  }
};

class RecentFlows {
 public:
  struct alignas(32) Entry {
    FlowEnds ends{};  // protocol 0: of no flow
    FlowPlace place;  // of packets that go as `ends`
  };

  // Where flows of these ends, in either direction, are found and kept.
  Entry& of(const FlowEnds& ends) noexcept {
    return entries_[static_cast<size_t>(ends.hash() >> (64 - kBits))];
  }
  void clear() noexcept { entries_.fill({}); }

 private:
  static constexpr unsigned kBits = 8;

  std::array<Entry, size_t{1} << kBits> entries_{};
};

}  // namespace honeysift
