#include "packet/layers.h"

namespace honeysift {

void decode_raw_ip(LayerContext& context, LayerBytes bytes) noexcept {
  if (bytes.captured() == 0) return context.count(Anomaly::kTruncatedLinkHeader);
  switch (bytes.here()[0] >> 4) {
    case 4:
      return decode_ipv4(context, bytes);
    case 6:
      return decode_ipv6(context, bytes);
    default:
      return context.count(Anomaly::kBadIpVersion);
  }
}

}  // namespace honeysift
