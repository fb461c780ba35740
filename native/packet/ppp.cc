// The Point-to-Point Protocol, RFC 1661 and 1662, and over Ethernet, RFC 2516.
#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

namespace {

// Behind the address and control bytes: a protocol number, one byte long where the link compresses
// it.
void decode_ppp_protocol(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* first = bytes.take(1);
  if (!first) return context.count(Anomaly::kTruncatedLinkHeader);
  uint32_t protocol = first[0];
  if ((protocol & 1) == 0) {
    const uint8_t* second = bytes.take(1);
    if (!second) return context.count(Anomaly::kTruncatedLinkHeader);
    protocol = protocol << 8 | second[0];
  }
  switch (protocol) {
    case 0x0021:
      return decode_ipv4(context, bytes);
    case 0x0057:
      return decode_ipv6(context, bytes);
    case 0x0281:
    case 0x0283:
      return decode_mpls(context, bytes);
    default:
      return;
  }
}

}  // namespace

void decode_ppp(LayerContext& context, LayerBytes bytes) noexcept {
  if (bytes.captured() >= 2) {
    const uint16_t address_control = load_be16(bytes.here());
    if (address_control == 0xff03) bytes.take(2);
    // Cisco's framing may stand on the same link type: unicast or broadcast, then 0.
    if (address_control == 0x0f00 || address_control == 0x8f00)
      return decode_cisco_hdlc(context, bytes);
  }
  decode_ppp_protocol(context, bytes);
}

void decode_pppoe(LayerContext& context, LayerBytes bytes) noexcept {
  if (context.too_deep()) return;
  const uint8_t* header = bytes.take(6);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  // Discovery and session control carry no IP.
  if (header[0] != 0x11 || header[1] != 0) return;
  bytes.limit(load_be16(header + 4));
  decode_ppp_protocol(context, bytes);
}

}  // namespace honeysift
