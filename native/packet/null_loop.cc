#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

// BSD loopback: four bytes of address family, in the byte order of the capturing host (NULL) or of
// the network (LOOP). Families are small numbers, so the order shows. AF_INET6 differs between
// systems: 10, 24, 28 and 30.
void decode_null_loop(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(4);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  // Packets with Cisco's framing (unicast or broadcast, then 0, then an Ethernet type) are found on
  // this link type, too; no family has such a number.
  const uint16_t address_control = load_be16(header);
  if (address_control == 0x0f00 || address_control == 0x8f00) {
    return decode_ethertype(context, load_be16(header + 2), bytes);
  }
  const uint32_t family = header[0] == 0 && header[1] == 0 ? load_be32(header) : load_le32(header);
  switch (family) {
    case 2:
      return decode_ipv4(context, bytes);
    case 10:
    case 24:
    case 28:
    case 30:
      return decode_ipv6(context, bytes);
    default:
      return;
  }
}

}  // namespace honeysift
