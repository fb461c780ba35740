#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

// A stack of labels, RFC 3032. It does not say what it carries: the next nibble does, RFC 4385 (0:
// a control word before an Ethernet frame).
void decode_mpls(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* label = nullptr;
  do {
    if (context.too_deep()) return;
    label = bytes.take(4);
    if (!label) return context.count(Anomaly::kTruncatedLinkHeader);
  } while ((label[2] & 1) == 0);
  if (bytes.captured() == 0) return context.count(Anomaly::kTruncatedLinkHeader);
  switch (bytes.here()[0] >> 4) {
    case 4:
      return decode_ipv4(context, bytes);
    case 6:
      return decode_ipv6(context, bytes);
    case 0:
      if (bytes.take(4)) decode_ethernet(context, bytes);
      return;
    default:
      return;
  }
}

}  // namespace honeysift
