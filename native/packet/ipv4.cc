#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_ipv4(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(20);
  if (!header) return context.count(Anomaly::kTruncatedIpv4Header);
  if (header[0] >> 4 != 4) return context.count(Anomaly::kBadIpVersion);
  const uint32_t header_length = (header[0] & 15u) * 4;
  if (header_length < 20) return context.count(Anomaly::kBadIpv4HeaderLength);

  PacketRow& row = context.row;
  row.flags |= kHasIp;
  context.set_network(header);
  row.ip_id = load_be16(header + 4);
  row.ttl = header[8];
  row.ip_protocol = header[9];
  map_ipv4_address(row.src_address, header + 12);
  map_ipv4_address(row.dst_address, header + 16);
  const uint16_t fragment = load_be16(header + 6);
  if (fragment & 0x3fff) row.flags |= kFragment;
  if (fragment & 0x1fff) row.flags |= kLaterFragment;

  // 0 is what a sender with TCP segmentation offload leaves to its network card: the frame's length
  // counts.
  const uint32_t total_length = load_be16(header + 2);
  if (total_length != 0) {
    if (total_length < header_length) return context.count(Anomaly::kBadIpv4TotalLength);
    if (total_length > bytes.wire() + 20) context.count(Anomaly::kIpv4LengthExceedsFrame);
    bytes.limit(total_length - 20);
  }
  const uint32_t options = header_length - 20;
  if (options != 0 && !bytes.take(options)) {
    bytes.pass(options);
    context.set_payload(bytes);
    return context.count(Anomaly::kTruncatedIpv4Header);
  }
  if ((fragment & 0x3fff) == 0) return decode_transport(context, row.ip_protocol, bytes);
  const FragmentHeader part{
      .id = row.ip_id,
      .protocol = row.ip_protocol,
      .offset = (fragment & 0x1fffu) * 8,
      .more = (fragment & 0x2000) != 0,
  };
  decode_fragment(context, part, bytes, decode_transport);
}

}  // namespace honeysift
