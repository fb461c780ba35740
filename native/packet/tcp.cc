#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

void decode_tcp(LayerContext& context, LayerBytes bytes) noexcept {
  PacketRow& row = context.row;
  const uint8_t* header = bytes.here();
  if (bytes.captured() >= 4) {
    row.flags |= kHasPorts;
    row.src_port = load_be16(header);
    row.dst_port = load_be16(header + 2);
  }
  // Sequence numbers, flags and window end at byte 16; a packet snapped behind them keeps them.
  if (bytes.captured() < 16) {
    bytes.pass(20);
    context.set_payload(bytes);
    return context.count(Anomaly::kTruncatedTcpHeader);
  }
  row.flags |= kHasTcp;
  row.tcp_seq = load_be32(header + 4);
  row.tcp_ack = load_be32(header + 8);
  row.tcp_flags = header[13];
  row.tcp_window = load_be16(header + 14);
  uint32_t header_length = (header[12] >> 4) * 4u;
  if (header_length < 20 || header_length > bytes.wire()) {
    context.count(Anomaly::kBadTcpHeaderLength);
    bytes.pass(bytes.wire());
    return context.set_payload(bytes);
  }
  if (header_length > bytes.captured()) context.count(Anomaly::kTruncatedTcpHeader);
  bytes.pass(header_length);
  context.set_payload(bytes);
}

}  // namespace honeysift
