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
    case 9:    // PPP
    case 50:   // PPP_HDLC
    case 166:  // PPP_PPPD
      return decode_ppp;
    case 12:   // RAW, as most systems number it
    case 14:   // RAW, OpenBSD
    case 101:  // RAW
    case 228:  // IPV4
    case 229:  // IPV6: told apart by what is there, as writers confuse them
      return decode_raw_ip;
    case 51:  // PPP_ETHER
      return decode_pppoe;
    case 104:  // C_HDLC
      return decode_cisco_hdlc;
    case 105:  // IEEE802_11
      return decode_ieee80211;
    case 113:  // LINUX_SLL
      return decode_linux_sll;
    case 127:  // IEEE802_11_RADIOTAP
      return decode_radiotap;
    case 219:  // MPLS
      return decode_mpls;
    case 239:  // NFLOG
      return decode_nflog;
    case 276:  // LINUX_SLL2
      return decode_linux_sll2;
    default:
      return decode_unsupported;
  }
}

}  // namespace honeysift
