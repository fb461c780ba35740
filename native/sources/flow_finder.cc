#include "sources/flow_finder.h"

namespace honeysift {

FlowPlace FlowFinder::look_up(const PacketRow& row, int64_t time) {
  const uint16_t flags = row.flags;
  if ((flags & kHasIp) == 0) return {0, kOther};
  if (!clock_.in_current_day(time)) {
    clock_.go_to(time);
    recent_.clear();
  }
  const Address src = load_address(row.src_address);
  const Address dst = load_address(row.dst_address);
  const int32_t to = honeypots_.find(dst);
  const int32_t from = honeypots_.find(src);
  if ((to >= 0) == (from >= 0)) return {0, to >= 0 ? kInternal : kForeign};
  const bool inbound = to >= 0;
  const uint8_t protocol = row.ip_protocol;
  FlowKey key;
  key.peer = inbound ? src : dst;
  key.day = clock_.day();
  key.target = static_cast<uint32_t>(inbound ? to : from);
  key.protocol = protocol;
  if ((protocol == kTcp || protocol == kUdp) && (flags & kHasPorts) != 0) {
    key.kind = PortKind::kPorts;
    key.peer_port = inbound ? row.src_port : row.dst_port;
    key.honeypot_port = inbound ? row.dst_port : row.src_port;
  } else if ((protocol == kIcmp || protocol == kIcmp6) && (flags & kHasIcmp) != 0) {
    key.kind = PortKind::kIcmpType;
    key.peer_port = row.icmp_type;
  }
  return {flows_.find_or_add(key), inbound ? kInbound : kOutbound};
}

void FlowFinder::clear() noexcept {
  flows_.clear();
  recent_.clear();
}

}  // namespace honeysift
