// Which flow a packet belongs to, and in which direction it goes.
#pragma once

#include <cstdint>
#include <span>

#include "packet/packet_row.h"
#include "sources/flow_place.h"
#include "sources/flow_table.h"
#include "sources/honeypot_index.h"
#include "sources/recent_flows.h"
#include "sources/utc_day.h"

namespace honeysift {

class FlowFinder {
 public:
  // `addresses`: 16 bytes for each honeypot address.
  explicit FlowFinder(std::span<const uint8_t> addresses) : honeypots_(addresses) {}

  // Makes the flow when it is new. `time` is the packet's, clamped. May throw std::bad_alloc.
  [[gnu::always_inline]] FlowPlace find(const PacketRow& row, int64_t& time) {
    constexpr uint16_t kNeeded = kHasIp | kHasPorts | kHasTime;
    const bool plain = (row.flags & (kNeeded | kIpv6)) == kNeeded &&
                       (row.ip_protocol == kTcp || row.ip_protocol == kUdp) &&
                       clock_.in_current_day(row.timestamp_ns);
    if (!plain) [[unlikely]] {
      time = (row.flags & kHasTime) != 0 ? clamp_time(row.timestamp_ns) : 0;
      return look_up(row, time);
    }
    time = row.timestamp_ns;
    const FlowEnds ends = FlowEnds::of(row);
    RecentFlows::Entry& recent = recent_.of(ends);
    if (recent.ends == ends) return recent.place;
    if (recent.ends == ends.reversed()) return recent.place.turned();
    recent = {ends, look_up(row, time)};
    return recent.place;
  }

  // Empties it and keeps the memory.
  void clear() noexcept;

  FlowTable& flows() noexcept { return flows_; }
  const FlowTable& flows() const noexcept { return flows_; }
  uint32_t target_count() const noexcept { return honeypots_.count(); }

 private:
  FlowPlace look_up(const PacketRow& row, int64_t time);

  RecentFlows recent_;  // of the clock's day
  DayClock clock_;
  HoneypotIndex honeypots_;
  FlowTable flows_;
};

}  // namespace honeysift
