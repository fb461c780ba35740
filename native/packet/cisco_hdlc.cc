#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_cisco_hdlc(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(4);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  decode_ethertype(context, load_be16(header + 2), bytes);
}

}  // namespace honeysift
