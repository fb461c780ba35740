// The packets that captures are mostly made of, read in one straight run: Ethernet, IPv4 without
// options and not a fragment, and a whole TCP, UDP or ICMP header of a packet captured whole.
//
// Everything else is left to the layer decoders (layers.h), and so is every packet that they would
// count an anomaly for or look into further. What is read here is, field by field, what they read:
// test/native/packet_plain_test.cc holds the two against each other.
#pragma once

#include <cstdint>
#include <cstring>

#include "packet/layer_bytes.h"
#include "packet/packet_row.h"
#include "packet/wire.h"

namespace honeysift {

inline constexpr uint16_t kVxlanPort = 4789;
inline constexpr uint16_t kVxlanPortOfLinux = 8472;

// Fills what the layers would of a fresh row; false when the packet is not a plain one, and the row
// then holds nothing of use. Payload offsets count from `base`.
inline bool read_plain_packet(PacketRow& row, LayerBytes bytes, const uint8_t* base) noexcept {
  constexpr uint32_t kLink = 14;
  constexpr uint32_t kIp = 20;
  constexpr uint32_t kTcp = 20;
  const uint32_t present = bytes.captured();
  const uint8_t* frame = bytes.take(kLink + kIp + kTcp);
  if (!frame) return false;
  const uint8_t* ip = frame + kLink;
  const uint8_t* transport = ip + kIp;
  const uint32_t total = load_be16(ip + 2);
  const bool plain_ip = load_be16(frame + 12) == 0x0800 && ip[0] == 0x45 &&
                        (load_be16(ip + 6) & 0x3fff) == 0 && total <= present - kLink;
  if (!plain_ip) return false;

  uint32_t header = 8;
  uint32_t carried = total - kIp;  // checked below: a total of less than the headers is not plain
  switch (ip[9]) {
    case 6:
      header = (transport[12] >> 4) * 4u;
      if (header < kTcp || total < kIp + header) return false;
      row.flags |= kHasIp | kHasPorts | kHasTcp;
      row.tcp_seq = load_be32(transport + 4);
      row.tcp_ack = load_be32(transport + 8);
      row.tcp_flags = transport[13];
      row.tcp_window = load_be16(transport + 14);
      break;
    case 17: {
      const uint32_t length = load_be16(transport + 4);
      const uint16_t port = load_be16(transport + 2);
      if (length < header || total < kIp + length) return false;
      if (port == kVxlanPort || port == kVxlanPortOfLinux) return false;
      row.flags |= kHasIp | kHasPorts;
      carried = length;
      break;
    }
    case 1:
      if (total < kIp + header) return false;
      row.flags |= kHasIp | kHasIcmp;
      row.icmp_type = transport[0];
      row.icmp_code = transport[1];
      break;
    default:
      return false;
  }
  if (row.flags & kHasPorts) {
    row.src_port = load_be16(transport);
    row.dst_port = load_be16(transport + 2);
  }
  row.ip_id = load_be16(ip + 4);
  row.ttl = ip[8];
  row.ip_protocol = ip[9];
  map_ipv4_address(row.src_address, ip + 12);
  map_ipv4_address(row.dst_address, ip + 16);
  row.network_offset = static_cast<uint32_t>(ip - base);
  row.payload_offset = static_cast<uint32_t>(transport + header - base);
  row.payload_length = carried - header;
  row.payload_captured = carried - header;
  return true;
}

}  // namespace honeysift
