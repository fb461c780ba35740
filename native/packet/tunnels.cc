// IPIP (RFC 2003), 6in4 (RFC 4213), GRE (RFC 2784, 2890, 2637), ERSPAN II and III
// (draft-foschiano-erspan), VXLAN (RFC 7348). A tunnel is looked into when the policy says so, the
// packet is no fragment, and it holds an IP packet; otherwise the row stays that of the outer
// packet.
#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

namespace {

// Where what GRE carries begins, and how to read it; null when it cannot be read.
LayerDecoder open_gre(LayerBytes& bytes) noexcept {
  const uint8_t* header = bytes.take(4);
  if (!header) return nullptr;
  const uint16_t flags = load_be16(header);
  const uint16_t protocol = load_be16(header + 2);
  const bool has_sequence = (flags & 0x1000) != 0;
  if ((flags & 7) == 1) {
    // PPTP: key always, sequence and acknowledgement numbers as flagged.
    const uint32_t rest = 4 + (has_sequence ? 4 : 0) + ((flags & 0x0080) ? 4 : 0);
    return protocol == 0x880b && bytes.take(rest) ? decode_ppp : nullptr;
  }
  // Version 0, without the source routes that RFC 2784 abolished.
  if ((flags & 7) != 0 || (flags & 0x4000)) return nullptr;
  const uint32_t rest =
      ((flags & 0x8000) ? 4 : 0) + ((flags & 0x2000) ? 4 : 0) + (has_sequence ? 4 : 0);
  if (!bytes.take(rest)) return nullptr;
  switch (protocol) {
    case 0x0800:
      return decode_ipv4;
    case 0x86dd:
      return decode_ipv6;
    case 0x8847:
    case 0x8848:
      return decode_mpls;
    case 0x6558:
      return decode_ethernet;
    case 0x883e:
      // Packets a router redirects to a web cache (WCCP); version 2 puts a header of four bytes
      // before them, the first of which is no IPv4 version with a header length.
      if (bytes.captured() != 0 && bytes.here()[0] >= 0x45 && bytes.here()[0] <= 0x4f) {
        return decode_ipv4;
      }
      return bytes.take(4) ? decode_ipv4 : nullptr;
    case 0x88be:
      // ERSPAN type II is told from type I, which has no header of its own, by the sequence number.
      return !has_sequence || bytes.take(8) ? decode_ethernet : nullptr;
    case 0x22eb: {
      const uint8_t* erspan = bytes.take(12);
      if (!erspan || ((erspan[11] & 1) && !bytes.take(8))) return nullptr;
      // Frame type: 0 Ethernet, 2 an IP packet.
      const uint32_t frame_type = (erspan[10] >> 2) & 0x1f;
      return frame_type == 2 ? decode_raw_ip : decode_ethernet;
    }
    default:
      return nullptr;
  }
}

// Reads the inner packet into the row; false, and the row as it was, when that gives no IP packet.
bool look_into(LayerContext& context, LayerBytes inner, LayerDecoder decoder) noexcept {
  if (context.too_deep()) return false;
  const PacketRow outer = context.row;
  PacketRow& row = context.row;
  row = PacketRow{};
  row.timestamp_ns = outer.timestamp_ns;
  row.record_offset = outer.record_offset;
  row.original_length = outer.original_length;
  row.captured_length = outer.captured_length;
  row.flags = outer.flags & (kHasTime | kPayloadInScratch);
  decoder(context, inner);
  if (row.flags & kHasIp) return true;
  row = outer;
  return false;
}

bool may_look_into(const LayerContext& context) noexcept {
  const bool whole = (context.row.flags & (kFragment | kPayloadInScratch)) != kFragment;
  return whole && context.tunnels.looks_into(context.row.dst_address);
}

}  // namespace

bool decode_ip_tunnel(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept {
  if (!may_look_into(context)) return false;
  LayerDecoder decoder = protocol == 4 ? decode_ipv4 : decode_ipv6;
  if (protocol == 47) decoder = open_gre(bytes);
  return decoder && look_into(context, bytes, decoder);
}

bool decode_vxlan(LayerContext& context, LayerBytes bytes) noexcept {
  if (!may_look_into(context)) return false;
  const uint8_t* header = bytes.take(8);
  return header && (header[0] & 0x08) && look_into(context, bytes, decode_ethernet);
}

}  // namespace honeysift
