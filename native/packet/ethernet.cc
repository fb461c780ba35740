#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_ethernet(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(14);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  decode_ethertype(context, load_be16(header + 12), bytes);
}

}  // namespace honeysift
