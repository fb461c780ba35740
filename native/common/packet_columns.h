// Columns of one batch of decoded packets, laid over one buffer that JavaScript allocates.
//
// Both sides learn the layout from here: bindings export it, TypeScript makes its typed arrays from
// that export. Every column starts at a multiple of 8 bytes; columns stand in the order of the list
// below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift {

// X(C++ type, name, elements per row, TypeScript array name)
#define HONEYSIFT_PACKET_COLUMNS(X)                                                            \
  X(int64_t, timestamp_ns, 1, "timestampNs")    /* since 1970-01-01 UTC */                     \
  X(uint64_t, record_offset, 1, "recordOffset") /* of the record in the uncompressed stream */ \
  X(uint8_t, src_address, 16, "srcAddress")     /* IPv4 as ::ffff:a.b.c.d */                   \
  X(uint8_t, dst_address, 16, "dstAddress")                                                    \
  X(uint32_t, original_length, 1, "originalLength") /* on the wire, link layer included */     \
  X(uint32_t, captured_length, 1, "capturedLength")                                            \
  X(uint32_t, tcp_seq, 1, "tcpSeq")                                                            \
  X(uint32_t, tcp_ack, 1, "tcpAck")                                                            \
  X(uint32_t, network_offset, 1, "networkOffset")     /* of the innermost IP header */         \
  X(uint32_t, payload_offset, 1, "payloadOffset")     /* in the bytes fed, or in scratch */    \
  X(uint32_t, payload_length, 1, "payloadLength")     /* on the wire, from the headers */      \
  X(uint32_t, payload_captured, 1, "payloadCaptured") /* bytes present at payload_offset */    \
  X(uint16_t, src_port, 1, "srcPort")                                                          \
  X(uint16_t, dst_port, 1, "dstPort")                                                          \
  X(uint16_t, ip_id, 1, "ipId")                                                                \
  X(uint16_t, tcp_window, 1, "tcpWindow")                                                      \
  X(uint16_t, flags, 1, "flags") /* PacketFlag bits */                                         \
  X(uint8_t, ip_protocol, 1, "ipProtocol")                                                     \
  X(uint8_t, ttl, 1, "ttl")                                                                    \
  X(uint8_t, tcp_flags, 1, "tcpFlags")                                                         \
  X(uint8_t, icmp_type, 1, "icmpType")                                                         \
  X(uint8_t, icmp_code, 1, "icmpCode")

enum PacketFlag : uint16_t {
  kHasIp = 1 << 0,             // addresses, protocol, ttl are set
  kIpv6 = 1 << 1,              // addresses are IPv6
  kHasPorts = 1 << 2,          // src_port, dst_port are set
  kHasTcp = 1 << 3,            // seq, ack, flags, window are set
  kHasIcmp = 1 << 4,           // icmp_type, icmp_code are set (ICMP and ICMPv6)
  kFragment = 1 << 5,          // some fragment of an IP packet
  kLaterFragment = 1 << 6,     // not the first one: never has ports
  kPayloadInScratch = 1 << 7,  // payload_offset points into the decoder's scratch (reassembled),
                               // not into the bytes fed
  kHasTime = 1 << 8,           // timestamp_ns is known (a pcapng simple packet block has none)
  // Header marks of mass scanners, packet/scanner_marks.h.
  kMiraiMark = 1 << 9,
  kMasscanMark = 1 << 10,
  kZmapMark = 1 << 11,
  kNetworkInScratch = 1 << 12,  // network_offset points into scratch: the packet came out of a
                                // tunnel whose datagram was reassembled
};

struct PacketColumns {
#define X(type, name, width, js) type* name = nullptr;
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
  size_t capacity = 0;
};

constexpr size_t aligned8(size_t bytes) { return (bytes + 7) & ~size_t{7}; }

// Bytes that a batch of `capacity` rows needs.
constexpr size_t packet_columns_size(size_t capacity) {
  size_t at = 0;
#define X(type, name, width, js) at += aligned8(sizeof(type) * (width)*capacity);
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
  return at;
}

// Lays the columns over `memory`, which must be 8-byte aligned and at least
// packet_columns_size(capacity) long.
inline PacketColumns lay_packet_columns(uint8_t* memory, size_t capacity) {
  PacketColumns columns;
  columns.capacity = capacity;
  size_t at = 0;
  // NOLINTBEGIN(bugprone-macro-parentheses): type is a type name
#define X(type, name, width, js)                       \
  columns.name = reinterpret_cast<type*>(memory + at); \
  at += aligned8(sizeof(type) * (width)*capacity);
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
  // NOLINTEND(bugprone-macro-parentheses)
  return columns;
}

}  // namespace honeysift
