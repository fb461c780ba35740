// Linux "cooked" captures (tcpdump -i any):
// https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and _SLL2.html
#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_linux_sll(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(16);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  decode_ethertype(context, load_be16(header + 14), bytes);
}

void decode_linux_sll2(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(20);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  decode_ethertype(context, load_be16(header), bytes);
}

}  // namespace honeysift
