#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_ethertype(LayerContext& context, uint16_t type, LayerBytes bytes) noexcept {
  // 802.1Q, 802.1ad and the older QinQ tags may be stacked.
  while (type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200) {
    if (context.too_deep()) return;
    const uint8_t* tag = bytes.take(4);
    if (!tag) return context.count(Anomaly::kTruncatedVlanTag);
    type = load_be16(tag + 2);
  }
  // IEEE 802.3: a length instead of a type.
  if (type <= 1500) {
    bytes.limit(type);
    return decode_llc(context, bytes);
  }
  switch (type) {
    case 0x0800:
      return decode_ipv4(context, bytes);
    case 0x86dd:
      return decode_ipv6(context, bytes);
    case 0x8847:
    case 0x8848:
      return decode_mpls(context, bytes);
    case 0x8864:
      return decode_pppoe(context, bytes);
    default:
      return;
  }
}

}  // namespace honeysift
