#include "packet/layers.h"

namespace honeysift {

// ICMP and ICMPv6: type, code, checksum and four bytes whose meaning is the type's; the payload
// follows.
void decode_icmp(LayerContext& context, LayerBytes bytes) noexcept {
  PacketRow& row = context.row;
  const uint8_t* header = bytes.here();
  if (bytes.captured() >= 2) {
    row.flags |= kHasIcmp;
    row.icmp_type = header[0];
    row.icmp_code = header[1];
  }
  if (bytes.captured() < 8) context.count(Anomaly::kTruncatedIcmpHeader);
  bytes.pass(8);
  context.set_payload(bytes);
}

}  // namespace honeysift
