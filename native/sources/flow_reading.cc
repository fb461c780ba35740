#include "sources/flow_reading.h"

namespace honeysift {

namespace {

constexpr int kAnyPacket = -2;
constexpr int kNotAResponse = -3;

// The ICMP type that asks for `type`; kAnyPacket for errors, which any packet may cause;
// kNotAResponse for the rest.
int request_of(uint8_t protocol, uint16_t type) noexcept {
  if (protocol == kIcmp) {
    switch (type) {
      case 0:
        return 8;
      case 14:
        return 13;
      case 16:
        return 15;
      case 18:
        return 17;
      case 3:
      case 4:
      case 5:
      case 11:
      case 12:
        return kAnyPacket;
      default:
        return kNotAResponse;
    }
  }
  if (type == 129) return 128;
  return type >= 1 && type <= 4 ? kAnyPacket : kNotAResponse;
}

FlowRole read_icmp(const Flow& flow, std::span<const Flow* const> flows) noexcept {
  const int request =
      flow.kind == PortKind::kIcmpType ? request_of(flow.protocol, flow.peer_port) : kNotAResponse;
  if (request == kNotAResponse) return FlowRole::kAttack;
  for (const Flow* each : flows) {
    const Flow& other = *each;
    if (other.target != flow.target) continue;
    const bool asks =
        request == kAnyPacket || (other.protocol == flow.protocol &&
                                  other.kind == PortKind::kIcmpType && other.peer_port == request);
    if (asks && other.first_out <= flow.first_in) return FlowRole::kAnswer;
  }
  return FlowRole::kBackscatter;
}

bool honeypot_opened(const Flow& flow) noexcept {
  if (flow.first_out != flow.first_in) return flow.first_out < flow.first_in;
  return flow.out_rank() < flow.in_rank();
}

// Ports alone say that the honeypot is the server of a flow whose opening was not captured.
bool honeypot_serves(const Flow& flow) noexcept {
  return flow.honeypot_port < 1024 && flow.peer_port >= 1024;
}
bool peer_serves(const Flow& flow) noexcept {
  return flow.peer_port < 1024 && flow.honeypot_port >= 1024;
}

FlowRole read_tcp(const Flow& flow) noexcept {
  if ((flow.marks & kInboundSyn) != 0) return FlowRole::kAttack;
  if (!honeypot_opened(flow))
    return flow.in_rank() == kResponse ? FlowRole::kBackscatter : FlowRole::kAttack;
  if (flow.out_rank() == kRequest) return FlowRole::kAnswer;
  // An outbound SYN+ACK or RST answers something that was not captured; otherwise the capture began
  // in mid-flow.
  return flow.out_rank() == kNeutral && peer_serves(flow) ? FlowRole::kAnswer : FlowRole::kAttack;
}

FlowRole read_udp(const Flow& flow) noexcept {
  if (honeypot_opened(flow)) return honeypot_serves(flow) ? FlowRole::kAttack : FlowRole::kAnswer;
  return flow.peer_port == 53 && flow.honeypot_port >= 1024 ? FlowRole::kBackscatter
                                                            : FlowRole::kAttack;
}

}  // namespace

FlowRole read_role(const Flow& flow, std::span<const Flow* const> flows) noexcept {
  switch (flow.protocol) {
    case kIcmp:
    case kIcmp6:
      return read_icmp(flow, flows);
    case kTcp:
      return flow.kind == PortKind::kPorts ? read_tcp(flow) : FlowRole::kPortless;
    case kUdp:
      return flow.kind == PortKind::kPorts ? read_udp(flow) : FlowRole::kPortless;
    default:
      return honeypot_opened(flow) ? FlowRole::kAnswer : FlowRole::kAttack;
  }
}

}  // namespace honeysift
