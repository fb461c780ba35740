#include "packet/layers.h"
#include "packet/plain_packet.h"
#include "packet/wire.h"

namespace honeysift {

void decode_udp(LayerContext& context, LayerBytes bytes) noexcept {
  PacketRow& row = context.row;
  const uint8_t* header = bytes.here();
  if (bytes.captured() >= 4) {
    row.flags |= kHasPorts;
    row.src_port = load_be16(header);
    row.dst_port = load_be16(header + 2);
  }
  if (bytes.captured() < 8) {
    bytes.pass(8);
    context.set_payload(bytes);
    return context.count(Anomaly::kTruncatedUdpHeader);
  }
  const uint32_t length = load_be16(header + 4);
  bytes.pass(8);
  if (length < 8) {
    // 0 stands for "as long as IP says" (jumbograms, segmentation offload); 1..7 cannot be.
    if (length != 0) context.count(Anomaly::kBadUdpLength);
  } else if (length - 8 <= bytes.wire()) {
    bytes.limit(length - 8);
  } else if ((row.flags & (kFragment | kPayloadInScratch)) != kFragment) {
    // A first fragment states the length of the whole datagram.
    context.count(Anomaly::kBadUdpLength);
  }
  if (row.dst_port == kVxlanPort || row.dst_port == kVxlanPortOfLinux) {
    if (decode_vxlan(context, bytes)) return;
  }
  context.set_payload(bytes);
}

}  // namespace honeysift
