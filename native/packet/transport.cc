#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

namespace {

// IPsec authentication without encryption, RFC 4302: what it protects is readable.
void decode_authentication(LayerContext& context, LayerBytes bytes) noexcept {
  if (context.too_deep()) return context.set_payload(bytes);
  const uint8_t* header = bytes.take(12);
  const uint32_t length = header ? (header[1] + 2u) * 4 : 0;
  if (!header || length < 12 || !bytes.take(length - 12)) {
    context.count(Anomaly::kTruncatedAuthenticationHeader);
    return context.set_payload(bytes);
  }
  context.row.ip_protocol = header[0];
  decode_transport(context, header[0], bytes);
}

}  // namespace

void decode_transport(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept {
  const bool ipv6 = (context.row.flags & kIpv6) != 0;
  switch (protocol) {
    case 6:
      return decode_tcp(context, bytes);
    case 17:
      return decode_udp(context, bytes);
    case 1:
      return ipv6 ? context.set_payload(bytes) : decode_icmp(context, bytes);
    case 58:
      return ipv6 ? decode_icmp(context, bytes) : context.set_payload(bytes);
    case 51:
      return ipv6 ? context.set_payload(bytes) : decode_authentication(context, bytes);
    case 4:
    case 41:
    case 47:
      if (!decode_ip_tunnel(context, protocol, bytes)) context.set_payload(bytes);
      return;
    default:
      return context.set_payload(bytes);
  }
}

}  // namespace honeysift
