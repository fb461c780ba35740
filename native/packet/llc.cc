#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

// IEEE 802.2 logical link control, with SNAP (RFC 1042) or IP's own service access point.
void decode_llc(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(3);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  if (header[0] == 0x06 && header[1] == 0x06) return decode_ipv4(context, bytes);
  if (header[0] != 0xaa || header[1] != 0xaa || header[2] != 0x03) return;
  const uint8_t* snap = bytes.take(5);
  if (!snap) return context.count(Anomaly::kTruncatedLinkHeader);
  const uint32_t organisation = load_be32(snap) >> 8;
  // RFC 1042 encapsulation, or the bridge tunnel of 802.1H.
  if (organisation == 0 || organisation == 0x0000f8) {
    decode_ethertype(context, load_be16(snap + 3), bytes);
  }
}

}  // namespace honeysift
