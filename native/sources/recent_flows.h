// The flows that packets went to last: most packets go to one of them, in either direction.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "packet/packet_row.h"
#include "sources/hash.h"

namespace honeysift {

// What tells the flows of one day apart whose packets are IPv4 with ports; the same in both
// directions but for the order.
struct FlowEnds {
  uint64_t addresses;  // source in the lower half, destination in the upper one
  uint32_t ports;      // the same
  uint32_t protocol;

  // Of a row with ports.
  static FlowEnds of(const PacketRow& row) noexcept {
    uint32_t src, dst;
    std::memcpy(&src, row.src_address + 12, 4);
    std::memcpy(&dst, row.dst_address + 12, 4);
    return {uint64_t{dst} << 32 | src, uint32_t{row.dst_port} << 16 | row.src_port,
            row.ip_protocol};
  }
  FlowEnds reversed() const noexcept {
    return {addresses << 32 | addresses >> 32, ports << 16 | ports >> 16, protocol};
  }
  bool operator==(const FlowEnds&) const = default;
  // Equal for both directions.
  uint64_t hash() const noexcept {
    const auto mixed = static_cast<uint32_t>(addresses ^ addresses >> 32);
    const auto mixed_ports = static_cast<uint16_t>(ports ^ ports >> 16);
    return (uint64_t{mixed_ports} << 32 | mixed) * kHashA;
  }
};

class RecentFlows {
 public:
  struct Found {
    uint32_t flow;
    bool known;
    bool inbound;
  };

  // All of one day; another day's are forgotten.
  void begin_day(int32_t day) noexcept {
    if (day == day_) [[likely]]
      return;
    day_ = day;
    clear();
  }
  void clear() noexcept { entries_.fill({}); }

  Found find(const FlowEnds& ends) const noexcept {
    const Entry& entry = entries_[slot_of(ends)];
    const bool inbound = entry.inbound == ends;
    const bool outbound = entry.inbound == ends.reversed();
    return {entry.flow, inbound || outbound, inbound};
  }
  void add(const FlowEnds& inbound, uint32_t flow) noexcept {
    entries_[slot_of(inbound)] = {inbound, flow};
  }
  // The number of a flow that was added without one.
  void settle(const FlowEnds& inbound, uint32_t flow) noexcept {
    Entry& entry = entries_[slot_of(inbound)];
    if (entry.inbound == inbound) entry.flow = flow;
  }

 private:
  static constexpr unsigned kBits = 8;
  struct Entry {
    FlowEnds inbound{};  // protocol 0: of no flow
    uint32_t flow = 0;
  };

  static size_t slot_of(const FlowEnds& ends) noexcept {
    return static_cast<size_t>(ends.hash() >> (64 - kBits));
  }

  std::array<Entry, size_t{1} << kBits> entries_{};
  int32_t day_ = 0;
};

}  // namespace honeysift
