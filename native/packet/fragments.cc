#include "packet/layers.h"

namespace honeysift {

namespace {

Reassembly gather(LayerContext& context, const FragmentHeader& header,
                  const LayerBytes& bytes) noexcept {
  // A fragment within a reassembled datagram stands for itself: no datagram is worth two rounds.
  if (!context.reassembler || (context.row.flags & kPayloadInScratch)) return Reassembly::kRefused;
  const Fragment fragment{
      .addresses = {context.row.src_address, context.row.dst_address},
      .id = header.id,
      .protocol = header.protocol,
      .offset = header.offset,
      .more = header.more,
      .data = bytes.here(),
      .captured = bytes.captured(),
      .wire = bytes.wire(),
      .time_ns = context.row.timestamp_ns,
  };
  return context.reassembler->add(fragment, context.anomalies);
}

}  // namespace

void decode_fragment(LayerContext& context, const FragmentHeader& header, LayerBytes bytes,
                     PayloadDecoder decoder) noexcept {
  PacketRow& row = context.row;
  const Reassembly result = gather(context, header, bytes);
  row.flags |= kFragment;
  row.ip_protocol = header.protocol;
  if (result == Reassembly::kComplete) {
    const auto& datagram = context.reassembler->datagram();
    const auto length = static_cast<uint32_t>(datagram.size());
    if (const uint8_t* copy = context.scratch->store(datagram.data(), length)) {
      row.flags = static_cast<uint16_t>((row.flags & ~kLaterFragment) | kPayloadInScratch);
      context.base = context.scratch->data();
      return decoder(context, header.protocol, LayerBytes(copy, length, length));
    }
  }
  if (header.offset == 0) {
    decoder(context, header.protocol, bytes);
  } else {
    row.flags |= kLaterFragment;
    context.set_payload(bytes);
  }
  // The row that completes the datagram will have the payload.
  if (result == Reassembly::kHeld) row.payload_length = row.payload_captured = 0;
}

}  // namespace honeysift
