#include <algorithm>

#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

// Linux netfilter log: a list of attributes, one of which is the packet. Their lengths are in the
// byte order of the capturing host; types are small, so the order shows.
// https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html
void decode_nflog(LayerContext& context, LayerBytes bytes) noexcept {
  constexpr uint16_t kPayload = 9;
  if (!bytes.take(4)) return context.count(Anomaly::kTruncatedLinkHeader);
  while (bytes.captured() >= 4) {
    const uint8_t* attribute = bytes.here();
    const bool big_endian = attribute[2] == 0 && attribute[3] != 0;
    const uint32_t length = load_u16(attribute, big_endian);
    const uint16_t type = load_u16(attribute + 2, big_endian) & 0x7fff;
    if (length < 4) break;
    if (type == kPayload) {
      bytes.take(4);
      bytes.limit(length - 4);
      return decode_raw_ip(context, bytes);
    }
    if (!bytes.take((length + 3) & ~3u)) break;
  }
  context.count(Anomaly::kTruncatedLinkHeader);
}

}  // namespace honeysift
