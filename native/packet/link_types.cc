// Link types by number: https://www.tcpdump.org/linktypes.html
#include "packet/layers.h"

namespace honeysift {

namespace {

void decode_unsupported(LayerContext& context, LayerBytes) noexcept {
  context.count(Anomaly::kUnsupportedLinkType);
}

}  // namespace

LayerDecoder link_decoder(uint32_t link_type) noexcept {
  switch (link_type) {
    case 0:    // NULL
    case 108:  // LOOP
      return decode_null_loop;
    case 1:  // ETHERNET
      return decode_ethernet;
    case 12:   // RAW, as most systems number it
    case 14:   // RAW, OpenBSD
    case 101:  // RAW
      return decode_raw_ip;
    case 113:  // LINUX_SLL
      return decode_linux_sll;
    case 228:  // IPV4
      return decode_ipv4;
    case 229:  // IPV6
      return decode_ipv6;
    case 276:  // LINUX_SLL2
      return decode_linux_sll2;
    default:
      return decode_unsupported;
  }
}

}  // namespace honeysift
