// The layer decoders. Each reads its header from `bytes`, writes what it learned into the row, and
// hands the rest on. A decoder that cannot go on counts an anomaly and returns: the layers above it
// stay as decoded.
#pragma once

#include <cstdint>

#include "packet/anomaly.h"
#include "packet/layer_bytes.h"
#include "packet/packet_row.h"
#include "packet/reassembler.h"
#include "packet/scratch_space.h"
#include "packet/tunnel_policy.h"

namespace honeysift {

struct LayerContext {
  PacketRow& row;
  AnomalyCounts& anomalies;
  const TunnelPolicy& tunnels;
  // Null: fragments are not put together. Always null together with `scratch`.
  Reassembler* reassembler;
  ScratchSpace* scratch;
  // Payload offsets count from here: the bytes fed, or scratch.
  const uint8_t* base;
  // Encapsulating headers (VLAN tags, labels, tunnels) passed so far; bounded by kMaxLayers.
  uint32_t depth = 0;

  void count(Anomaly anomaly) noexcept { anomalies.count(anomaly); }

  // An IP header begins at `header`.
  void set_network(const uint8_t* header) noexcept {
    row.network_offset = static_cast<uint32_t>(header - base);
    // Set already when the packet lies within a reassembled datagram.
    if (row.flags & kPayloadInScratch) row.flags |= kNetworkInScratch;
  }

  void set_payload(const LayerBytes& bytes) noexcept {
    row.payload_offset = static_cast<uint32_t>(bytes.here() - base);
    row.payload_length = bytes.wire();
    row.payload_captured = bytes.captured();
  }

  // True when one more encapsulating header is too many: a bound against packets nested to exhaust
  // the stack.
  bool too_deep() noexcept {
    if (++depth <= kMaxLayers) return false;
    count(Anomaly::kTooManyLayers);
    return true;
  }

  static constexpr uint32_t kMaxLayers = 16;
};

using LayerDecoder = void (*)(LayerContext&, LayerBytes) noexcept;

// Never null: an unknown link type gets a decoder that counts `unsupported_link_type`.
LayerDecoder link_decoder(uint32_t link_type) noexcept;

void decode_ethernet(LayerContext& context, LayerBytes bytes) noexcept;
void decode_linux_sll(LayerContext& context, LayerBytes bytes) noexcept;
void decode_linux_sll2(LayerContext& context, LayerBytes bytes) noexcept;
void decode_null_loop(LayerContext& context, LayerBytes bytes) noexcept;
void decode_ppp(LayerContext& context, LayerBytes bytes) noexcept;
void decode_cisco_hdlc(LayerContext& context, LayerBytes bytes) noexcept;
void decode_ieee80211(LayerContext& context, LayerBytes bytes) noexcept;
void decode_radiotap(LayerContext& context, LayerBytes bytes) noexcept;
void decode_nflog(LayerContext& context, LayerBytes bytes) noexcept;

void decode_llc(LayerContext& context, LayerBytes bytes) noexcept;
void decode_pppoe(LayerContext& context, LayerBytes bytes) noexcept;
void decode_mpls(LayerContext& context, LayerBytes bytes) noexcept;

void decode_ethertype(LayerContext& context, uint16_t type, LayerBytes bytes) noexcept;
// IPv4 or IPv6 by its version nibble.
void decode_raw_ip(LayerContext& context, LayerBytes bytes) noexcept;
void decode_ipv4(LayerContext& context, LayerBytes bytes) noexcept;
void decode_ipv6(LayerContext& context, LayerBytes bytes) noexcept;

// What follows an IPv6 header: extension headers, then the upper layer.
void decode_ipv6_payload(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept;

struct FragmentHeader {
  uint32_t id;
  uint8_t protocol;
  uint32_t offset;  // bytes
  bool more;
};
using PayloadDecoder = void (*)(LayerContext&, uint8_t protocol, LayerBytes) noexcept;
// A fragment of an IP packet whose addresses already stand in the row; `decoder` reads the payload
// of a first fragment or of a whole datagram.
void decode_fragment(LayerContext& context, const FragmentHeader& header, LayerBytes bytes,
                     PayloadDecoder decoder) noexcept;

// What an IP packet carries; `protocol` must already stand in the row.
void decode_transport(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept;
void decode_tcp(LayerContext& context, LayerBytes bytes) noexcept;
void decode_udp(LayerContext& context, LayerBytes bytes) noexcept;
void decode_icmp(LayerContext& context, LayerBytes bytes) noexcept;

// IPIP, 6in4 and GRE (protocols 4, 41, 47), and VXLAN. True when the row now is that of the inner
// packet.
bool decode_ip_tunnel(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept;
bool decode_vxlan(LayerContext& context, LayerBytes bytes) noexcept;

}  // namespace honeysift
